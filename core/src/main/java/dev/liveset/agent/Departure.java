package dev.liveset.agent;

import dev.liveset.LivesetException.Code;
import dev.liveset.Timings;
import dev.liveset.recovery.CommandResult;
import java.util.List;

/**
 * The ends of an agent that are no fence: a start that failed, a clean leave, and a loss while disarmed. The first two close the watchdog first; a leave
 * does so only after the manifest says durably that the host is not armed (E7), and then says excluded with a last write.
 */
final class Departure {
    private enum Stage {
        DISARMING,
        SAYING_GOODBYE
    }

    private static final String LOST_DISARMED =
            "This host lost the pool while its watchdog was disarmed, so it stopped without a reset;"
                    + " see what still runs on it before you start it again.";

    private final Timings timings;
    private final Arming arming;
    private final List<Effect> effects;
    private Stage stage = Stage.DISARMING;
    private boolean clean;
    private Code code;
    private String sentence = "";
    private long commandId = -1;
    private long goodbyeNanos;

    Departure(Timings timings, Arming arming, List<Effect> effects) {
        this.timings = timings;
        this.arming = arming;
        this.effects = effects;
    }

    /** A start failed: it claimed nothing and was never published as armed. */
    void giveUp(Code failure, String why) {
        clean = false;
        code = failure;
        sentence = why.isEmpty() ? failure.sentence() : why;
    }

    /** Nothing runs here any more; {@code why} is null when the operator asked for it. */
    void leave(Code why, String words) {
        clean = true;
        code = why;
        sentence = words;
    }

    /** The command that is answered at the end. */
    void answers(long id) {
        commandId = id;
    }

    /** Whether it is a clean leave: the host still shows itself until the end. */
    boolean isClean() {
        return clean;
    }

    /** Whether the own section is to say excluded now. */
    boolean saysGoodbye() {
        return stage == Stage.SAYING_GOODBYE;
    }

    /**
     * The judgement was not to survive, but without a watchdog nobody may rely on this host's end: it stops, and nothing
     * that was wanted before in this step counts any more.
     */
    void stepAside() {
        effects.clear();
        effects.add(new Effect.Stopped(Code.INVALID_LOCALHOST_STATE, LOST_DISARMED));
    }

    /** Goes on; returns whether the agent has ended. */
    boolean advance(long nowNanos, boolean durablyDisarmed) {
        if (stage == Stage.SAYING_GOODBYE) {
            // The last write is a courtesy: nothing runs here and the watchdog is off.
            return nowNanos - goodbyeNanos > timings.statefileTimeoutNanos() && end();
        }
        if (arming.off()) {
            if (!clean) {
                return end();
            }
            stage = Stage.SAYING_GOODBYE;
            goodbyeNanos = nowNanos;
        } else if (!clean || durablyDisarmed) {
            arming.disarm(effects);
        }
        return false;
    }

    /** A write of the own section completed; returns whether it was the last one. */
    boolean onSectionWritten(boolean saidExcluded) {
        return stage == Stage.SAYING_GOODBYE && saidExcluded && end();
    }

    private boolean end() {
        if (commandId >= 0) {
            effects.add(new Effect.AnswerCommand(commandId, CommandResult.OK));
        }
        effects.add(new Effect.Stopped(code, sentence));
        return true;
    }
}
