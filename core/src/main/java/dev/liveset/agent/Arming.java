package dev.liveset.agent;

import dev.liveset.Timings;
import dev.liveset.fencing.DeadManSwitch;
import dev.liveset.recovery.CommandResult;
import java.util.List;

/**
 * The watchdog's life as the agent sees it: armed before the host shows itself to anybody, fed at the end of every step
 * that ended well, disarmed only when the manifest says durably that it will be (E7).
 */
final class Arming {
    private enum State {
        OFF,
        ARMING,
        ARMED,
        DISARMING
    }

    private static final long MILLI = 1_000_000L;

    private final Timings timings;
    private final DeadManSwitch deadMan;
    private final Effect.FeedWatchdog feed = new Effect.FeedWatchdog();
    private State state = State.OFF;
    private int timeoutMillis;
    private boolean guaranteesAllVms;
    private String failure;
    private boolean unwanted;
    private long disarmCommandId = -1;

    Arming(Timings timings) {
        this.timings = timings;
        this.deadMan =
                new DeadManSwitch(timings.heartbeatWatchdogTimeoutNanos(), timings.statefileWatchdogTimeoutNanos());
    }

    DeadManSwitch deadMan() {
        return deadMan;
    }

    boolean off() {
        return state == State.OFF;
    }

    boolean armed() {
        return state == State.ARMED && failure == null;
    }

    /** Why it could not be armed, as a sentence, or null. */
    String failure() {
        if (failure == null) {
            return null;
        }
        return "The watchdog could not be armed: " + failure + (failure.endsWith(".") ? "" : ".");
    }

    /**
     * The timeout to publish in the section, 0 while not armed. One that would not stop every VM is published only when it
     * is longer than what everybody reckons with anyway (R4).
     */
    int timeoutMillis() {
        boolean told = guaranteesAllVms || timeoutMillis * MILLI > timings.watchdogTimeoutNanos();
        return armed() && told ? timeoutMillis : 0;
    }

    /** The timeout to publish in the manifest: 0 also when a reset would not stop every VM. */
    int trustedTimeoutMillis() {
        return guaranteesAllVms && armed() && !unwanted ? timeoutMillis : 0;
    }

    /** The operator wants no watchdog any more; the manifest says so from now on, and then it is disarmed (E7). */
    void doWithout(long commandId) {
        unwanted = true;
        disarmCommandId = commandId;
    }

    /** Whether the operator had it disarmed. */
    boolean doesWithout() {
        return unwanted && off();
    }

    /** Goes on with what {@link #doWithout} began. */
    void advance(boolean durablyDisarmed, List<Effect> effects) {
        if (unwanted && durablyDisarmed) {
            disarm(effects);
        }
        if (unwanted && off() && disarmCommandId >= 0) {
            effects.add(new Effect.AnswerCommand(disarmCommandId, CommandResult.OK));
            disarmCommandId = -1;
        }
    }

    void arm(List<Effect> effects) {
        state = State.ARMING;
        effects.add(new Effect.ArmWatchdog(timings.watchdogTimeoutNanos()));
    }

    void onArmed(long nowNanos, Event.WatchdogArmed event) {
        if (event.timeoutNanos() <= 0) {
            state = State.OFF;
            failure = event.why();
            return;
        }
        if (event.timeoutNanos() > timings.watchdogTimeoutNanos()) {
            failure = "it counts longer than it was told to";
            state = State.ARMED; // it runs all the same: the departure disarms it
            return;
        }
        state = State.ARMED;
        timeoutMillis = publishedMillis(event.granularityNanos());
        guaranteesAllVms = event.guaranteesAllVms();
        deadMan.arm(nowNanos, nowNanos + event.timeoutNanos());
    }

    /** R4: the longest life after the last evidence, and what this watchdog may be later than the pool reckons with. */
    private int publishedMillis(long granularityNanos) {
        long excess = Math.max(0, granularityNanos - timings.watchdogGranularityNanos());
        return (int) ((timings.watchdogTimeoutNanos() + excess + MILLI - 1) / MILLI);
    }

    void disarm(List<Effect> effects) {
        if (state == State.ARMED) {
            state = State.DISARMING;
            effects.add(new Effect.DisarmWatchdog());
        }
    }

    void onDisarmed(boolean ok) {
        state = ok ? State.OFF : State.ARMED;
        if (ok) {
            deadMan.disarm();
        }
    }

    /** Feeds when the evidence moved the deadline enough, or a cap shortens it. Returns false when the deadline is over before the next tick: time to say why. */
    boolean feed(long nowNanos, long capNanos, List<Effect> effects) {
        if (!armed()) {
            return true;
        }
        long deadline = deadMan.allowedDeadlineNanos(capNanos);
        if (deadline - nowNanos <= timings.tickNanos()) {
            return false;
        }
        long moved = deadline - deadMan.deadlineNanos();
        if (moved < 0 || moved >= timings.tickNanos() / 2) {
            deadMan.fed(deadline);
            feed.deadlineNanos = deadline;
            effects.add(feed);
        }
        return true;
    }
}
