package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.List;

/**
 * The pool table as one host wrote it into its own master region while it was master; stamped, so that of several
 * tables the newest is known.
 *
 * @param epoch epoch of the master that wrote it; 0 in a table that nobody wrote yet
 * @param sequence rises with every write, over all epochs: of several tables the one with the highest has the newest content
 * @param haEnabled whether HA is enabled on the pool
 * @param hostFailuresToTolerate the operator's target
 * @param confirmedDead hosts that a person confirmed to be off
 * @param vms every VM the pool knows, by identity
 */
public record PoolTable(
        long epoch,
        long sequence,
        boolean haEnabled,
        int hostFailuresToTolerate,
        List<ConfirmedDead> confirmedDead,
        List<VmRecord> vms) {
    /** The table of a pool that no master has written yet. */
    public static final PoolTable EMPTY = new PoolTable(0, 0, false, 0, List.of(), List.of());

    public PoolTable {
        confirmedDead = List.copyOf(confirmedDead);
        vms = List.copyOf(vms);
    }

    /** Whether this table was written later than the other. */
    public boolean newerThan(PoolTable other) {
        return epoch != other.epoch ? epoch > other.epoch : sequence > other.sequence;
    }

    /** The VM's record, or null. */
    public VmRecord find(VmId vm) {
        for (VmRecord candidate : vms) {
            if (candidate.vm().equals(vm)) {
                return candidate;
            }
        }
        return null;
    }
}
