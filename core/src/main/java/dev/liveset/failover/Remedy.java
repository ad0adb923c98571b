package dev.liveset.failover;

/** A single change that would let a pool be promised its target. */
public sealed interface Remedy {

    /** One more enabled host with this much memory for VMs, in MiB. */
    record AddHost(long memoryMib) implements Remedy {}

    /** This much memory more free on a host, in MiB: by more memory, or by fewer VMs that are not protected. */
    record FreeMemory(int host, long mib) implements Remedy {}

    /** A VM no longer protected. */
    record Unprotect(int vm) implements Remedy {}
}
