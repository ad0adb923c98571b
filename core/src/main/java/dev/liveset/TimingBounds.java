package dev.liveset;

import static dev.liveset.TimingBound.term;

import java.util.ArrayList;
import java.util.List;

/**
 * How long things take at most when storage answers within the I/O bound, no JVM pauses, and no more than two beats in a
 * row are lost. Everything counts from the moment at which the host stopped, so its last write is durable no later than
 * one I/O after that, and a peer sees it one look later.
 */
final class TimingBounds {
    private final TimingValues v;
    private final boolean majority;

    /** @param majority whether the pool lives by a majority */
    TimingBounds(TimingValues values, boolean majority) {
        v = values;
        this.majority = majority;
    }

    /** Until a survivor begins a round. */
    TimingBound detection() {
        return TimingBound.of(
                "detection", term("T1", v.heartbeatTimeout()), term("last beat on its way and tick", 2 * v.tick()));
    }

    /** Until the host's own watchdog has reset it, when it froze instead of dying. */
    TimingBound fencing() {
        return TimingBound.of("fencing", term("W", v.watchdogTimeout()), term("granularity", v.granularity()));
    }

    /** Until every survivor has reached the wait of rendezvous 4. */
    private long judged() {
        long heard = detection().nanos() + 2 * v.tick() + v.hastyExchange();
        long moved = lastSign() + v.statefileTimeout() + v.seenAfterWrite(v.longestCycle());
        return Math.max(heard, moved) + 2 * v.hastyExchange() + v.sixWaits();
    }

    /** When the last sign of life of the host is seen at the latest. */
    private long lastSign() {
        return v.ioBound() + v.seenAfterWrite(v.longestCycle());
    }

    /** Until every survivor has proven the silence by a completed read. */
    private long silent() {
        return lastSign()
                + v.watchdogTimeout()
                + v.margin(v.watchdogTimeout())
                + longerByMajority()
                + v.seenAfterWrite(v.acceleratedInterval());
    }

    /**
     * Half of the pool must not have heard the host for 3·T1 before the silence; each tells so with its beats, of which the
     * newest is at most t1 late, and what it heard last came later than it was sent, as did its own word.
     */
    private long longerByMajority() {
        return majority ? 3 * v.heartbeatTimeout() + v.heartbeatInterval() + 4 * v.tick() : 0;
    }

    /** Until the host is out of every survivor's liveset and the last rendezvous is over. */
    TimingBound removal() {
        long waits = 2 * v.tick() + TimingValues.LOST_BEATS;
        long later = Math.max(0, judged() - silent());
        List<TimingBound.Term> terms = new ArrayList<>(List.of(
                term("last sign seen", lastSign()),
                term("W", v.watchdogTimeout()),
                term("margin (granularity, drift, I/O)", v.margin(v.watchdogTimeout())),
                term("next read", v.seenAfterWrite(v.acceleratedInterval())),
                term("the verdict is later by", later),
                term("last rendezvous", waits)));
        if (majority) {
            terms.add(3, term("3 T1, and told by half of the pool", longerByMajority()));
        }
        return new TimingBound("removal", terms);
    }

    /** Until the master may start its VMs elsewhere, when it was not the master: one more look at its manifest. */
    TimingBound failover() {
        return TimingBound.of(
                "failover", term("removal", removal().nanos()), term("its manifest read", manifestRead()));
    }

    /** The same when the host was master: request, grant, a lost contest, the epoch and the promises, each seen on the statefile. */
    TimingBound failoverOfMaster() {
        return TimingBound.of(
                "failover of the master",
                term("removal", removal().nanos()),
                term("request, grant, contest, epoch, promise", 5 * v.exchange()),
                term("its manifest read", manifestRead()));
    }

    /** The check of the own two regions may stand before it in the line; a manifest that changes meanwhile is one more. */
    private long manifestRead() {
        return v.tick() + 3 * v.requestInLine();
    }

    /** How long all packets of a host may be lost without it being taken for lost. */
    TimingBound networkMargin() {
        return TimingBound.of(
                "tolerated silence of a network",
                term("T1", v.heartbeatTimeout()),
                term("t1", -v.heartbeatInterval()),
                term("tick", -v.tick()));
    }

    /** How long the storage of one host may hang without it being taken for lost; a hang of all is no loss (rule 2). */
    TimingBound storageMargin() {
        return TimingBound.of(
                "tolerated hang of one host's storage",
                term("T2", v.statefileTimeout()),
                term("write gap", -v.writeGap()),
                term("until a peer sees the next", -v.seenAfterWrite(v.longestCycle())));
    }

    /** How long a JVM may stand still without a reset by its own watchdog. */
    TimingBound pauseMargin() {
        long heartbeat = v.heartbeatWatchdogTimeout() - v.heartbeatInterval() - v.tick();
        long statefile = v.statefileWatchdogTimeout() - v.writeGap();
        if (heartbeat < statefile) {
            return TimingBound.of(
                    "pause until the own watchdog fires",
                    term("Wh", v.heartbeatWatchdogTimeout()),
                    term("t1 and tick", -v.heartbeatInterval() - v.tick()),
                    term("granularity", -v.granularity()));
        }
        return TimingBound.of(
                "pause until the own watchdog fires",
                term("Ws", v.statefileWatchdogTimeout()),
                term("write gap", -v.writeGap()),
                term("granularity", -v.granularity()));
    }

    /** How far a feed may push the watchdog once rendezvous 2 is over and until the round has ended with survival. */
    TimingBound cap() {
        return TimingBound.of(
                "cap of an open round after rendezvous 2",
                term("max(T1, T2)", v.longestTimeout()),
                term("slack", TimingValues.CAP_SLACK));
    }

    /** Until a host whose round makes no progress fences itself, from the begin of the round. */
    TimingBound stuckRound() {
        return TimingBound.of(
                "limit of a stuck round",
                term("two waits for silence each in rendezvous 1 and 2, one look afresh", 5 * v.longestTimeout()),
                term("t1", v.heartbeatInterval()),
                term("t2", v.statefileInterval()));
    }
}
