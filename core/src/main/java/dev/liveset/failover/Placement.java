package dev.liveset.failover;

/**
 * A VM to start and where.
 *
 * @param vm index of the VM in the pool
 * @param host index of the host in the pool
 */
public record Placement(int vm, int host) {}
