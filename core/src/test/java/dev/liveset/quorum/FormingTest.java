package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException.Code;
import dev.liveset.Phase;
import dev.liveset.PoolState;
import dev.liveset.quorum.QuorumDesk.Peer;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, <i>Start</i>: forming a liveset, with everybody and without; as in {@link StartCriteriaTest}. */
class FormingTest {
    private final QuorumDesk desk = new QuorumDesk(3, 0);

    @Test
    void shouldFormTheFirstLivesetOnceEverybodyProposesUs() {
        desk.othersStart();
        desk.begin();
        desk.until("joining", desk.quorum::joining);
        int bursts = desk.quorum.bursts();
        desk.until("proposed", () -> desk.quorum.proposedLiveset() == desk.all);
        assertTrue(desk.quorum.bursts() > bursts, "the proposal is told at once");
        desk.pass(1000);
        assertFalse(desk.quorum.online());
        desk.peers[1].proposed = desk.all;
        desk.pass(1000);
        assertFalse(desk.quorum.online(), "host 2 does not propose us yet");
        desk.peers[2].proposed = 0b101;
        desk.pass(100);
        assertTrue(desk.quorum.online());
        assertEquals(desk.all, desk.quorum.currentLiveset());
        assertEquals(desk.all, desk.quorum.proposedLiveset());
        assertEquals(Phase.STARTED, desk.quorum.phase());
        assertFalse(desk.quorum.joining());
        assertFalse(desk.quorum.starting());
        assertNull(desk.quorum.failure());
    }

    @Test
    void shouldFormWhenWhoFallsSilentMeanwhileIsNoLongerHeard() {
        desk.othersStart();
        desk.begin();
        desk.until("proposed", () -> desk.quorum.proposedLiveset() == desk.all);
        desk.peers[1].proposed = desk.all;
        desk.peers[2].beats = false;
        long after = desk.until("online", desk.quorum::online);
        assertTrue(after >= 1_900 && after <= 2_100, after + " ms");
    }

    @Test
    void shouldGiveUpFormingThreeIntervalsAfterTheLimit() {
        desk.othersStart();
        desk.begin();
        desk.until("proposed", () -> desk.quorum.proposedLiveset() == desk.all);
        desk.fails(Code.CANNOT_JOIN_EXISTING_LIVESET);
        desk.othersStart();
        QuorumDesk init = new QuorumDesk(3, 0);
        init.poolState = PoolState.INIT;
        for (int host = 1; host <= 2; host++) {
            init.peers[host].starting = true;
            init.peers[host].phase = Phase.STARTING;
        }
        init.quorum.begin(0, false);
        init.until("failed", () -> init.quorum.failure() != null);
        assertEquals(Code.BOOTJOIN_TIMEOUT, init.quorum.failure());
        assertTrue(init.now > 12_750 && init.now <= 13_350, init.now + " ms, half a second after it met the others");
    }

    @Test
    void shouldTakeTheLivesetThatFormedMeanwhileWithIt() {
        desk.othersStart();
        desk.peers[2].beats = false;
        desk.begin();
        desk.until("joining", desk.quorum::joining);
        for (int host = 1; host <= 2; host++) {
            desk.peers[host].starting = false;
            desk.peers[host].current = desk.all;
        }
        desk.pass(500);
        assertTrue(desk.quorum.online());
        assertEquals(desk.all, desk.quorum.currentLiveset());
    }

    @Test
    void shouldWaitUntilItsFormerLifeIsForgotten() {
        desk.othersRun();
        desk.peers[1].current = desk.all;
        desk.begin();
        desk.pass(4000);
        assertFalse(desk.quorum.joining(), "host 1 counts its former life on both channels");
        desk.peers[1].current = 0b110;
        desk.pass(400);
        assertTrue(desk.quorum.joining());
    }

    @Test
    void shouldGiveUpWhenItsFormerLifeIsNeverForgotten() {
        desk.othersRun();
        desk.peers[1].beats = false;
        desk.peers[1].current = desk.all;
        desk.begin();
        long after = desk.fails(Code.BOOTJOIN_TIMEOUT);
        assertTrue(after > 12_000 && after <= 12_100, after + " ms");
    }

    private void beginInitWithoutHost2() {
        desk.othersStart();
        desk.crash(2);
        desk.poolState = PoolState.INIT;
        desk.begin();
    }

    @Test
    void shouldNotFormAnInitPoolWithoutEverybody() {
        beginInitWithoutHost2();
        long after = desk.fails(Code.BOOTJOIN_TIMEOUT);
        assertTrue(after > 12_000 && after <= 12_600, after + " ms");
    }

    @Test
    void shouldCountTheLimitOfAnInitPoolFromTheStartOfWhoeverCameLast() {
        beginInitWithoutHost2();
        desk.pass(9_000);
        desk.crash(1);
        desk.pass(2_500);
        desk.restart(1);
        desk.pass(4_000);
        assertNull(desk.quorum.failure(), "host 1 is there again and will be for as long");
        desk.restart(2);
        desk.pass(500);
        assertEquals(desk.all, desk.quorum.proposedLiveset(), "15 s after it began it still was there");
        long after = desk.fails(Code.BOOTJOIN_TIMEOUT);
        assertTrue(after > 12_000 && after <= 12_750, after + " ms: 12 s and three intervals after the last came");
    }

