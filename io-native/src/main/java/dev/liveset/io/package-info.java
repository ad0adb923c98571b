/**
 * Linux devices behind the ports of the core: the statefile on a block device, the hardware watchdog, and the keeper
 * that stands in for it. The C library is called through JNA's direct mapping, which allocates nothing per call.
 */
package dev.liveset.io;
