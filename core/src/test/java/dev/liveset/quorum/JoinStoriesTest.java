package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import org.junit.jupiter.api.Test;

/** How hosts come into a liveset that is there, and how members take them (PROTOCOL.md §5, <i>Join</i>). */
class JoinStoriesTest {
    @Test
    void shouldNotTakeBackARestartedHostByWhatItsFormerLifeSaid() {
        PeerDesk desk = PeerDesk.online(3, 0);
        assertTrue(desk.quorum.online());
        desk.peers[2].silent();
        for (int tick = 0; tick < 200 && HostSet.contains(desk.quorum.proposedLiveset(), 2); tick++) {
            desk.peers[1].mirror(desk.quorum);
            desk.run(1);
        }
        desk.peers[2].heard = true; // it lost, is heard once more, and is reset
        desk.run(1);
        desk.peers[2].restart();
        desk.peers[2].heard = false; // its first section is there before its first packet
        desk.peers[2].seen = true;
        for (int tick = 0; tick < 15 && HostSet.contains(desk.quorum.currentLiveset(), 2); tick++) {
            desk.peers[1].mirror(desk.quorum);
            desk.run(1);
        }
        assertFalse(HostSet.contains(desk.quorum.currentLiveset(), 2), "a newer boot ends the wait");
        desk.peers[1].current = 0b111; // its round takes a moment longer
        for (int tick = 0; tick < 10; tick++) {
            desk.run(1);
            assertFalse(HostSet.contains(desk.quorum.currentLiveset(), 2), "the new boot has asked for nothing yet");
        }
    }

    @Test
    void shouldHoldForKeptOutWhoIsExcludedAndIsNotTakenIn() {
        PeerDesk desk = PeerDesk.online(3, 0);
        desk.peers[2].silent();
        desk.peers[2].excluded = true;
        for (int tick = 0; tick < 200 && HostSet.contains(desk.quorum.currentLiveset(), 2); tick++) {
            desk.peers[1].mirror(desk.quorum);
            desk.run(1);
        }
        assertEquals(0b100L, desk.quorum.excluded());
        assertEquals(0b100L, desk.quorum.keptOut());

        desk.peers[2].restart();
        desk.peers[2].heard = true;
        desk.peers[2].seen = true;
        desk.peers[2].asksToJoin(0b011, 2);
        desk.peers[1].online(0b011);
        desk.run(5);
        assertTrue(HostSet.contains(desk.quorum.proposedLiveset(), 2));
        assertEquals(0, desk.quorum.keptOut());
        desk.peers[2].proposed = 0b011;
        desk.run(2);
        assertFalse(HostSet.contains(desk.quorum.proposedLiveset(), 2));
        assertEquals(0, desk.quorum.keptOut(), "it may have entered all the same");
    }

    @Test
    void shouldJoinAlthoughAnotherHostThatJoinsIsCountedAlready() {
        PeerDesk desk = new PeerDesk(4, 3);
        desk.peers[0].online(0b0011);
        desk.peers[1].online(0b0011);
        desk.peers[2].asksToJoin(0b0011, 2);
        desk.run(10);
        desk.peers[0].online(0b0111); // has taken host 2, which waits for everybody else's ack of it
        desk.peers[0].proposed = 0b1111;
        desk.peers[1].proposed = 0b1111;
        desk.run(3);
        assertTrue(desk.quorum.online());
        assertEquals(0b1111L, desk.quorum.currentLiveset());
    }

    @Test
    void shouldNotJoinBeforeTheSilenceOfACountedHostIsProven() {
        PeerDesk desk = new PeerDesk(4, 3);
        desk.peers[0].online(0b0111);
        desk.peers[1].online(0b0111);
        desk.peers[2].silent();
        desk.run(30);
        desk.peers[0].proposed = 0b1111;
        desk.peers[1].proposed = 0b1111;
        desk.run(10);
        assertFalse(desk.quorum.online(), "host 2 may still live, and members would not let us forget it");
    }

    @Test
    void shouldAddAJoinerWithoutTheAckOfAHostThatIsStillEntering() {
        PeerDesk desk = PeerDesk.online(4, 0);
        desk.peers[2].restart();
        desk.peers[3].restart();
        for (int tick = 0; tick < 200 && (desk.quorum.currentLiveset() != 0b0011 || desk.quorum.inRound()); tick++) {
            desk.peers[1].mirror(desk.quorum);
            desk.run(1);
        }
        desk.peers[1].online(0b0011);
        assertEquals(0b0011L, desk.quorum.currentLiveset());
        desk.run(2);
        desk.peers[2].asksToJoin(0b0011, 2);
        desk.peers[1].proposed = 0b0111;
        desk.run(2);
        assertEquals(0b0111L, desk.quorum.currentLiveset());
        desk.peers[3].asksToJoin(0b0011, 3);
        desk.peers[1].proposed = 0b1111;
        desk.run(2);
        assertEquals(0b1111L, desk.quorum.currentLiveset());
    }

