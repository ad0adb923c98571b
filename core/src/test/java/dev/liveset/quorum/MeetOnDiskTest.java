package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.RuleBranch;
import org.junit.jupiter.api.Test;

/**
 * Of two hosts that join at once and hear nothing of each other, each learns of the other by its section, or by what a
 * member told (PROTOCOL.md §5, <i>Join</i>). This host is 3, the other is 2; hosts 0 and 1 are the members. T1 = T2 = 2 s.
 */
class MeetOnDiskTest {
    private static final int TIMEOUT_TICKS = 20;
    private static final long OURS = 0b1011;
    private static final long ALL = 0b1111;

    private final PeerDesk desk = new PeerDesk(4, 3);
    private final PeerDesk.Peer other = desk.peers[2];

    private void start() {
        desk.peers[0].online(0b0011);
        desk.peers[1].online(0b0011);
        other.asksToJoin(0b0011, 2);
    }

    private void startBesideAHostNeverHeard() {
        start();
        other.silent();
        desk.run(25);
        other.seen = true; // it starts when this host asks to join already
        desk.run(3);
    }

    /** It enters; the members were heard to propose these. */
    private void enter(long proposed) {
        desk.peers[0].proposed = proposed;
        desk.peers[1].proposed = proposed;
        desk.run(1);
        assertTrue(desk.quorum.online());
        assertEquals(OURS, desk.quorum.currentLiveset());
    }

    /** The members take only this host in, and the other has never been heard. */
    private void enterBesideAHostNeverHeard() {
        startBesideAHostNeverHeard();
        enter(OURS);
    }

    private long counted() {
        desk.run(1);
        return desk.quorum.currentLiveset();
    }

    @Test
    void shouldMeetOnTheStatefileWhomNobodyWasHeardToTakeIn() {
        enterBesideAHostNeverHeard();
        desk.peers[0].online(ALL); // the packets between its ack and this one were lost
        assertEquals(OURS, counted(), "host 2 itself does not say yet that it has entered");
        other.online(0b0111);
        assertEquals(ALL, counted());
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_THIRD_RULE_ON_DISK));
    }

    @Test
    void shouldNotMeetWhoseSectionTellsThatItRunsInNoLivesetOfItsOwn() {
        enterBesideAHostNeverHeard();
        desk.peers[0].online(ALL);
        other.online(0b0011);
        desk.run(5);
        assertEquals(OURS, desk.quorum.currentLiveset());
    }

    @Test
    void shouldNotMeetWhoseSectionStandsStill() {
        enterBesideAHostNeverHeard();
        other.online(0b0111);
        desk.run(1);
        other.silent();
        desk.run(TIMEOUT_TICKS + 2);
        assertFalse((desk.quorum.sfdomain() & 0b0100) != 0);
        desk.peers[0].online(ALL);
        desk.run(3);
        assertEquals(OURS, desk.quorum.currentLiveset(), "it may be dead, and a round about it would be for nothing");
    }

    @Test
    void shouldNotMeetByTheStatefileAloneWhoWasHeardWithinT1() {
        start();
        desk.run(5);
        desk.peers[0].proposed = OURS;
        desk.peers[1].proposed = OURS;
        desk.run(1);
        assertEquals(OURS, desk.quorum.currentLiveset());
        other.heard = false;
        desk.peers[0].online(ALL);
        other.online(0b0111);
        for (int tick = 1; tick < TIMEOUT_TICKS; tick++) {
            assertEquals(OURS, counted(), "heard " + tick + " ticks ago: its next packet will tell");
        }
        assertEquals(ALL, counted());
    }

    /** The members tell in this very packet that they take the other in, and die. */
    private void membersDie() {
        desk.peers[0].silent();
        desk.peers[1].silent();
    }

    @Test
    void shouldCountWhomTheMembersTookInWithTheirLastWordBeforeItEntered() {
        startBesideAHostNeverHeard();
        enter(ALL);
        membersDie();
        other.online(0b0111);
        assertEquals(ALL, counted());
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_THIRD_RULE_ON_DISK));
        assertEquals(0, desk.branches.count(RuleBranch.JOIN_THIRD_RULE_VOUCHED));
    }

    @Test
    void shouldCountWhomAMemberTookInWithItsLastWordAfterItEntered() {
        enterBesideAHostNeverHeard();
        desk.run(5);
        desk.peers[0].proposed = ALL;
        assertEquals(OURS, counted());
        membersDie();
        other.online(0b0111);
        assertEquals(ALL, counted());
    }

    @Test
    void shouldCountWhoWasTakenInAndIsHeardOnlyBecauseItHasLostTheStatefile() {
        enterBesideAHostNeverHeard();
        other.seen = false;
        desk.run(TIMEOUT_TICKS + 2);
        desk.peers[0].proposed = ALL;
        desk.run(1);
        membersDie();
        desk.run(1);
        other.online(0b0111);
        other.heard = true;
        assertEquals(ALL, counted());
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_THIRD_RULE_VOUCHED));
        assertEquals(0, desk.branches.count(RuleBranch.JOIN_THIRD_RULE_ON_DISK));
    }

    @Test
    void shouldNotCountWhoWasTakenInAndShowsItselfInNoLivesetOfItsOwn() {
        enterBesideAHostNeverHeard();
        desk.peers[0].proposed = ALL;
        desk.run(1);
        membersDie();
        other.online(0b0011);
        desk.run(5);
        assertEquals(OURS, desk.quorum.currentLiveset());
    }

    /** The other shows itself in a liveset on that channel for the last time; then a member takes it in so much later. */
    private static long countedAfter(boolean heard, int ticks) {
        MeetOnDiskTest test = new MeetOnDiskTest();
        test.start();
        test.other.silent();
        test.desk.run(25);
        test.other.seen = !heard;
        test.desk.run(3);
        test.enter(OURS);
        test.other.online(0b0111);
        test.other.heard = heard;
        test.desk.run(1);
        test.other.silent();
        test.desk.run(ticks - 1);
        assertEquals(OURS, test.desk.quorum.currentLiveset(), "nobody has taken it in yet");
        test.desk.peers[0].proposed = ALL;
        return test.counted();
    }

    @Test
    void shouldNotCountWhoWasTakenInButWhoseLastWordIsAsOldAsTheTimeout() {
        assertEquals(ALL, countedAfter(true, TIMEOUT_TICKS - 1));
        assertEquals(OURS, countedAfter(true, TIMEOUT_TICKS));
        assertEquals(ALL, countedAfter(false, TIMEOUT_TICKS - 1));
        assertEquals(OURS, countedAfter(false, TIMEOUT_TICKS));
    }
}
