package dev.liveset.recovery;

import dev.liveset.VmId;

/**
 * A VM in the pool table.
 *
 * @param vm identity
 * @param name what operators call it; at most 63 bytes of UTF-8
 * @param memoryMib memory it needs, in MiB, at least 1
 * @param protection what happens when it is not running
 * @param order restart order, ascending; negative means last
 * @param startDelayMillis pause between its order group and the next
 * @param allowedHosts where it may run; all bits for an agile VM
 * @param group anti-affinity group, 0 for none
 * @param hardGroup whether VMs of the group may never share a host
 * @param desiredRunning the operator's wish; false after a shutdown through the API
 * @param assignment the newest permit for it, null when it was never assigned
 * @param move the permit for the destination of a move on its way, null for none
 */
public record VmRecord(
        VmId vm,
        String name,
        long memoryMib,
        Protection protection,
        int order,
        int startDelayMillis,
        long allowedHosts,
        int group,
        boolean hardGroup,
        boolean desiredRunning,
        Permit assignment,
        Permit move) {
    /** What the pool does for a VM that is not running; the ordinal is the number on disk. */
    public enum Protection {
        /** Nothing; its memory still counts. */
        UNPROTECTED,
        /** Restarted once after its host died, if there is room. */
        BEST_EFFORT,
        /** Restarted whenever it should run and does not. */
        RESTART
    }

    /** A VM as it is first defined: it may run on every host, in no group, is not asked to run yet, and restarts with the first. */
    public static VmRecord agile(VmId vm, String name, long memoryMib, Protection protection) {
        return new VmRecord(vm, name, memoryMib, protection, 0, 0, -1L, 0, false, false, null, null);
    }

    public VmRecord withDesired(boolean running) {
        return with(running, assignment, move);
    }

    public VmRecord withAssignment(Permit permit) {
        return with(desiredRunning, permit, move);
    }

    public VmRecord withMove(Permit permit) {
        return with(desiredRunning, assignment, permit);
    }

    private VmRecord with(boolean running, Permit assigned, Permit moved) {
        return new VmRecord(
                vm,
                name,
                memoryMib,
                protection,
                order,
                startDelayMillis,
                allowedHosts,
                group,
                hardGroup,
                running,
                assigned,
                moved);
    }
}
