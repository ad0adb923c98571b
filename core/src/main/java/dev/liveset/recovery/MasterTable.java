package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The own master region: the table as this host edits it while it is master, the write under way and what is durable.
 * The table's sequence rises over all epochs, so that of all tables the one with the highest sequence has the newest
 * content, even when a late write lands after it: each master begins with a leap, which takes it past every write that
 * its predecessor gave up, and before it may act it writes one sequence only, however often, so that one that never
 * came to act is past nobody who did. For the same reason one that a person let begin without a table that may be newer
 * leaps over that only with its first edit.
 */
final class MasterTable {
    /** More writes than a master gives up beyond its last durable one. */
    static final long TENURE_LEAP = 1L << 20;

    /** More than all masters leapt whose tables nobody could read. */
    private static final long UNKNOWN_LEAP = 1L << 40;

    private final RegionSequence regionSequence;
    private final OwnManifest own;
    private final WakeTime wake;
    private final List<VmRecord> vms = new ArrayList<>();
    private final Map<VmId, Integer> places = new HashMap<>();
    private final List<ConfirmedDead> confirmedDead = new ArrayList<>();
    private boolean haEnabled;
    private int hostFailuresToTolerate;
    private long epoch;
    private long sequence;
    private long permits;
    /** Whether a newer table may exist that a person gave up: what is edited wins over it, a mere copy does not yet. */
    private boolean leapsWithFirstEdit;

    private boolean dirty;
    private long edits;
    private PoolTable inFlight;
    private long inFlightRegionSequence;
    private PoolTable durable;
    /** Whether what is durable was written in a former life. */
    private boolean resting;

    private boolean retryWanted;
    private long retryAtNanos;
    private boolean initialWanted;
    private boolean againWanted;
    private boolean inFlightAgain;
    /** Whether this host edits the table: a former master repeats no edit that failed. */
    private boolean editing;

    MasterTable(RegionSequence regionSequence, OwnManifest own, WakeTime wake) {
        this.regionSequence = regionSequence;
        this.own = own;
        this.wake = wake;
    }

    /** What the region held when this life began: it is kept as it is, so that it can still be read when a master needs it (E1). */
    void keep(PoolTable found) {
        durable = found;
        resting = true;
    }

    /**
     * Another host was seen as master since this one last was: it had copied what this host's table said, or a person
     * gave that up (E1). So a table that is lost is empty from now on, instead of keeping all later masters from acting.
     */
    void outlived() {
        if (durable == null && inFlight == null && !initialWanted) {
            keep(PoolTable.EMPTY);
            againWanted = true;
        }
    }

    boolean isResting() {
        return resting;
    }

    /** The region was never written: it gets the empty table, so that it is known from then on. */
    void writeInitial() {
        initialWanted = true;
        dirty = true;
    }

    /**
     * The region holds something else than what was last known to be durable. What is newer was written and given up, and
     * came to be on the disk after all: it stays, for others may have read it. Returns whether the region is written again.
     */
    boolean repair(PoolTable found) {
        if (found != null && found.sequence() > durable.sequence()) {
            durable = found;
        } else {
            againWanted = true;
        }
        return againWanted;
    }

    /** What is durable is written once more, to both slots. */
    void writeAgain() {
        againWanted = true;
    }

    boolean isInitialWanted() {
        return initialWanted;
    }

    /**
     * Begins an epoch with a copy of the newest table (E1).
     *
     * @param overAnUnknown whether a newer table may exist that a person gave up: this one wins over it once it is edited
     */
    void begin(long newEpoch, PoolTable newest, boolean overAnUnknown) {
        vms.clear();
        places.clear();
        confirmedDead.clear();
        for (VmRecord record : newest.vms()) {
            places.put(record.vm(), vms.size());
            vms.add(record);
        }
        confirmedDead.addAll(newest.confirmedDead());
        haEnabled = newest.haEnabled();
        hostFailuresToTolerate = newest.hostFailuresToTolerate();
        epoch = newEpoch;
        sequence = newest.sequence() + TENURE_LEAP;
        leapsWithFirstEdit = overAnUnknown;
        permits = 0;
        editing = true;
        change();
    }