    @Test
    void shouldTakeTheLivesetThatFormedWhileItStillWaits() {
        PeerDesk desk = new PeerDesk(3, 1);
        for (PeerDesk.Peer peer : desk.peers) {
            peer.joining = true;
            peer.proposed = 0b111;
        }
        desk.peers[2].proposed = 0; // it failed just now and starts again
        desk.run(4);
        assertFalse(desk.quorum.online());
        desk.peers[0].online(0b111);
        desk.run(2);
        assertTrue(desk.quorum.online());
        assertEquals(0b111L, desk.quorum.currentLiveset());
    }

    @Test
    void shouldCountWhomTheHostTookInThatFormedWithItAndDiedWithItsFirstBeat() {
        PeerDesk desk = new PeerDesk(4, 1);
        for (PeerDesk.Peer peer : desk.peers) {
            peer.joining = true;
            peer.proposed = 0b0111;
        }
        desk.peers[3].asksToJoin(0, 3);
        desk.peers[3].heard = false;
        desk.run(50);
        assertFalse(desk.quorum.online());
        desk.peers[0].online(0b0111);
        desk.peers[0].proposed = 0b1111;
        desk.run(1);
        assertEquals(0b0111L, desk.quorum.currentLiveset());
        desk.peers[0].silent();
        desk.peers[3].online(0b1001);
        desk.run(1);
        assertEquals(0b1111L, desk.quorum.currentLiveset());
    }

    /** Hosts 0 and 1 of four are online and have removed nobody since this one, host 3, entered; the link to host 2 is cut. */
    private static PeerDesk enteredBesideAHostThatItCannotHear() {
        return enteredBesideAHostThatItCannotHear(0b1111);
    }

    /** {@code takenIn}: whom the members were heard to propose in the beat by which this host entered. */
    private static PeerDesk enteredBesideAHostThatItCannotHear(long takenIn) {
        PeerDesk desk = new PeerDesk(4, 3);
        desk.peers[0].online(0b0011);
        desk.peers[1].online(0b0011);
        desk.peers[2].asksToJoin(0b0011, 2);
        desk.run(5);
        desk.peers[2].heard = false;
        desk.run(25);
        desk.peers[0].proposed = takenIn;
        desk.peers[1].proposed = takenIn;
        desk.run(1);
        assertEquals(0b1011L, desk.quorum.currentLiveset(), "the members have counted nobody yet");
        return desk;
    }

    @Test
    void shouldLearnOfAHostThatJoinedAtOnceAndCannotBeHeard() {
        PeerDesk desk = enteredBesideAHostThatItCannotHear();
        desk.peers[0].online(0b1111);
        desk.run(5);
        assertEquals(0b1011L, desk.quorum.currentLiveset(), "host 2 itself does not say yet that it has entered");
        desk.peers[2].online(0b0111);
        desk.run(2);
        assertEquals(0b1111L, desk.quorum.currentLiveset());
        assertTrue(desk.quorum.inRound(), "which of the two stays is for a round to decide");
    }

    @Test
    void shouldNotTakeAHostByItsSectionThatTheMembersAreAboutToRemove() {
        PeerDesk desk = enteredBesideAHostThatItCannotHear(0b1011);
        desk.peers[0].current = 0b1111;
        desk.peers[0].proposed = 0b1011;
        desk.peers[2].online(0b0111);
        desk.run(5);
        assertEquals(0b1011L, desk.quorum.currentLiveset());
        desk.peers[0].current = 0b1011;
        desk.peers[2].current = 0b0100;
        desk.run(5);
        assertEquals(0b1011L, desk.quorum.currentLiveset(), "nor one that counts itself and nobody else does");
    }

    @Test
    void shouldCountWhomADeadHostHadTakenInWithItAndThatCannotBeHeard() {
        PeerDesk desk = enteredBesideAHostThatItCannotHear();
        desk.peers[0].silent();
        desk.peers[1].silent();
        desk.run(30);
        assertEquals(0b1011L, desk.quorum.currentLiveset(), "host 2 may be about to enter, but has not");
        desk.peers[2].online(0b0111);
        desk.run(1);
        assertEquals(0b1111L, desk.quorum.currentLiveset(), "both members took it in before they fell silent");
    }

    @Test
    void shouldCountWhomADeadHostHadTakenInWithItAndThatIsHeard() {
        PeerDesk desk = enteredBesideAHostThatItCannotHear();
        desk.peers[0].silent();
        desk.peers[1].silent();
        desk.peers[2].seen = false;
        desk.peers[2].online(0b0111);
        desk.peers[2].heard = true;
        desk.run(1);
        assertEquals(0b1111L, desk.quorum.currentLiveset());
    }

