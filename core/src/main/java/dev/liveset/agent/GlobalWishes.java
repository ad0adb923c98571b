package dev.liveset.agent;

import dev.liveset.PoolState;
import dev.liveset.recovery.CommandResult;
import dev.liveset.statefile.GlobalSection;
import java.util.List;

/**
 * What this host wants written into the global section: ACTIVE when it formed from INIT, itself as master, and what the
 * operator asked for. A wish is repeated until a read shows it, because another host's write may have overwritten it.
 */
final class GlobalWishes {
    private final StatefileLoop statefile;
    private PoolState wanted;
    private long commandId = -1;
    private boolean underWay;

    GlobalWishes(StatefileLoop statefile) {
        this.statefile = statefile;
    }

    /** The operator's wish; an older one that has not come true is answered UNKNOWN. */
    void want(PoolState state, long id, List<Effect> effects) {
        if (commandId >= 0) {
            CommandResult overtaken =
                    new CommandResult(CommandResult.Status.UNKNOWN, "Another pool state was asked for.");
            effects.add(new Effect.AnswerCommand(commandId, overtaken));
        }
        wanted = state;
        commandId = id;
    }

    void onWritten() {
        underWay = false;
    }

    /** A usable global section was read. */
    void onRead(GlobalSection global, boolean online, int self, boolean isMaster, List<Effect> effects) {
        if (wanted == global.poolState) {
            if (commandId >= 0) {
                effects.add(new Effect.AnswerCommand(commandId, CommandResult.OK));
            }
            wanted = null;
            commandId = -1;
        }
        if (underWay) {
            return;
        }
        PoolState state = wanted;
        if (state == null && online && global.poolState == PoolState.INIT) {
            state = PoolState.ACTIVE;
        }
        boolean nameMaster = online && isMaster && global.master != self;
        if (state != null || nameMaster) {
            underWay = true;
            statefile.request(new Effect.WriteGlobal(state, nameMaster ? self : Effect.WriteGlobal.KEEP_MASTER));
        }
    }
}