    /** Forgets what is not durable: the lock was lost. */
    void drop() {
        editing = false;
        dirty = initialWanted;
    }

    long epoch() {
        return epoch;
    }

    int size() {
        return vms.size();
    }

    VmRecord at(int place) {
        return vms.get(place);
    }

    VmRecord find(VmId vm) {
        Integer place = places.get(vm);
        return place == null ? null : vms.get(place);
    }

    void put(VmRecord record) {
        Integer place = places.get(record.vm());
        if (place == null) {
            places.put(record.vm(), vms.size());
            vms.add(record);
        } else {
            vms.set(place, record);
        }
        change();
    }

    void remove(VmId vm) {
        vms.remove(places.get(vm).intValue());
        places.clear();
        for (int place = 0; place < vms.size(); place++) {
            places.put(vms.get(place).vm(), place);
        }
        change();
    }

    boolean isHaEnabled() {
        return haEnabled;
    }

    void enableHa(boolean enabled) {
        haEnabled = enabled;
        change();
    }

    int hostFailuresToTolerate() {
        return hostFailuresToTolerate;
    }

    void tolerate(int target) {
        hostFailuresToTolerate = target;
        change();
    }

    List<ConfirmedDead> confirmedDead() {
        return confirmedDead;
    }

    void confirmDead(ConfirmedDead word) {
        confirmedDead.removeIf(former -> former.host() == word.host());
        confirmedDead.add(word);
        change();
    }

    void withdrawDead(int host) {
        if (confirmedDead.removeIf(word -> word.host() == host)) {
            change();
        }
    }

    /** A new permit of this epoch. */
    Permit permit(int host, long incarnation) {
        return new Permit(epoch, ++permits, host, incarnation);
    }

    /** Number of the last change; it is durable once {@link #durableEdits} has reached it. */
    long edits() {
        return edits;
    }

    private long inFlightEdits;
    private long durableEdits;

    long durableEdits() {
        return durableEdits;
    }

    PoolTable durable() {
        return durable;
    }

    boolean isWriteUnderWay() {
        return inFlight != null;
    }

    private void change() {
        edits++;
        dirty = true;
    }

    void pump(long nowNanos, RecoveryActions actions) {
        if (!dirty && !againWanted || inFlight != null) {
            return;
        }
        if (retryWanted) {
            retryWanted = false;
            retryAtNanos = nowNanos + OwnManifest.RETRY_NANOS;
        }
        if (nowNanos < retryAtNanos) {
            wake.at(retryAtNanos);
            return;
        }
        inFlightAgain = !dirty;
        inFlight = next();
        dirty = false;
        againWanted = false;
        inFlightEdits = inFlightAgain ? durableEdits : edits;
        inFlightRegionSequence = regionSequence.next();
        actions.writeTable(inFlight, inFlightRegionSequence);
    }

    private PoolTable next() {
        if (initialWanted) {
            return PoolTable.EMPTY;
        }
        if (dirty && leapsWithFirstEdit && mayAct()) {
            leapsWithFirstEdit = false;
            sequence += UNKNOWN_LEAP;
        }
        return dirty
                ? new PoolTable(epoch, ++sequence, haEnabled, hostFailuresToTolerate, confirmedDead, vms)
                : durable;
    }

    /** Whether a newer table has become durable. The own manifest follows, so that the trailer's sequence moves. */
    boolean onWritten(long writtenSequence, boolean ok) {
        if (inFlight == null || inFlightRegionSequence != writtenSequence) {
            return false;
        }
        if (ok) {
            durable = inFlight;
            durableEdits = inFlightEdits;
            initialWanted = false;
            resting = false;
            own.touch();
        } else {
            retry();
        }
        inFlight = null;
        return ok;
    }

    /** Whether a table of this epoch is durable; before that it is not edited. */
    private boolean mayAct() {
        return durable != null && durable.epoch() == epoch;
    }

    private void retry() {
        retryWanted = true;
        if (inFlightAgain) {
            againWanted = true;
        } else {
            dirty = editing || initialWanted;
            if (inFlight.epoch() == epoch && !mayAct()) {
                sequence = inFlight.sequence() - 1;
            }
        }
    }
}
