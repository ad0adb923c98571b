/** {@code liveset whatif}: asks the failover planner about an inventory or about a file of pools. */
package dev.liveset.examples.whatif;
