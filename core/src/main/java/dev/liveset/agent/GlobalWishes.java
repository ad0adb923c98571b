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
    private static final int DAMAGED_READS = 3;

    private final StatefileLoop statefile;
    private PoolState wanted;
    private long commandId = -1;
    private boolean underWay;
    private PoolState lastState;
    private int lastMaster = GlobalSection.NO_MASTER;
    private int damagedReads;

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

    /**
     * A read found the global section damaged, for example torn by a host that died while it wrote. An online host that
     * knows what stood there writes it anew, once several reads have shown that nobody is just writing it.
     */
    void onDamaged(boolean online, int knownMaster) {
        damagedReads++;
        if (online && lastState != null && damagedReads >= DAMAGED_READS && !underWay) {
            underWay = true;
            PoolState state = wanted == null ? lastState : wanted;
            statefile.request(new Effect.WriteGlobal(state, knownMaster < 0 ? lastMaster : knownMaster));
        }
    }

    void onWritten() {
        underWay = false;
    }

    /** A usable global section was read. */
    void onRead(GlobalSection global, boolean online, int self, boolean isMaster, List<Effect> effects) {
        lastState = global.poolState;
        lastMaster = global.master;
        damagedReads = 0;
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
