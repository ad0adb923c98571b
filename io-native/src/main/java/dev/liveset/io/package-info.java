/** Linux devices behind the ports of the core: the statefile on a block device, the hardware watchdog, and the keeper. */
package dev.liveset.io;
