/**
 * A model of XenServer's own daemon, for simulated pools in which it and our hosts sit side by side: a second
 * implementation of the original's rules as PROTOCOL.md states them, with its fixed times, its whole seconds and its
 * missing checks. It has byte maps of its own and shares no rule with ours. Each room is one concern: heartbeat,
 * statefile, start, joining, fault handling, lock. Never to be run as a host.
 */
package dev.liveset.sim.xhad;
