package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.quorum.QuorumDesk;
import dev.liveset.recovery.RecoveryView;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What recovery is told of the liveset: a host has left only when its round is over, and from then on its regions count. */
class RecoveryLinkTest {
    private static final long MILLI = 1_000_000L;

    private QuorumDesk desk = QuorumDesk.online(3, 0);
    private RecoveryLink link = linkOf(desk);
    private RecoveryView view = link.view;

    private static RecoveryLink linkOf(QuorumDesk desk) {
        AgentConfig config = new AgentConfig(desk.pool, 0, 100, true);
        return new RecoveryLink(config, new StatefileLoop(desk.pool, 0, 100, true), new ArrayList<>());
    }

    private long refresh() {
        link.refresh(desk.now * MILLI, desk.quorum, true, true, 4_000);
        return desk.now * MILLI;
    }

    @Test
    void shouldShowTheLivesetAsItIs() {
        long now = refresh();
        assertEquals(now, view.nowNanos);
        assertTrue(view.online && view.statefileUsable);
        assertEquals(0b111, view.liveset);
        assertEquals(0, view.silentHosts);
        assertEquals(4_000, view.watchdogTimeoutMillis);
        assertEquals(desk.quorum.master(), view.lockHolder);
        assertEquals(0, view.leftNanos[0] | view.leftNanos[1] | view.leftNanos[2], "nobody has left");
        link.refresh(now, desk.quorum, false, true, 0);
        assertFalse(view.online, "it may not host");
    }

    @Test
    void shouldTellALossOnlyAfterTheLastRendezvous() {
        refresh();
        desk.crash(2);
        desk.until("noticed", desk.quorum::inRound);
        refresh();
        assertFalse(view.statefileUsable, "nothing is assigned during a round");
        while (desk.quorum.inRound()) {
            refresh();
            assertEquals(0b111, view.liveset);
            assertEquals(0, view.leftNanos[2]);
            desk.pass(50);
        }
        long left = refresh();
        assertEquals(0b011, view.liveset);
        assertEquals(left, view.leftNanos[2]);
        assertEquals(0b100, view.silentHosts);
        assertTrue(view.statefileUsable);
        desk.pass(500);
        refresh();
        assertEquals(left, view.leftNanos[2], "it left once");
        assertEquals(0, view.leftNanos[1]);
    }

    @Test
    void shouldTakeWhoIsMissingWhenItComesOnlineForGoneFromThenOn() {
        desk = new QuorumDesk(3, 0);
        link = linkOf(desk);
        view = link.view;
        desk.othersRun();
        desk.crash(2);
        desk.peers[1].current = 0b010;
        desk.peers[1].proposed = 0b011;
        desk.begin();
        while (!desk.quorum.online()) {
            refresh();
            assertFalse(view.online);
            assertEquals(0, view.liveset | view.silentHosts);
            assertEquals(0, view.leftNanos[2]);
            desk.pass(50);
        }
        long now = refresh();
        assertEquals(0b011, view.liveset);
        assertEquals(now, view.leftNanos[2], "what was read before says nothing of now");
        assertEquals(0, view.leftNanos[0] | view.leftNanos[1]);
    }
}
