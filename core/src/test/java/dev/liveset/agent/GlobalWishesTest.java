package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.recovery.CommandResult;
import dev.liveset.statefile.GlobalSection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §1, <i>Global writes</i>: read, change one field, write, and repeat until a read shows it; on host 1. */
class GlobalWishesTest {
    private final StatefileLoop loop = new StatefileLoop(AgentRooms.pool(2, PoolConfig.Mode.STRICT), 1, 7, true);
    private final GlobalWishes wishes = new GlobalWishes(loop);
    private final GlobalSection global = new GlobalSection();
    private final List<Effect> effects = new ArrayList<>();

    GlobalWishesTest() {
        global.poolState = PoolState.ACTIVE;
        global.master = GlobalSection.NO_MASTER;
        loop.beginWhenDue(MILLI, false);
        loop.advance(new ArrayList<>());
        loop.onRead(true);
    }

    private void read(boolean online, boolean isMaster) {
        wishes.onRead(global, online, 1, isMaster, effects);
    }

    /** What is asked of the statefile now. */
    private List<Effect> asked() {
        List<Effect> asked = new ArrayList<>();
        loop.advance(asked);
        loop.onRequestDone();
        return asked;
    }

    private static Effect.WriteGlobal write(PoolState state, int master) {
        return new Effect.WriteGlobal(state, master);
    }

    @Test
    void shouldWriteActiveWhenItFormedFromInit() {
        global.poolState = PoolState.INIT;
        read(false, false);
        assertEquals(List.of(), asked(), "only who is in the liveset");
        read(true, false);
        assertEquals(List.of(write(PoolState.ACTIVE, Effect.WriteGlobal.KEEP_MASTER)), asked());
        read(true, false);
        assertEquals(List.of(), asked(), "one write at a time");
        wishes.onWritten();
        read(true, false);
        assertEquals(List.of(write(PoolState.ACTIVE, Effect.WriteGlobal.KEEP_MASTER)), asked(), "it was overwritten");
        wishes.onWritten();
        global.poolState = PoolState.ACTIVE;
        read(true, false);
        assertEquals(List.of(), asked());
    }

    @Test
    void shouldNameItselfAsMasterUntilThatStandsThere() {
        read(true, true);
        assertEquals(List.of(write(null, 1)), asked());
        wishes.onWritten();
        global.master = 1;
        read(true, true);
        assertEquals(List.of(), asked());
        global.master = 0;
        read(true, false);
        assertEquals(List.of(), asked(), "another's name is not ours to change");
        read(false, true);
        assertEquals(List.of(), asked());
    }

    @Test
    void shouldAnswerTheOperatorWhenAReadShowsTheState() {
        wishes.want(PoolState.INVALID, 5, effects);
        read(true, false);
        assertEquals(List.of(write(PoolState.INVALID, Effect.WriteGlobal.KEEP_MASTER)), asked());
        wishes.onWritten();
        assertEquals(List.of(), effects, "written is not yet read");
        global.poolState = PoolState.INVALID;
        read(true, false);
        assertEquals(List.of(new Effect.AnswerCommand(5, CommandResult.OK)), effects);
        assertEquals(List.of(), asked());
        read(true, false);
        assertEquals(1, effects.size());
    }

    @Test
    void shouldTellAnOlderWishThatItWasOvertaken() {
        wishes.want(PoolState.INVALID, 0, effects);
        wishes.want(PoolState.NONE, 6, effects);
        Effect.AnswerCommand first = (Effect.AnswerCommand) effects.get(0);
        assertEquals(0, first.commandId());
        assertEquals(CommandResult.Status.UNKNOWN, first.result().status());
        global.poolState = PoolState.NONE;
        read(false, false);
        assertEquals(new Effect.AnswerCommand(6, CommandResult.OK), effects.get(1));
    }

    @Test
    void shouldMakeADamagedSectionAnewAtTheThirdRead() {
        wishes.onDamaged(true, 1);
        read(true, false);
        for (int i = 0; i < 2; i++) {
            wishes.onDamaged(true, 1);
            assertEquals(List.of(), asked(), "somebody may just be writing it");
        }
        wishes.onDamaged(true, 1);
        assertEquals(List.of(write(PoolState.ACTIVE, 1)), asked());
        wishes.onDamaged(true, 1);
        assertEquals(List.of(), asked());
        wishes.onWritten();
        wishes.onDamaged(true, -1);
        assertEquals(List.of(write(PoolState.ACTIVE, GlobalSection.NO_MASTER)), asked(), "the master it read last");
    }

    @Test
    void shouldKeepTheMasterNumberedZeroAndTheOperatorsWishWhenItMakesTheSectionAnew() {
        global.master = 2;
        read(true, false);
        wishes.want(PoolState.INVALID, 5, effects);
        for (int i = 0; i < 3; i++) {
            wishes.onDamaged(true, 0);
        }
        assertEquals(List.of(write(PoolState.INVALID, 0)), asked());
    }

    @Test
    void shouldNotMakeAnewWhatItNeverReadOrWhileItIsOffline() {
        for (int i = 0; i < 5; i++) {
            wishes.onDamaged(true, 1);
        }
        assertEquals(List.of(), asked());
        read(true, false);
        for (int i = 0; i < 5; i++) {
            wishes.onDamaged(false, 1);
        }
        assertEquals(List.of(), asked());
    }
}
