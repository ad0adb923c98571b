/** A pool of real processes on one machine, and a script that pulls their plugs. */
package dev.liveset.examples.lab;
