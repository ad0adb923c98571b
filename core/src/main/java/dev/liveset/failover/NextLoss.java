package dev.liveset.failover;

/**
 * Looks for a placement that survives the loss of any one host afterwards; lemma 11 of the package description.
 *
 * <p>It remembers the hosts whose loss broke a placement, for that is likely to break the next one too, and asks them while
 * VMs are still to be placed: VMs that wait count as lost in the same moment, so a state that surely does not survive a
 * loss does not do so either when they are placed, wherever that is.
 */
final class NextLoss {

    private static final int NODES = 20_000;
    private static final int NODES_PER_LOSS = 500;

    /** Steps of one search. */
    private static final long STEPS = 100_000;

    private final BranchAndBound search;
    private final Packer packer;
    private final int[] vms;
    private final int[] hosts;
    private final Survivors after;
    private int suspects;
    private long otherSteps;
    private long stepLimit;

    NextLoss(PoolArrays pool) {
        search = new BranchAndBound(pool, NODES);
        packer = Packer.searching(pool, NODES_PER_LOSS);
        vms = new int[pool.vmCount];
        hosts = new int[pool.hostCount];
        after = new Survivors(pool);
    }

    long steps() {
        return packer.steps() + otherSteps;
    }

    /** Starts all of {@code waiting} (largest first) so that the next loss is surely survived, or none. */
    boolean startPrepared(Survivors state, int[] waiting, int count) {
        suspects = 0;
        for (int h = 0; h < hosts.length; h++) {
            hosts[h] = h;
        }
        stepLimit = steps() + STEPS;
        return count > 0
                && search.startAll(state, waiting, count, () -> maySurvive(state), () -> survivesAnyLoss(state));
    }

    private boolean maySurvive(Survivors state) {
        for (int i = 0; i < suspects; i++) {
            if (steps() > stepLimit || !survives(state, i) && !packer.isLimitReached()) {
                return false;
            }
        }
        return true;
    }

    private boolean survivesAnyLoss(Survivors state) {
        for (int i = 0; i < hosts.length; i++) {
            if (!survives(state, i)) {
                suspects += i < suspects ? 0 : 1;
                return false;
            }
        }
        return true;
    }

    /** Whether a plan is found for the loss of the host at {@code index}, which moves to the front if not. */
    private boolean survives(Survivors state, int index) {
        int host = hosts[index];
        if (state.isGone(host)) {
            return true;
        }
        after.copyFrom(state);
        after.lose(host);
        otherSteps += 1 + vms.length / 16;
        int count = after.waiting(Protection.PROTECTED, null, vms);
        if (packer.startAll(after, vms, count)) {
            return true;
        }
        System.arraycopy(hosts, 0, hosts, 1, index);
        hosts[0] = host;
        return false;
    }
}
