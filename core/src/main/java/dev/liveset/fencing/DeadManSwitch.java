package dev.liveset.fencing;

import java.util.List;

/**
 * Computes how long the watchdog may run on: one hardware timer, several duties. Each duty has its own limit from its
 * last completed work, an open round of fault handling caps them all, and the watchdog's deadline is the earliest. Who
 * stops working is reset, whatever else goes on. Pure; times are the host's own nanoseconds.
 */
public final class DeadManSwitch {
    private final long heartbeatLimitNanos;
    private final long statefileLimitNanos;
    private long heartbeatNanos;
    private long statefileNanos;
    private long deadlineNanos;
    private boolean armed;

    /**
     * @param heartbeatLimitNanos Wh: how long the heartbeat loop may be silent
     * @param statefileLimitNanos Ws: how long no statefile write may complete
     */
    public DeadManSwitch(long heartbeatLimitNanos, long statefileLimitNanos) {
        this.heartbeatLimitNanos = heartbeatLimitNanos;
        this.statefileLimitNanos = statefileLimitNanos;
    }

    /** The watchdog runs; evidence counts from now, and it was set to fire no later than the deadline. */
    public void arm(long nowNanos, long firstDeadlineNanos) {
        armed = true;
        heartbeatNanos = nowNanos;
        statefileNanos = nowNanos;
        deadlineNanos = firstDeadlineNanos;
    }

    public void disarm() {
        armed = false;
    }

    /** The heartbeat loop did its work. */
    public void heartbeatSent(long nowNanos) {
        heartbeatNanos = nowNanos;
    }

    /**
     * A statefile write completed. It counts from its <b>begin</b>: peers saw it no earlier, so their silence rule needs
     * no bound on how long the write took.
     */
    public void sectionWritten(long beganNanos) {
        statefileNanos = Math.max(statefileNanos, beganNanos);
    }

    /**
     * The statefile is excused, by rule 2 or by a majority that hears this host: what counts instead is a time by which those
     * who must had heard it, which is when it had sent what they heard.
     */
    public void statefileExcused(long heardNanos) {
        statefileNanos = Math.max(statefileNanos, heardNanos);
    }

    /** Whether the deadline that the watchdog was last given has passed: the reset is due, whatever this host believes. */
    public boolean overdue(long nowNanos) {
        return armed && nowNanos >= deadlineNanos;
    }

    /** The deadline that the evidence allows, never past the cap. */
    public long allowedDeadlineNanos(long capNanos) {
        long deadline = Math.min(heartbeatNanos + heartbeatLimitNanos, statefileNanos + statefileLimitNanos);
        return Math.min(deadline, capNanos);
    }

    /** The watchdog is fed with this deadline. */
    public void fed(long nextDeadlineNanos) {
        deadlineNanos = nextDeadlineNanos;
    }

    /** The deadline the watchdog was last given. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Age of the older evidence in words, for a verdict. */
    public Evidence evidence(long nowNanos) {
        boolean statefile = statefileNanos + statefileLimitNanos <= heartbeatNanos + heartbeatLimitNanos;
        long age = (nowNanos - (statefile ? statefileNanos : heartbeatNanos)) / 1_000_000;
        long limit = (statefile ? statefileLimitNanos : heartbeatLimitNanos) / 1_000_000;
        String duty = statefile ? "the statefile loop" : "the heartbeat loop";
        return new Evidence(
                duty,
                "last completed its work " + age + " ms ago (limit " + limit + " ms)",
                List.of(new Evidence.Age(Evidence.Channel.TIMER, age, limit)));
    }
}