    @Test
    void shouldNotWaitForEverForAnInitPoolWhoseHostsComeAndGo() {
        beginInitWithoutHost2();
        for (int start = 0; start < 5; start++) {
            assertNull(desk.quorum.failure());
            desk.pass(10_000);
            desk.peers[1].incarnation++;
        }
        long after = desk.fails(Code.BOOTJOIN_TIMEOUT);
        assertTrue(after > 11_900 && after <= 12_600, after + " ms after the sixth start of others that it met");
    }

    @Test
    void shouldCountTheLimitOfAnActivePoolFromItsOwnStartAlone() {
        desk.othersRun();
        desk.begin();
        desk.pass(9_000);
        desk.peers[1].incarnation++;
        long after = desk.fails(Code.CANNOT_JOIN_EXISTING_LIVESET);
        assertTrue(after > 3_000 && after <= 3_100, after + " ms");
    }

    @Test
    void shouldFormWithoutAHostThatDoesNotComeOnceItsSilenceIsProven() {
        desk.othersStart();
        desk.crash(2);
        desk.peers[1].sees(0b011, 0b011);
        desk.begin();
        desk.until("online", desk.quorum::online);
        assertTrue(desk.now > 12_000 && desk.now <= 12_600, desk.now + " ms");
        assertEquals(0b011, desk.quorum.currentLiveset());
        assertEquals(0b011, desk.quorum.proposedLiveset());
    }

    /** A host that starts like us on the other side of a cut network, and takes its side for the largest. */
    private static void isAboutToFormAlone(Peer peer, int index) {
        peer.beats = false;
        peer.proposed = 1L << index;
        peer.hbdomain = 1L << index;
    }

    @Test
    void shouldNotFormWhileAHostOfAHigherIndexIsAboutToFormWithoutIt() {
        desk.othersStart();
        desk.peers[1].hbdomain = 0b011;
        isAboutToFormAlone(desk.peers[2], 2);
        desk.begin();
        desk.pass(13_500);
        assertFalse(desk.quorum.online(), "host 2 may not have seen our word and form at any moment");
        assertEquals(0b011, desk.quorum.proposedLiveset(), "which stands, so that it takes its own back");
        desk.peers[2].proposed = 0;
        desk.pass(400);
        assertEquals(0b011, desk.quorum.currentLiveset());
        assertTrue(desk.quorum.online());
    }

    @Test
    void shouldFormWithoutAHostThatWasAboutToFormAndIsDead() {
        desk.othersStart();
        desk.peers[1].hbdomain = 0b011;
        isAboutToFormAlone(desk.peers[2], 2);
        desk.begin();
        desk.pass(12_500);
        desk.crash(2);
        desk.pass(4_000);
        assertFalse(desk.quorum.online(), "it may stand still just before it forms");
        desk.pass(1_000);
        assertTrue(desk.quorum.online());
    }

    @Test
    void shouldTakeItsWordBackForAHostOfALowerIndexThatIsAboutToFormWithoutIt() {
        QuorumDesk last = new QuorumDesk(3, 2);
        for (int host = 0; host <= 1; host++) {
            last.peers[host].starting = true;
            last.peers[host].joining = true;
            last.peers[host].phase = Phase.STARTING;
            last.peers[host].sfdomain = 0b111;
            last.peers[host].hbdomain = 0b110;
        }
        last.peers[0].beats = false;
        last.peers[0].hbdomain = 0b001;
        last.quorum.begin(0, false);
        last.until("word", () -> last.quorum.proposedLiveset() == 0b110);
        isAboutToFormAlone(last.peers[0], 0);
        last.pass(2_000);
        assertFalse(last.quorum.online());
        assertEquals(0, last.quorum.proposedLiveset());
        last.peers[0].proposed = 0;
        last.pass(1_000);
        assertEquals(0b110, last.quorum.currentLiveset());
        assertTrue(last.quorum.online());
    }

    @Test
    void shouldNotTakeTheLivesetOfAHostThatStoodStillAndCountsItsFormerLife() {
        desk.othersRun();
        desk.crash(1);
        desk.crash(2);
        desk.begin();
        desk.until("joining", desk.quorum::joining);
        Peer back = desk.peers[1];
        back.current = desk.all;
        back.proposed = desk.all;
        back.writes = true;
        desk.pass(500);
        back.beats = true;
        desk.pass(2_000);
        assertFalse(desk.quorum.online(), "it is about to remove us");
        assertEquals(0, desk.quorum.proposedLiveset());
        back.current = 0b010;
        back.proposed = 0b010;
        desk.pass(500);
        assertEquals(0b011, desk.quorum.proposedLiveset(), "now it asks to join");
    }

