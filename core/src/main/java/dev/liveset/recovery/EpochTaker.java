package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.RuleBranch;

/**
 * Rule E1: the holder of the master lock reads every region, takes an epoch above all it found, and copies the newest
 * table under it.
 *
 * <p>No newer table is missed: a table that ever bore an edit is durable in the master region of its host, and that
 * region has to be read after the lock was got. A region without a valid slot is unknown and waited for; it is known to
 * be empty only when its host's manifest shows that it never promised an epoch, for a master promises its own before it
 * edits, and promises are carried over. Only a person's word excuses the region of a host that is off.
 */
final class EpochTaker {
    private enum State {
        IDLE,
        READING,
        WRITING,
        TAKEN
    }

    private static final long TELL_AFTER_NANOS = 10_000_000_000L;

    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final RegionBook book;
    private final OwnManifest own;
    private final MasterTable table;
    private final WakeTime wake;
    private State state = State.IDLE;
    private long beganNanos;
    private boolean told;
    private long excused;
    /** Whether a table that may be newer is given up by a person's word. */
    private boolean goesWithout;
    /** Epochs up to this number were seen where no region shows them any more. */
    private long highestNumber;

    EpochTaker(
            RecoverySettings settings,
            RecoveryRules rules,
            RegionBook book,
            OwnManifest own,
            MasterTable table,
            WakeTime wake) {
        this.settings = settings;
        this.rules = rules;
        this.book = book;
        this.own = own;
        this.table = table;
        this.wake = wake;
    }

    /** Whether the epoch is taken: the copy is durable. */
    boolean isTaken() {
        return state == State.TAKEN;
    }

    /** The lock is lost, or the epoch was overtaken. */
    void reset() {
        excused = 0; // a person's word is of this tenure, also where nothing was read yet
        if (state != State.IDLE) {
            state = State.IDLE;
            table.drop();
        }
    }

    /** A person's word that a host is off, given before there is a table to note it in. */
    void excuse(int host) {
        excused = HostSet.with(excused, host);
    }

    void advance(RecoveryView view, RecoveryActions actions) {
        if (state == State.IDLE && !table.isWriteUnderWay()) {
            state = State.READING;
            beganNanos = view.nowNanos;
            told = false;
            book.beginTenure();
        }
        if (state == State.READING) {
            read(view, actions);
        }
    }

    private void read(RecoveryView view, RecoveryActions actions) {
        int missing = -1;
        goesWithout = false;
        for (int host = 0; host < settings.hostCount(); host++) {
            if (!isRead(host, view, actions)) {
                missing = host;
            }
        }
        if (missing < 0) {
            take();
        } else if (view.nowNanos - beganNanos < TELL_AFTER_NANOS) {
            wake.at(beganNanos + TELL_AFTER_NANOS);
        } else if (!told) {
            told = true;
            actions.warn("This host is master but cannot act: what host " + settings.name(missing)
                    + " wrote on the heartbeat disk cannot be read; repair the disk, or switch that host off and confirm"
                    + " that it is off.");
        }
    }

    private boolean isRead(int host, RecoveryView view, RecoveryActions actions) {
        boolean read = true;
        if (host != settings.self() && !book.isManifestOfTenure(host)) {
            book.wantManifest(host, view, actions);
            read = false;
        }
        if (!book.isTableOfTenure(host)) {
            book.wantTable(host, view, actions);
            read = read && hasNeverPromised(host);
        }
        return read || isExcused(host, view);
    }

    /** A person's word counts once reading has been tried for as long as it takes to tell the person of it. */
    private boolean isExcused(int host, RecoveryView view) {
        boolean excuses = HostSet.contains(excused, host)
                && !HostSet.contains(view.liveset, host)
                && view.nowNanos - beganNanos >= TELL_AFTER_NANOS;
        goesWithout |= excuses;
        return excuses;
    }

    private boolean hasNeverPromised(int host) {
        return promised(host) == 0;
    }

    private long promised(int host) {
        if (host == settings.self()) {
            return own.promisedEpoch();
        }
        return book.anyManifest(host) == null
                ? 0
                : book.anyManifest(host).manifest().promisedEpoch();
    }

    private void take() {
        PoolTable newest = PoolTable.EMPTY;
        for (int host = 0; host < settings.hostCount(); host++) {
            see(promised(host));
            KnownManifest known = book.anyManifest(host);
            if (known != null) {
                for (Claim claim : known.manifest().claims()) {
                    see(claim.permit().epoch());
                }
            }
            newest = later(book.table(host), newest);
        }
        newest = later(table.durable(), newest); // late writes may hide it on the disk
        see(table.epoch());
        boolean own = newest.equals(PoolTable.EMPTY) || Permit.epochMaster(newest.epoch()) == settings.self();
        rules.hit(own ? RuleBranch.E1_OWN_TABLE_GOES_ON : RuleBranch.E1_TABLE_OF_ANOTHER_COPIED);
        if (goesWithout) {
            rules.hit(RuleBranch.E1_A_TABLE_GIVEN_UP_BY_WORD);
        }
        highestNumber++;
        table.begin(Permit.epoch(highestNumber, settings.self()), newest, goesWithout);
        state = State.WRITING;
    }

    private PoolTable later(PoolTable candidate, PoolTable newest) {
        if (candidate == null) {
            return newest;
        }
        see(candidate.epoch());
        boolean isLater = candidate.sequence() > newest.sequence()
                || candidate.sequence() == newest.sequence() && candidate.epoch() > newest.epoch();
        return isLater ? candidate : newest;
    }

    private void see(long epoch) {
        highestNumber = Math.max(highestNumber, Permit.epochNumber(epoch));
    }

    /** The table was written under the epoch that was taken. */
    void onTableDurable() {
        if (state == State.WRITING) {
            rules.hit(RuleBranch.E1_EPOCH_TAKEN);
            state = State.TAKEN;
        }
    }
}
