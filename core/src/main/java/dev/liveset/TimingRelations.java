package dev.liveset;

import dev.liveset.TimingRelation.Parameter;
import java.util.ArrayList;
import java.util.List;

/** The relations R1 to R5 of PROTOCOL.md §3 for given values; R4 holds by the way the silence is counted. */
final class TimingRelations {
    private static final long MILLI = TimingValues.MILLI;

    private final TimingValues v;
    private final List<TimingRelation> relations = new ArrayList<>();

    private TimingRelations(TimingValues values) {
        v = values;
    }

    static List<TimingRelation> of(TimingValues values) {
        TimingRelations all = new TimingRelations(values);
        all.intervals();
        all.storageLoss();
        all.joining();
        all.pauses();
        all.limits();
        return List.copyOf(all.relations);
    }

    private void intervals() {
        above("R1", "t1", v.heartbeatInterval(), "0", 0, Parameter.t1);
        above("R1", "t2", v.statefileInterval(), "0", 0, Parameter.t2);
        quarter("T1/4", v.heartbeatTimeout(), "t1", v.heartbeatInterval(), Parameter.t1, Parameter.T1);
        quarter("T2/4", v.statefileTimeout(), "t2", v.statefileInterval(), Parameter.t2, Parameter.T2);
        long age = v.writeGap() + v.seenAfterWrite(v.longestCycle());
        advise("R1", "T2", v.statefileTimeout(), "the oldest that healthy storage shows", age, Parameter.T2);
    }

    private void storageLoss() {
        long lost = v.statefileTimeout() + v.faultHandling() + v.granularity();
        above("R2", "Ws", v.statefileWatchdogTimeout(), "T2 + D + granularity", lost, Parameter.Ws);
        above("R2", "Wh", v.heartbeatWatchdogTimeout(), "2*t1", 2 * v.heartbeatInterval(), Parameter.Wh);
    }

    private void joining() {
        long longest = Math.max(v.watchdogTimeout(), v.longestTimeout());
        long removed = longest + v.faultHandling();
        above("R3", "Tboot", v.bootJoinTimeout(), "max(W, T1, T2) + D", removed, Parameter.Tboot);
        above("R3", "Tenable", v.enableJoinTimeout(), "max(T1, T2)", v.longestTimeout(), Parameter.Tenable);
    }

    private void pauses() {
        long half = Math.min(v.heartbeatTimeout(), v.statefileTimeout()) / 2;
        long mended = Math.max(0, (half - 1) / MILLI * MILLI);
        add("R5", "min(T1, T2)/2", half, false, "pause budget", v.pauseBudget(), false, Parameter.PAUSE_BUDGET, mended);
        long heartbeat = v.pauseBudget() + v.heartbeatInterval() + v.tick() + v.granularity();
        above(
                "R5",
                "Wh",
                v.heartbeatWatchdogTimeout(),
                "pause budget + t1 + tick + granularity",
                heartbeat,
                Parameter.Wh);
        long statefile = v.pauseBudget() + v.writeGap() + v.granularity();
        above(
                "R5",
                "Ws",
                v.statefileWatchdogTimeout(),
                "pause budget + write gap + granularity",
                statefile,
                Parameter.Ws);
        long age = v.pauseBudget() + v.writeGap() + v.seenAfterWrite(v.longestCycle());
        advise(
                "R5",
                "T2",
                v.statefileTimeout(),
                "pause budget + the oldest that healthy storage shows",
                age,
                Parameter.T2);
    }

    /** A round in which one host falls silent must not run into its own limits, even when every exchange is slow. */
    private void limits() {
        long longest = v.longestTimeout();
        Parameter parameter = v.heartbeatTimeout() >= v.statefileTimeout() ? Parameter.T1 : Parameter.T2;
        long first = longest + 2 * v.tick() + TimingValues.LOST_BEATS;
        long firstMended = first - longest - v.heartbeatInterval();
        add(
                "limit",
                "limit of rendezvous 1",
                v.rendezvous1Limit(),
                false,
                "max(T1, T2) + two waits",
                first,
                false,
                parameter,
                nextMilli(firstMended));
        long exchange = v.shownInSection(v.statefileInterval()) + v.seenAfterWrite(v.statefileInterval());
        long second = longest + 3 * exchange + v.sixWaits() + 2 * v.tick();
        long secondMended = (second - longest - v.heartbeatInterval() - v.statefileInterval()) / 4;
        add(
                "limit",
                "limit of rendezvous 2",
                v.rendezvous2Limit(),
                false,
                "max(T1, T2) + three exchanges + six waits",
                second,
                false,
                parameter,
                nextMilli(secondMended));
    }

    /** t <= T/4: the smaller change is that of t, unless t would vanish. */
    private void quarter(String left, long timeout, String right, long interval, Parameter t, Parameter longT) {
        long mended = timeout / 4 / MILLI * MILLI;
        if (mended > 0) {
            add("R1", left, timeout / 4, true, right, interval, false, t, mended);
        } else {
            add("R1", left, timeout / 4, true, right, interval, false, longT, nextMilli(4 * interval - 1));
        }
    }

    private void above(String rule, String left, long leftNanos, String right, long rightNanos, Parameter parameter) {
        add(rule, left, leftNanos, false, right, rightNanos, false, parameter, nextMilli(rightNanos));
    }

    private void advise(String rule, String left, long leftNanos, String right, long rightNanos, Parameter parameter) {
        add(rule, left, leftNanos, false, right, rightNanos, true, parameter, nextMilli(rightNanos));
    }

    private void add(
            String rule,
            String left,
            long leftNanos,
            boolean orEqual,
            String right,
            long rightNanos,
            boolean advice,
            Parameter parameter,
            long mendedNanos) {
        relations.add(
                new TimingRelation(rule, left, leftNanos, orEqual, right, rightNanos, advice, parameter, mendedNanos));
    }

    /** The next whole millisecond above. */
    private static long nextMilli(long nanos) {
        return (nanos / MILLI + 1) * MILLI;
    }
}