    @Test
    void shouldCountNobodyWhomNoLivesetHostHasTakenIn() {
        PeerDesk desk = enteredBesideAHostThatItCannotHear(0b1011);
        desk.peers[0].silent();
        desk.peers[1].silent();
        desk.peers[2].online(0b0111);
        desk.run(5);
        assertEquals(0b1011L, desk.quorum.currentLiveset());
    }

    /** The others had seen the joiner's section and counted it; here its first section is yet to be read. */
    private static PeerDesk withAHostCountedUnseen() {
        PeerDesk desk = PeerDesk.online(4, 0);
        desk.peers[3].restart();
        for (int tick = 0; tick < 200 && (desk.quorum.currentLiveset() != 0b0111 || desk.quorum.inRound()); tick++) {
            desk.peers[1].mirror(desk.quorum);
            desk.peers[2].mirror(desk.quorum);
            desk.run(1);
        }
        desk.peers[1].online(0b0111);
        desk.peers[2].online(0b0111);
        desk.peers[3].silent();
        desk.run(30);
        assertFalse(HostSet.contains(desk.quorum.sfdomain(), 3));
        desk.peers[3].heard = true;
        desk.peers[3].restart();
        desk.peers[1].online(0b1111);
        desk.peers[2].online(0b1111);
        desk.peers[3].online(0b1111);
        desk.run(1);
        assertEquals(0b1111L, desk.quorum.currentLiveset());
        return desk;
    }

    @Test
    void shouldNotBeginARoundOnEnteringBecauseItHeardOneWhileItStarted() {
        QuorumDesk joiner = new QuorumDesk(3, 0);
        joiner.othersRun();
        joiner.peers[1].phase = Phase.FH1;
        joiner.peers[2].phase = Phase.FH1;
        joiner.begin();
        joiner.until("asking", () -> joiner.quorum.proposedLiveset() == joiner.all);
        joiner.pass(500);
        for (int host = 1; host <= 2; host++) {
            joiner.peers[host].phase = Phase.STARTED;
            joiner.peers[host].proposed = joiner.all;
            joiner.peers[host].current = joiner.all;
        }
        joiner.until("online", joiner.quorum::online);
        assertEquals(Phase.STARTED, joiner.quorum.phase(), "that round is over");
        joiner.pass(500);
        assertFalse(joiner.quorum.inRound());
        joiner.peers[1].phase = Phase.FHREADY;
        joiner.pass(100);
        assertTrue(joiner.quorum.inRound(), "a new one calls it");
    }

    @Test
    void shouldAwaitTheFirstSectionOfAHostThatOthersHaveCounted() {
        PeerDesk desk = withAHostCountedUnseen();
        desk.run(10);
        assertFalse(desk.quorum.inRound(), "a round would cost the host its place");
        desk.peers[3].seen = true;
        desk.run(40);
        assertFalse(desk.quorum.inRound());
        assertEquals(0b1111L, desk.quorum.sfdomain());
    }

    @Test
    void shouldCountAHostAsLostWhoseFirstSectionDoesNotComeInTime() {
        PeerDesk desk = withAHostCountedUnseen();
        int ticks = 0;
        for (; ticks < 100 && !desk.quorum.inRound(); ticks++) {
            desk.run(1);
        }
        long timeout = QuorumPools.pool(4).timings().statefileTimeoutNanos();
        long waited = ticks * PeerDesk.TICK_NANOS;
        assertTrue(waited >= timeout && waited <= timeout + PeerDesk.TICK_NANOS, ticks + " ticks");
    }

    @Test
    void shouldAskNobodyInWhileALivesetHostMayBeLost() {
        PeerDesk desk = PeerDesk.online(4, 0);
        desk.peers[3].restart();
        for (int tick = 0; tick < 200 && (desk.quorum.currentLiveset() != 0b0111 || desk.quorum.inRound()); tick++) {
            desk.peers[1].mirror(desk.quorum);
            desk.peers[2].mirror(desk.quorum);
            desk.run(1);
        }
        desk.peers[1].online(0b0111);
        desk.peers[2].online(0b0111);
        desk.run(2);
        desk.peers[2].heard = false;
        desk.run(11);
        desk.peers[3].asksToJoin(0b0111, 3);
        desk.run(4);
        assertFalse(desk.quorum.inRound());
        assertEquals(0b0111L, desk.quorum.proposedLiveset(), "host 2 may be lost, and host 3 with it");
        desk.peers[2].heard = true;
        desk.run(1);
        assertEquals(0b1111L, desk.quorum.proposedLiveset());
    }
}
