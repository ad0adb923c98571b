package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import org.junit.jupiter.api.Test;

/** When the statefile is visited in haste, and when others are asked to do so too (PROTOCOL.md §4). */
class HasteTest {
    private final QuorumDesk desk = QuorumDesk.online(3, 0);

    private long counted(RuleBranch branch) {
        return desk.branches.count(branch);
    }

    @Test
    void shouldTakeItsTimeWhileNothingHappens() {
        assertFalse(desk.quorum.accelerate());
        assertFalse(desk.quorum.asksForHaste());
        assertEquals(0, counted(RuleBranch.ACCELERATED_FOR_ANOTHER));
        assertEquals(0, counted(RuleBranch.ACCELERATED_TO_JOIN));
        assertEquals(0, counted(RuleBranch.ACCELERATED_IN_ROUND));
    }

    @Test
    void shouldHurryAndAskForHasteWhileItJoins() {
        QuorumDesk joiner = new QuorumDesk(3, 0);
        joiner.othersRun();
        joiner.begin();
        assertFalse(joiner.quorum.asksForHaste(), "it looks around first");
        joiner.until("joining", joiner.quorum::joining);
        assertTrue(joiner.quorum.asksForHaste());
        assertTrue(joiner.quorum.accelerate());
        assertEquals(1, joiner.branches.count(RuleBranch.ACCELERATED_TO_JOIN));
        assertEquals(0, joiner.branches.count(RuleBranch.ACCELERATED_FOR_ANOTHER));
        joiner.quorum.onStatefileFailed();
        assertFalse(joiner.quorum.accelerate(), "a statefile that fails is left in peace");
        assertTrue(joiner.quorum.asksForHaste());
    }

    @Test
    void shouldHurryForALivesetHostThatAsksAndPassTheRequestOnToNobody() {
        desk.peers[2].accelerate = true;
        desk.pass(100);
        assertTrue(desk.quorum.accelerate());
        assertFalse(desk.quorum.asksForHaste(), "else it would never end");
        assertEquals(1, counted(RuleBranch.ACCELERATED_FOR_ANOTHER));
        assertEquals(0, counted(RuleBranch.ACCELERATED_TO_JOIN));
        desk.peers[2].accelerate = false;
        desk.pass(100);
        assertFalse(desk.quorum.accelerate());
    }

    @Test
    void shouldNotHurryForAHostThatIsOutsideTheLiveset() {
        desk.lose(2);
        desk.comeBack(2);
        desk.peers[2].proposed = 0b011;
        desk.peers[2].accelerate = true;
        desk.pass(1_000);
        assertFalse(desk.quorum.accelerate());
    }

    @Test
    void shouldHurryAndAskForHasteInARound() {
        desk.miss(2);
        assertTrue(desk.quorum.asksForHaste());
        assertTrue(desk.quorum.accelerate());
        assertEquals(1, counted(RuleBranch.ACCELERATED_IN_ROUND));
        desk.lose(2);
        assertFalse(desk.quorum.asksForHaste());
        assertFalse(desk.quorum.accelerate());
    }

    @Test
    void shouldAskForHasteBesideAnXhadUntilThereIsAMaster() {
        QuorumDesk beside = new QuorumDesk(QuorumPools.pool(3, PoolConfig.Mode.INTEROP), 0);
        beside.formTogether();
        assertTrue(beside.quorum.asksForHaste());
        assertTrue(beside.quorum.accelerate());
        beside.peers[1].lockGrant = 0b001;
        beside.peers[2].lockGrant = 0b001;
        beside.until("master", () -> beside.quorum.master() == 0);
        assertFalse(beside.quorum.asksForHaste());
        assertFalse(beside.quorum.accelerate());
    }
}