    @Test
    void shouldNotFormWithoutAHostThatShowsLife() {
        desk.othersStart();
        desk.peers[2].beats = false;
        desk.peers[2].starting = false;
        desk.peers[2].current = 0b100;
        desk.begin();
        desk.pass(8_000);
        desk.crash(2);
        desk.pass(4_300);
        assertFalse(desk.quorum.online(), "host 2 was seen to live in a liveset 4.3 s ago");
        desk.until("online", desk.quorum::online);
        assertTrue(desk.now < 14_000, desk.now + " ms");
    }

    @Test
    void shouldLeaveOutAHostThatIsHeardButDoesNotJoin() {
        desk.othersStart();
        desk.peers[2].joining = false;
        desk.peers[2].writes = false;
        desk.begin();
        desk.until("online", desk.quorum::online);
        assertEquals(0b011, desk.quorum.currentLiveset());
    }

    @Test
    void shouldNotFormOutsideTheLargestPartition() {
        QuorumDesk four = new QuorumDesk(4, 3);
        for (int host = 0; host < 3; host++) {
            Peer peer = four.peers[host];
            peer.starting = true;
            peer.joining = true;
            peer.phase = Phase.STARTING;
            peer.sees(0b0111, 0b1111);
            peer.beats = false;
        }
        four.quorum.begin(0, false);
        four.until("failed", () -> four.quorum.failure() != null);
        assertEquals(Code.CANNOT_JOIN_EXISTING_LIVESET, four.quorum.failure());
        assertTrue(four.now > 12_000 && four.now <= 12_100, four.now + " ms");
    }

    @Test
    void shouldFormInThePartitionOfTheLowestIndexWhenTwoAreEquallyLarge() {
        assertTrue(formsAlone(0), "two hosts that do not hear each other: the first forms");
        assertFalse(formsAlone(1));
    }

    private static boolean formsAlone(int self) {
        QuorumDesk two = new QuorumDesk(2, self);
        Peer other = two.peers[1 - self];
        other.starting = true;
        other.beats = false;
        other.phase = Phase.STARTING;
        other.hbdomain = 1L << (1 - self);
        other.sfdomain = 0b11;
        two.quorum.begin(0, false);
        two.until("decided", () -> two.quorum.online() || two.quorum.failure() != null);
        return two.quorum.online();
    }

    @Test
    void shouldBeBlockedWhenItIsExcludedAndAnotherIsNot() {
        desk.othersStart();
        desk.crash(2);
        desk.excluded = true;
        desk.begin();
        desk.fails(Code.BOOT_BLOCKED_BY_EXCLUDED);
    }

    @Test
    void shouldFormWhenEverybodyIsExcluded() {
        desk.othersStart();
        desk.crash(2);
        desk.excluded = true;
        desk.peers[1].excluded = true;
        desk.peers[2].excluded = true;
        desk.begin();
        desk.until("online", desk.quorum::online);
        assertEquals(0b011, desk.quorum.currentLiveset());
    }

    @Test
    void shouldBeBlockedWhenAMissingHostHasToldThatItIsExcluded() {
        desk.othersStart();
        desk.crash(2);
        desk.peers[2].excludedHosts = 0b001;
        desk.begin();
        desk.fails(Code.BOOT_BLOCKED_BY_EXCLUDED);
    }

    @Test
    void shouldBeBlockedWhenNobodyMissingCanBeReadToTellThatItIsNotExcluded() {
        desk.othersStart();
        desk.crash(2);
        desk.peers[2].fingerprint = 77;
        desk.begin();
        desk.fails(Code.BOOT_BLOCKED_BY_EXCLUDED);
    }

    @Test
    void shouldFormWithoutAHostThatLeftWhateverItTold() {
        desk.othersStart();
        desk.crash(2);
        desk.peers[2].excludedHosts = 0b001;
        desk.peers[2].excluded = true;
        desk.begin();
        desk.until("online", desk.quorum::online);
        assertEquals(0b011, desk.quorum.currentLiveset());
    }

    @Test
    void shouldBeBlockedByTheWordOfAHostThatAToolExcludedWhileItWasArmed() {
        desk.othersStart();
        desk.crash(2);
        desk.peers[2].excludedHosts = 0b001;
        desk.peers[2].excluded = true;
        desk.peers[2].watchdogNanos = 1;
        desk.begin();
        desk.fails(Code.BOOT_BLOCKED_BY_EXCLUDED);
    }

    @Test
    void shouldCommitItsWeightAtTheStart() {
        desk.quorum.weigh(17);
        assertEquals(1, desk.quorum.weight());
        desk.begin();
        assertEquals(17, desk.quorum.weight());
    }

    @Test
    void shouldNotRemoveAHostThatFormedTheLivesetWithItAndDoesNotKnowItYet() {
        desk.othersStart();
        desk.begin();
        desk.peers[1].proposed = desk.all;
        desk.peers[2].proposed = desk.all;
        desk.until("online", desk.quorum::online);
        desk.peers[1].follows = true;
        desk.peers[1].starting = false;
        desk.pass(10_000);
        assertEquals(desk.all, desk.quorum.currentLiveset(), "host 2 lives, and may count itself at any moment");
    }
}
