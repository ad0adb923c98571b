package dev.liveset.agent;

import dev.liveset.PoolConfig;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.QuorumRule;
import dev.liveset.quorum.QuorumRules;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.VmRecovery;
import java.util.List;

/** Takes the commands of the operator and the embedder and answers those that are done at once. */
final class CommandIntake {
    /** What the agent itself still has to do. */
    enum Consequence {
        DONE,
        LEAVE,
        LEAVE_EXCLUDED,
        DISARM,
        FENCE
    }

    private static final String VMS_RUN_HERE = "Protected VMs run on this host; move or shut them down first.";
    private static final String VMS_RUN =
            "Protected VMs run on this host; move or shut them down first, or end the host once more to fence it.";

    private final PoolConfig pool;
    private final int self;
    private final LivesetQuorum quorum;
    private final VmRecovery recovery;
    private final RecoveryLink link;
    private final GlobalWishes global;
    private final LinkEvidence linkEvidence;
    private final Publisher publisher;
    private final QuorumRules rules;
    private final List<Effect> effects;

    CommandIntake(
            PoolConfig pool,
            int self,
            LivesetQuorum quorum,
            VmRecovery recovery,
            RecoveryLink link,
            GlobalWishes global,
            LinkEvidence linkEvidence,
            Publisher publisher,
            QuorumRules rules,
            List<Effect> effects) {
        this.pool = pool;
        this.self = self;
        this.quorum = quorum;
        this.recovery = recovery;
        this.link = link;
        this.global = global;
        this.linkEvidence = linkEvidence;
        this.publisher = publisher;
        this.rules = rules;
        this.effects = effects;
    }

    Consequence take(long id, Command command, boolean armed) {
        if (command instanceof Command.Leave leave) {
            return leave(id, leave.force(), armed);
        } else if (command instanceof Command.Disarm) {
            return Consequence.DISARM;
        } else if (command instanceof Command.ForPool forPool) {
            if (quorum.online() && quorum.master() != self) {
                answer(id, notMaster());
            } else {
                recovery.onCommand(id, forPool.command(), link.view, link);
            }
        } else if (command instanceof Command.SetPoolState set) {
            global.want(set.state(), id, effects);
        } else if (command instanceof Command.RequestMaster request) {
            quorum.wantMaster(request.wanted());
            answer(id, CommandResult.OK);
        } else if (command instanceof Command.SetExcluded set) {
            return exclude(id, set.excluded());
        } else if (command instanceof Command.SetWeight set) {
            linkEvidence.add(set.extra());
            answer(id, CommandResult.OK);
        }
        return Consequence.DONE;
    }

    /** Who runs is not excluded: the original's daemon ends at this order too. */
    private Consequence exclude(long id, boolean excluded) {
        if (excluded && !mayLeave()) {
            answer(id, CommandResult.refused(VMS_RUN_HERE));
            return Consequence.DONE;
        }
        publisher.excluded = excluded;
        if (excluded) {
            return Consequence.LEAVE_EXCLUDED;
        }
        answer(id, CommandResult.OK);
        return Consequence.DONE;
    }

    private boolean mayLeave() {
        return recovery.manifest().claims().isEmpty() || !rules.keep(QuorumRule.VMS_FORBID_LEAVING);
    }

    private Consequence leave(long id, boolean force, boolean armed) {
        if (mayLeave()) {
            return Consequence.LEAVE;
        }
        if (force && armed) {
            return Consequence.FENCE;
        }
        answer(id, CommandResult.refused(VMS_RUN));
        return Consequence.DONE;
    }

    private CommandResult notMaster() {
        int master = quorum.master();
        String sentence = master < 0
                ? "No host is master at the moment; ask again in a few seconds."
                : "Ask the master, " + pool.host(master).name() + ".";
        return new CommandResult(CommandResult.Status.NOT_MASTER, sentence);
    }

    private void answer(long id, CommandResult result) {
        effects.add(new Effect.AnswerCommand(id, result));
    }
}
