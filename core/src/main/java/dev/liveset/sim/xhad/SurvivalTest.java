package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** Step 3: survival rules 1 and 2, and what a survivor takes out of its sets at once. */
final class SurvivalTest {
    private final Memory memory;
    private final LossWatch losses;
    private boolean extended;

    SurvivalTest(Memory memory, LossWatch losses) {
        this.memory = memory;
        this.losses = losses;
    }

    /** Whether a channel still showed a host that was taken out: then the wait is longer. */
    boolean extended() {
        return extended;
    }

    boolean survives(Snapshot snapshot) {
        losses.lookedAt(snapshot.hbdomain, snapshot.sfdomain);
        long hbd = snapshot.hbdomain & memory.current;
        long sfd = snapshot.sfdomain & memory.current;
        extended = false;
        boolean wins =
                sfd != 0 && HostSet.isSubset(sfd, hbd) || Partition.isOnBestSide(snapshot, memory.self, memory.hosts);
        if (!wins && rule2(snapshot, hbd)) {
            memory.sr2 = true;
            wins = true;
        }
        if (wins && memory.armed) {
            takeOut(memory.all & ~(memory.sr2 ? hbd : hbd & sfd));
        }
        return wins;
    }

    /** Every configured host is heard and has lost the statefile, or is not heard and excluded. */
    private boolean rule2(Snapshot snapshot, long hbd) {
        for (int host = 0; host < memory.hosts; host++) {
            boolean access =
                    host == memory.self ? snapshot.access : HostSet.contains(snapshot.heardSfdomain[host], host);
            boolean heard = HostSet.contains(hbd, host);
            if (heard && access || !heard && !HostSet.contains(snapshot.excluded, host)) {
                return false;
            }
        }
        return true;
    }

    private void takeOut(long hosts) {
        memory.proposed &= ~hosts;
        extended = ((memory.hbdomain | memory.sfdomain) & hosts) != 0;
        memory.hbdomain &= ~hosts;
        memory.sfdomain &= ~hosts;
    }
}
