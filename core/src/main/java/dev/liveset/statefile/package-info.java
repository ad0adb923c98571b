/** The statefile channel: its port and the contents of its sections as numbers. */
package dev.liveset.statefile;
