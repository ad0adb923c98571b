/**
 * The failover planner: where the VMs of lost hosts go, how many losses the pool can take, and what would break it.
 *
 * <p>Start at {@link dev.liveset.failover.FailoverPlanner}. Everything here is pure: no clock, thread, randomness or
 * I/O; limits count, they never measure time.
 */
package dev.liveset.failover;
