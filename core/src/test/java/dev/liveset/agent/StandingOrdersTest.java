package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.quorum.QuorumRules;
import dev.liveset.sim.SimPools;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What makes an online host leave without a command (PROTOCOL.md §5, <i>Leaving</i>, and §6). */
class StandingOrdersTest {
    private final List<Effect> effects = new ArrayList<>();
    private final StandingOrders orders = new StandingOrders(link(), QuorumRules.OURS);

    private RecoveryLink link() {
        PoolConfig pool = SimPools.fast(2);
        AgentConfig config = new AgentConfig(pool, 0, 7, true);
        return new RecoveryLink(config, new StatefileLoop(pool, 0, 7, true), effects);
    }

    @Test
    void shouldStayWhileNobodySaysOtherwise() {
        assertNull(orders.toLeave(PoolState.ACTIVE, true, false));
        assertNull(orders.toLeave(PoolState.INIT, false, false));
        assertEquals(List.of(), effects);
    }

    @Test
    void shouldLeaveAnInvalidPoolOnceItsVmsAreGoneAndSayOnceWhatItWaitsFor() {
        assertNull(orders.toLeave(PoolState.INVALID, false, false));
        assertNull(orders.toLeave(PoolState.INVALID, false, false));
        assertEquals(1, effects.size());
        assertEquals(Code.INVALID_POOL_STATE, orders.toLeave(PoolState.INVALID, true, false));
    }

    @Test
    void shouldLeaveWhenAnOfflineToolExcludedItOnceItsVmsAreGone() {
        orders.onExcludedByAnother();
        assertNull(orders.toLeave(PoolState.ACTIVE, false, false));
        assertEquals(1, effects.size());
        assertEquals(Code.EXCLUDED_SET_WHILE_RUNNING, orders.toLeave(PoolState.ACTIVE, true, false));
        assertTrue(StandingOrders.sentence(Code.EXCLUDED_SET_WHILE_RUNNING).contains("excluded"));
    }

    @Test
    void shouldFinishARoundOfFaultHandlingBeforeItLeaves() {
        assertNull(orders.toLeave(PoolState.INVALID, true, true));
        assertEquals(List.of(), effects, "there is nothing to warn of");
        assertEquals(Code.INVALID_POOL_STATE, orders.toLeave(PoolState.INVALID, true, false));
    }

    @Test
    void shouldTellItsOwnExcludedFlagFromOneThatAnotherSet() {
        ReadBack readBack = new ReadBack(0, 7);
        assertFalse(readBack.isExcludedByAnother(read(0, true)), "nothing was written yet");
        write(readBack, 1, false);
        assertFalse(readBack.isExcludedByAnother(read(1, false)));
        assertTrue(readBack.isExcludedByAnother(read(1, true)));
        write(readBack, 2, true);
        assertFalse(readBack.isExcludedByAnother(read(2, true)), "it said so itself");
        write(readBack, 3, false);
        assertFalse(readBack.isExcludedByAnother(read(2, true)), "an older write of its own");
    }

    private static void write(ReadBack readBack, long sequence, boolean excluded) {
        HostSection section = new HostSection();
        section.longSequence = sequence;
        section.excluded = excluded;
        readBack.writing(section);
        readBack.written(0);
    }

    private static StatefileSnapshot read(long sequence, boolean excluded) {
        StatefileSnapshot snapshot = new StatefileSnapshot();
        snapshot.status[0] = SectionStatus.VALID;
        snapshot.section[0].incarnation = 7;
        snapshot.section[0].longSequence = sequence;
        snapshot.section[0].excluded = excluded;
        return snapshot;
    }
}
