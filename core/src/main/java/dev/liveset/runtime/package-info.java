/** Runs one host's agent in a real process: the only package with threads, clocks, sockets, files and a log. */
package dev.liveset.runtime;
