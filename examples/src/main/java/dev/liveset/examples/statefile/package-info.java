/** The verb {@code statefile}: look into a statefile, ours or xhad's, compare two, and change what an operator may. */
package dev.liveset.examples.statefile;
