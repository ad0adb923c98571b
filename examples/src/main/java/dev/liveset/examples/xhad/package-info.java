/** XenServer's {@code xhad.conf}: read, checked, turned into a pool. */
package dev.liveset.examples.xhad;
