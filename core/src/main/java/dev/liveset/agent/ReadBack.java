package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.Arrays;

/**
 * Whether a read shows what this host last wrote. A disk may say that a write is durable and lose it, or show what it held
 * a while ago: then a write that nobody sees must not keep the host alive, and a read that cannot see a peer's newest
 * write must not prove its silence (PROTOCOL.md §3 needs both to be true).
 */
final class ReadBack {
    /** A write that was given up, or that a former boot left behind, has landed by then or never lands. */
    static final long LANDS_NANOS = 600_000_000_000L;

    private final int self;
    private final long incarnation;
    private long fillingSequence;
    private boolean fillingExcluded;
    private boolean durableExcluded;
    private long fillingExcludedHosts;
    private long shownExcludedHosts;
    /** Per host: when a write of this host that does not tell it to be excluded may last have been given up. */
    private final long[] deniedNanos = new long[HostSet.MAX_HOSTS];

    private long durableSequence;
    private long durableBeganNanos;

    ReadBack(int self, long incarnation) {
        this.self = self;
        this.incarnation = incarnation;
    }

    /** This boot begins to write; a former one may have left writes behind. */
    void begin(long nowNanos) {
        Arrays.fill(deniedNanos, nowNanos);
    }

    /** A write of the own section begins. */
    void writing(HostSection section) {
        fillingSequence = section.longSequence;
        fillingExcluded = section.excluded;
        fillingExcludedHosts = section.excludedHosts;
    }

    /** It completed; it had begun then. */
    void written(long beganNanos) {
        durableSequence = fillingSequence;
        durableExcluded = fillingExcluded;
        durableBeganNanos = beganNanos;
    }

    /** It failed, or its time was over: it may land later, over newer ones. */
    void givenUp(long nowNanos) {
        for (int host = 0; host < HostSet.MAX_HOSTS; host++) {
            if (!HostSet.contains(fillingExcludedHosts, host)) {
                deniedNanos[host] = nowNanos;
            }
        }
    }

    /** A read shows the newest own write: what that tells can be read by who starts. */
    void shown(StatefileSnapshot snapshot) {
        shownExcludedHosts = snapshot.section[self].excludedHosts;
    }

    /** Hosts that the own section tells to be excluded, whatever may still land of what this boot or a former one wrote. */
    long toldExcluded(long nowNanos) {
        long told = 0;
        for (long rest = shownExcludedHosts; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (nowNanos - deniedNanos[host] >= LANDS_NANOS) {
                told = HostSet.with(told, host);
            }
        }
        return told;
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
