/** The network channel: its port, the contents of a heartbeat as numbers, and which packet is accepted. */
package dev.liveset.heartbeat;
