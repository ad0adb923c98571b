package dev.liveset.failover;

/**
 * A lost VM that the plan does not place, with the nearest miss.
 *
 * @param vm index of the VM
 * @param reason why it is left over
 * @param nearestHost the surviving host that lacks least, or {@link PlannerVm#NO_HOST} if no host is allowed
 * @param resource what {@code nearestHost} lacks: {@code "memory"} or the name of another resource; empty if nothing
 * @param missing how much of it is lacking on {@code nearestHost} (MiB for memory)
 */
public record LeftOver(int vm, Reason reason, int nearestHost, String resource, long missing) {

    /** Why a VM is left over. */
    public enum Reason {
        /** No surviving enabled host is allowed for it: no amount of room would help. */
        STRANDED,
        /** Every host that has room already runs a member of its hard anti-affinity group. */
        ANTI_AFFINITY,
        /** No allowed host has enough room. */
        NO_ROOM
    }
}
