/**
 * A whole pool in one thread, in virtual time, from one seed: real {@link dev.liveset.agent.HostAgent}s and the real
 * codec over a simulated network, disk, watchdog, hypervisor and clocks, with checkers after every step. Users simulate
 * the pool that they mean to run.
 */
package dev.liveset.sim;
