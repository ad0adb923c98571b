package dev.liveset.agent;

import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileSnapshot;

/**
 * Whether a read shows what this host last wrote. A disk may say that a write is durable and lose it, or show what it held
 * a while ago: then a write that nobody sees must not keep the host alive, and a read that cannot see a peer's newest
 * write must not prove its silence (PROTOCOL.md §3 needs both to be true).
 */
final class ReadBack {
    private final int self;
    private final long incarnation;
    private long fillingSequence;
    private boolean fillingExcluded;
    private boolean durableExcluded;
    private long durableSequence;
    private long durableBeganNanos;

    ReadBack(int self, long incarnation) {
        this.self = self;
        this.incarnation = incarnation;
    }

    /** A write of the own section begins. */
    void writing(HostSection section) {
        fillingSequence = section.longSequence;
        fillingExcluded = section.excluded;
    }

    /** It completed; it had begun then. */
    void written(long beganNanos) {
        durableSequence = fillingSequence;
        durableExcluded = fillingExcluded;
        durableBeganNanos = beganNanos;
    }

    /** Whether the read shows the newest own write that completed; true before the first one. */
    boolean isShownBy(StatefileSnapshot snapshot) {
        if (durableSequence == 0) {
            return true;
        }
        HostSection own = snapshot.section[self];
        return snapshot.status[self].usable() && own.incarnation == incarnation && own.longSequence >= durableSequence;
    }

    /** Whether somebody else has set the excluded flag in what this host last wrote: an offline tool. */
    boolean isExcludedByAnother(StatefileSnapshot snapshot) {
        HostSection own = snapshot.section[self];
        return durableSequence != 0
                && snapshot.status[self].usable()
                && own.incarnation == incarnation
                && own.longSequence == durableSequence
                && own.excluded
                && !durableExcluded;
    }

    /** Whether any write has completed. */
    boolean hasWritten() {
        return durableSequence != 0;
    }

    /** When the newest own write that completed began. */
    long beganNanos() {
        return durableBeganNanos;
    }
}
