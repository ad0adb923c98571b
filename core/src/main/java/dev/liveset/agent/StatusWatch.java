package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolState;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.VmRecovery;
import java.util.List;

/** Tells the embedder of every change, once; allocates only then. */
final class StatusWatch {
    private final LivesetQuorum quorum;
    private final VmRecovery recovery;
    private final FenceVerdicts verdicts;
    private final int self;

    private Phase phase;
    private PoolState poolState;
    private long liveset;
    private long proposed;
    private long hbdomain;
    private long sfdomain;
    private long excluded;
    private boolean access;
    private boolean sr2;
    private boolean armed;
    private boolean wasOnline;
    private boolean shownOnline;
    private int master;
    private int weight;
    private int planExistsFor;
    private PoolTable table;
    private Manifest manifest;

    StatusWatch(LivesetQuorum quorum, VmRecovery recovery, FenceVerdicts verdicts, int self) {
        this.quorum = quorum;
        this.recovery = recovery;
        this.verdicts = verdicts;
        this.self = self;
    }

    void tell(long nowNanos, PoolState nowPoolState, boolean nowArmed, boolean runs, List<Effect> effects) {
        long livesetBefore = liveset;
        boolean nowOnline = runs && quorum.online();
        if (!changed(nowPoolState, nowArmed) && shownOnline == nowOnline) {
            return;
        }
        remember(nowPoolState, nowArmed);
        shownOnline = nowOnline;
        if (wasOnline && quorum.online()) {
            for (long left = livesetBefore & ~liveset; left != 0; left &= left - 1) {
                int host = HostSet.lowest(left);
                effects.add(new Effect.Notify(
                        new PoolEvent.HostRemoved(verdicts.removed(host, nowNanos), quorum.removedIncarnation(host))));
            }
            for (long came = liveset & ~livesetBefore; came != 0; came &= came - 1) {
                effects.add(new Effect.Notify(new PoolEvent.HostJoined(HostSet.lowest(came))));
            }
        }
        wasOnline = quorum.online();
        effects.add(new Effect.Notify(new PoolEvent.StatusChanged(picture(poolState, armed, runs))));
    }

    /** {@code runs}: the agent neither starts nor departs. */
    PoolStatus picture(PoolState nowPoolState, boolean nowArmed, boolean runs) {
        return new PoolStatus(
                self,
                quorum.phase(),
                nowPoolState,
                quorum.currentLiveset(),
                quorum.proposedLiveset(),
                quorum.hbdomain(),
                quorum.sfdomain(),
                quorum.excluded(),
                quorum.statefileAccess(),
                quorum.sr2(),
                quorum.master(),
                nowArmed,
                quorum.weight(),
                recovery.planExistsFor(),
                recovery.table(),
                recovery.manifest().claims(),
                runs && quorum.online());
    }

    @SuppressWarnings("ReferenceEquality") // both are immutable and replaced as a whole: another object is a change
    private boolean changed(PoolState nowPoolState, boolean nowArmed) {
        return phase != quorum.phase()
                || poolState != nowPoolState
                || liveset != quorum.currentLiveset()
                || proposed != quorum.proposedLiveset()
                || hbdomain != quorum.hbdomain()
                || sfdomain != quorum.sfdomain()
                || excluded != quorum.excluded()
                || access != quorum.statefileAccess()
                || sr2 != quorum.sr2()
                || armed != nowArmed
                || master != quorum.master()
                || weight != quorum.weight()
                || planExistsFor != recovery.planExistsFor()
                || table != recovery.table()
                || manifest != recovery.manifest();
    }

    private void remember(PoolState nowPoolState, boolean nowArmed) {
        phase = quorum.phase();
        poolState = nowPoolState;
        liveset = quorum.currentLiveset();
        proposed = quorum.proposedLiveset();
        hbdomain = quorum.hbdomain();
        sfdomain = quorum.sfdomain();
        excluded = quorum.excluded();
        access = quorum.statefileAccess();
        sr2 = quorum.sr2();
        armed = nowArmed;
        master = quorum.master();
        weight = quorum.weight();
        planExistsFor = recovery.planExistsFor();
        table = recovery.table();
        manifest = recovery.manifest();
    }
}
