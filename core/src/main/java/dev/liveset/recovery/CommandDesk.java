package dev.liveset.recovery;

import dev.liveset.RuleBranch;
import java.util.ArrayDeque;
import java.util.Deque;

/** Commands on their way: waiting until the master may act, then until the changed table is durable. Bounded. */
final class CommandDesk {
    static final int CAPACITY = 256;
    static final long PATIENCE_NANOS = 30_000_000_000L;

    /** A person's word that a host is off is meant of the boot that was known when it was given. */
    private record Waiting(long id, PoolCommand command, long untilNanos, long incarnation) {}

    private record Applied(long id, long edits) {}

    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final MasterTable table;
    private final TableEditor editor;
    private final WakeTime wake;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Applied> applied = new ArrayDeque<>();

    CommandDesk(RecoverySettings settings, RecoveryRules rules, MasterTable table, TableEditor editor, WakeTime wake) {
        this.settings = settings;
        this.rules = rules;
        this.table = table;
        this.editor = editor;
        this.wake = wake;
    }

    void take(long id, PoolCommand command, RecoveryView view, RecoveryActions actions) {
        if (!view.holdsLock() || !view.online) {
            actions.answer(id, notMaster(view));
        } else if (!view.statefileUsable) {
            rules.hit(RuleBranch.E9_COMMAND_REFUSED);
            actions.answer(
                    id,
                    CommandResult.refused(
                            "Nothing is commanded while the heartbeat disk is away or the hosts settle who is in"
                                    + " the liveset; try again in a moment."));
        } else if (waiting.size() + applied.size() >= CAPACITY) {
            actions.answer(id, CommandResult.refused("Too many commands are under way; wait for their answers first."));
        } else {
            waiting.add(new Waiting(id, command, view.nowNanos + PATIENCE_NANOS, incarnation(command, view)));
        }
    }

    private static long incarnation(PoolCommand command, RecoveryView view) {
        return command instanceof PoolCommand.ConfirmHostDead word && word.host() >= 0 && word.host() < view.hostCount
                ? view.incarnation[word.host()]
                : 0;
    }

    /** Applies what waits and has not waited too long; the master may act. */
    void apply(RecoveryView view, RecoveryActions actions) {
        while (!waiting.isEmpty() && view.nowNanos < waiting.peek().untilNanos()) {
            Waiting next = waiting.poll();
            boolean current = next.incarnation() == incarnation(next.command(), view);
            String trouble = current
                    ? editor.apply(next.command(), view)
                    : "The host has started since that was said, so it is not off; look again.";
            if (trouble == null) {
                applied.add(new Applied(next.id(), table.edits()));
            } else {
                actions.answer(next.id(), CommandResult.refused(trouble));
            }
        }
    }

    /** Answers what is durable, and what waited too long for a master that may act. */
    void answer(RecoveryView view, RecoveryActions actions) {
        while (!applied.isEmpty() && applied.peek().edits() <= table.durableEdits()) {
            actions.answer(applied.poll().id(), CommandResult.OK);
        }
        while (!waiting.isEmpty() && view.nowNanos >= waiting.peek().untilNanos()) {
            actions.answer(
                    waiting.poll().id(),
                    CommandResult.refused("The master may not act yet: not all hosts of the liveset follow it, or"
                            + " the heartbeat disk cannot be read completely."));
        }
        if (!waiting.isEmpty()) {
            wake.at(waiting.peek().untilNanos());
        }
    }

    /** The table's changes that are not durable are given up. */
    void giveUp(RecoveryActions actions) {
        while (!applied.isEmpty()) {
            actions.answer(
                    applied.poll().id(),
                    new CommandResult(
                            CommandResult.Status.UNKNOWN,
                            "This host ceased to be master before the change was durable; look before asking again."));
        }
    }

    /** The lock is lost. */
    void lose(RecoveryView view, RecoveryActions actions) {
        giveUp(actions);
        while (!waiting.isEmpty()) {
            actions.answer(waiting.poll().id(), notMaster(view));
        }
    }

    private CommandResult notMaster(RecoveryView view) {
        String master = view.lockHolder >= 0 && view.lockHolder != settings.self()
                ? "The master is host " + settings.name(view.lockHolder) + "; ask there."
                : "There is no master now; try again.";
        return new CommandResult(CommandResult.Status.NOT_MASTER, master);
    }
}
