/** One host of a pool as a process of its own, with VMs that are shell loops and cables that can be pulled. */
package dev.liveset.examples.host;
