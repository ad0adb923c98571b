package dev.liveset.agent;

import dev.liveset.RuleBranch;
import dev.liveset.Timings;
import dev.liveset.fencing.Evidence;
import dev.liveset.quorum.QuorumRules;
import java.util.List;

/**
 * The health check of the management agent (PROTOCOL.md §5), once the host is online: check, restart while the day's budget
 * lasts, and give up; then the others get the time of two heartbeats to hear why before the host fences itself. Answers that
 * come after their time are nobody's.
 */
final class HealthCheck {
    private enum Stage {
        OFF,
        WAITING,
        CHECKING,
        RESTARTING,
        HOPELESS
    }

    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final int MAX_FAILED_LAUNCHES = 5;
    private static final String LATE = "it did not answer in time";
    private static final String NOT_BACK = "its restart did not bring it back in time";

    private final HealthSettings settings;
    private final long farewellNanos;
    private final List<Effect> effects;
    private final QuorumRules rules;
    private final long intervalNanos;
    private final long timeoutNanos;
    private final long restartTimeoutNanos;
    private Stage stage = Stage.OFF;
    private long sinceNanos;
    private long callId;
    private boolean inTrouble;
    private long troubleNanos;
    private int restartsLeft;
    private long budgetNanos;
    private int failedLaunches;
    private String error = "";

    /** @param settings null when the host has no health check */
    HealthCheck(HealthSettings settings, Timings timings, List<Effect> effects, QuorumRules rules) {
        this.rules = rules;
        this.settings = settings;
        this.farewellNanos = 2 * timings.heartbeatIntervalNanos();
        this.effects = effects;
        intervalNanos = settings == null ? 0 : settings.interval().toNanos();
        timeoutNanos = settings == null ? 0 : settings.timeout().toNanos();
        restartTimeoutNanos = settings == null ? 0 : settings.restartTimeout().toNanos();
    }

    /** The last error, empty while the agent is well. */
    String errString() {
        return error;
    }

    /** Milliseconds since the first attempt to restart the agent, -1 while none is in progress. */
    int sinceRestartMillis(long nowNanos) {
        return inTrouble ? (int) ((nowNanos - troubleNanos) / 1_000_000) : -1;
    }

    /** Goes on; only while the host is online. Returns the evidence when it is time to fence, else null. */
    Evidence advance(long nowNanos) {
        switch (stage) {
            case OFF -> begin(nowNanos);
            case WAITING -> {
                if (nowNanos - sinceNanos >= intervalNanos) {
                    check(nowNanos);
                }
            }
            case CHECKING -> {
                if (inTrouble && nowNanos - troubleNanos >= restartTimeoutNanos) {
                    rules.hit(RuleBranch.HEALTH_NOT_BACK);
                    giveUp(nowNanos, NOT_BACK);
                } else if (nowNanos - sinceNanos >= timeoutNanos) {
                    rules.hit(RuleBranch.HEALTH_CHECK_LATE);
                    fail(nowNanos, LATE);
                }
            }
            case RESTARTING -> {
                if (nowNanos - troubleNanos >= restartTimeoutNanos) {
                    rules.hit(RuleBranch.HEALTH_RESTART_LATE);
                    giveUp(nowNanos, NOT_BACK);
                }
            }
            case HOPELESS -> {
                if (nowNanos - sinceNanos >= farewellNanos) {
                    return new Evidence("the management agent", "is not well: " + error);
                }
            }
        }
        return null;
    }

    void onChecked(long nowNanos, Event.HealthChecked answer) {
        if (stage != Stage.CHECKING || answer.callId() != callId) {
            return;
        }
        switch (answer.outcome()) {
            case WELL -> {
                rules.hit(inTrouble ? RuleBranch.HEALTH_WELL_AGAIN : RuleBranch.HEALTH_WELL);
                error = "";
                inTrouble = false;
                failedLaunches = 0;
                await(nowNanos);
            }
            case FAILED -> fail(nowNanos, answer.why());
            case NOT_LAUNCHED -> {
                rules.hit(RuleBranch.HEALTH_CHECK_NOT_LAUNCHED);
                failedLaunches++;
                if (failedLaunches > MAX_FAILED_LAUNCHES) {
                    giveUp(nowNanos, answer.why());
                } else {
                    error = answer.why();
                    await(nowNanos);
                }
            }
        }
    }

    void onRestarted(long nowNanos, Event.ManagementRestarted answer) {
        if (stage != Stage.RESTARTING || answer.callId() != callId) {
            return;
        }
        if (answer.ok()) {
            check(nowNanos);
        } else {
            rules.hit(RuleBranch.HEALTH_RESTART_FAILED);
            fail(nowNanos, answer.why());
        }
    }

    private void begin(long nowNanos) {
        if (settings != null) {
            restartsLeft = settings.restarts();
            budgetNanos = nowNanos;
            await(nowNanos);
        }
    }

    private void await(long nowNanos) {
        stage = Stage.WAITING;
        sinceNanos = nowNanos;
    }

    private void check(long nowNanos) {
        stage = Stage.CHECKING;
        sinceNanos = nowNanos;
        effects.add(new Effect.CheckHealth(++callId));
    }

    private void fail(long nowNanos, String why) {
        failedLaunches = 0;
        if (nowNanos - budgetNanos >= DAY_NANOS) {
            restartsLeft = settings.restarts();
        }
        if (restartsLeft == 0) {
            rules.hit(RuleBranch.HEALTH_NO_RESTART_LEFT);
            giveUp(nowNanos, why);
            return;
        }
        error = why;
        if (restartsLeft == settings.restarts()) {
            budgetNanos = nowNanos; // a day later all of it is there again
        }
        restartsLeft--;
        if (!inTrouble) {
            inTrouble = true;
            troubleNanos = nowNanos;
        }
        stage = Stage.RESTARTING;
        effects.add(new Effect.RestartManagement(++callId));
    }

    private void giveUp(long nowNanos, String why) {
        error = why;
        stage = Stage.HOPELESS;
        sinceNanos = nowNanos;
    }
}
