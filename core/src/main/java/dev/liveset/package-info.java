/** The values every other package speaks in: hosts, sets of hosts, virtual machines, timings and the configuration of a pool. */
package dev.liveset;
