/** Fencing: what resets this host, when, and why: policy, dead-man switch, watchdog port and explained verdicts. */
package dev.liveset.fencing;
