package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §1 to §3: what counts as seen, and what as a sign of life, of host 1 in a pool of two. */
class SightingsTest {
    private static final long OURS = 0b11;

    private final Sightings seen = new Sightings(2, 0, false, true, false);
    private final Sightings.Section section = new Sightings.Section();

    SightingsTest() {
        seen.begin(0);
        section.sequence = 7;
        section.longSequence = 7;
        section.incarnation = 4;
        section.current = OURS;
    }

    private boolean heard(long now, long current, long incarnation) {
        return seen.heard(now, 1, current, 0, 0, 0, Phase.STARTED.ordinal(), false, false, false, incarnation, OURS);
    }

    private boolean read(long now) {
        return seen.read(now - 1, now, 1, section, OURS);
    }

    @Test
    void shouldKeepWhatAPacketSays() {
        assertTrue(seen.heard(10, 1, 0b11, 0b10, 0b01, 0b111, 5, true, true, true, 4, 0));
        assertEquals(10, seen.heardNanos[1]);
        assertEquals(0b11, seen.heardCurrent[1]);
        assertEquals(0b10, seen.heardProposed[1]);
        assertEquals(0b01, seen.heardHbdomain[1]);
        assertEquals(0b111, seen.heardSfdomain[1]);
        assertEquals(5, seen.heardPhase[1]);
        assertEquals(0b10, seen.heardJoining & seen.heardSr2 & seen.heardAccelerate);
        assertEquals(4, seen.incarnation(1));
        assertTrue(heard(20, 0b11, 4));
        assertEquals(0, seen.heardJoining | seen.heardSr2 | seen.heardAccelerate);
    }

    @Test
    void shouldDropThePacketOfAStartingHostThatWeStillCount() {
        heard(10, 0b11, 4);
        assertFalse(heard(20, 0b01, 5));
        assertEquals(10, seen.heardNanos[1]);
        assertEquals(10, seen.signNanos[1], "it is no sign of the life that we count");
        assertTrue(seen.restarted == 0b10, "its former life is over");
        assertEquals(5, seen.incarnation(1));
        assertEquals(4, seen.livesetIncarnation(1));
    }

    @Test
    void shouldTakeALivesetHostsPacketAsASignOfLifeAndAStrangersNot() {
        heard(10, 0b11, 4);
        assertEquals(10, seen.signNanos[1]);
        seen.heard(20, 1, 0b01, 0, 0, 0, 1, false, false, false, 4, 0b01);
        assertEquals(20, seen.heardNanos[1]);
        assertEquals(10, seen.signNanos[1]);
    }

    @Test
    void shouldTakeThePacketOfTheBootThatWeAdmittedAsASignOfLife() {
        seen.heard(10, 1, 0b01, 0b11, 0, 0, 0, true, false, false, 5, 0b01);
        seen.admitted(1, 20);
        assertEquals(20, seen.signNanos[1]);
        assertFalse(heard(30, 0b01, 5), "the last acks have not reached it");
        assertEquals(30, seen.signNanos[1]);
        assertEquals(0, seen.restarted, "that it does not count itself yet proves no restart");
        assertFalse(heard(40, 0b01, 6));
        assertEquals(30, seen.signNanos[1]);
        assertEquals(0b10, seen.restarted);
    }

    @Test
    void shouldNotCountSignsOfAHostWithoutIncarnationAsOfOneThatEnters() {
        assertFalse(heard(30, 0b01, 0));
        assertEquals(0, seen.signNanos[1]);
    }

    @Test
    void shouldNotTakeTheFirstSightForAnUpdate() {
        assertTrue(read(10));
        assertEquals(Sightings.NEVER, seen.movedNanos[1]);
        assertEquals(10, seen.signNanos[1], "but for a sign of life");
        read(20);
        assertEquals(Sightings.NEVER, seen.movedNanos[1]);
        assertEquals(10, seen.signNanos[1]);
        section.sequence++;
        read(30);
        assertEquals(30, seen.movedNanos[1]);
        assertEquals(30, seen.signNanos[1]);
        assertEquals(29, seen.observedNanos[1]);
    }

    @Test
    void shouldTakeAnyDifferenceForAnUpdate() {
        long now = 10;
        read(now);
        for (Runnable change :
                new Runnable[] {() -> section.longSequence++, () -> section.sequence -= 3, () -> section.incarnation++
                }) {
            change.run();
            now += 10;
            assertTrue(read(now));
            assertEquals(now, seen.movedNanos[1]);
        }
    }

    @Test
    void shouldUseTheContentEvenIfTheSequenceDidNotMove() {
        read(10);
        section.hbdomain = 0b10;
        section.sfdomain = 0b11;
        section.phase = 5;
        section.weight = 17;
        section.excluded = true;
        section.starting = true;
        section.watchdogNanos = 99;
        section.lockRequest = true;
        section.lockGrant = 0b10;
        read(20);
        assertEquals(OURS, seen.readCurrent[1]);
        assertEquals(0b10, seen.readHbdomain[1]);
        assertEquals(0b11, seen.readSfdomain[1]);
        assertEquals(5, seen.readPhase[1]);
        assertEquals(17, seen.weight[1]);
        assertEquals(99, seen.watchdogNanos[1]);
        assertEquals(0b10, seen.excluded & seen.starting & seen.lockRequest);
        assertEquals(0b10, seen.lockGrant[1]);
    }

    @Test
    void shouldNotBelieveAnEarlierBootNorAnOvertakenWriteButHaveLooked() {
        read(10);
        section.current = 0b10;
        section.incarnation = 3;
        section.longSequence = 99;
        assertFalse(read(20));
        section.incarnation = 4;
        section.longSequence = 6;
        assertFalse(read(30));
        assertEquals(OURS, seen.readCurrent[1]);
        assertEquals(29, seen.observedNanos[1]);
        section.longSequence = 7;
        assertTrue(read(40));
        assertEquals(0b10, seen.readCurrent[1]);
    }

    @Test
    void shouldStartANewBootAtAnySequence() {
        read(10);
        section.incarnation = 5;
        section.longSequence = 1;
        assertTrue(read(20));
        heard(30, OURS, 6);
        section.incarnation = 6;
        section.longSequence = 1;
        assertTrue(read(40), "the packet of the new boot came first");
        section.incarnation = 5;
        section.longSequence = 50;
        assertFalse(read(50));
    }

    @Test
    void shouldSeeANewBootWriteThatWasHeardBeforeWhatItsFormerLifeWroteWasFirstRead() {
        heard(5, 0b01, 5);
        section.longSequence = 70_000;
        read(10);
        section.incarnation = 5;
        section.longSequence = 1;
        section.sequence++;
        assertTrue(read(20), "its numbers begin anew");
        assertEquals(20, seen.movedNanos[1]);
        assertEquals(0, seen.unwritten);
    }

    @Test
    void shouldNotTakeOverTheContentOfAStartingHostThatWeStillCount() {
        section.phase = 9;
        read(10);
        section.current = 0;
        section.incarnation = 5;
        section.phase = 0;
        assertTrue(read(20));
        assertEquals(9, seen.readPhase[1]);
        assertEquals(Sightings.NEVER, seen.movedNanos[1]);
        assertEquals(10, seen.signNanos[1]);
        assertEquals(0b10, seen.restarted);
        assertTrue(seen.read(29, 30, 1, section, 0b01), "once we no longer count it");
        assertEquals(0, seen.readPhase[1]);
    }

    @Test
    void shouldTakeTheMovedSectionOfTheBootThatWeAdmittedAsASignOfLife() {
        section.current = 0b01;
        seen.read(9, 10, 1, section, 0b01);
        seen.admitted(1, 20);
        read(30);
        assertEquals(20, seen.signNanos[1], "it did not move");
        section.longSequence++;
        read(40);
        assertEquals(40, seen.signNanos[1]);
    }

    @Test
    void shouldForgetARestartOnceTheNewBootIsInALiveset() {
        read(10);
        section.current = 0;
        section.incarnation = 5;
        read(20);
        assertEquals(0b10, seen.restarted);
        section.current = 0b10;
        read(30);
        assertEquals(0, seen.restarted);
        assertEquals(5, seen.livesetIncarnation(1));
    }

    @Test
    void shouldNotTakeTheFirstSightOfAStartingHostForARestart() {
        section.current = 0;
        read(10);
        assertEquals(0, seen.restarted, "nothing of a former life was ever seen");
    }

    @Test
    void shouldTakeALateWriteForASignOfWhatItMayHideAndNotForWhatItSays() {
        section.longSequence = 7;
        read(10);
        section.longSequence = 5;
        section.phase = 3;
        assertFalse(read(20), "it landed over newer ones, which nobody may have read");
        assertEquals(20, seen.signNanos[1]);
        assertEquals(19, seen.observedNanos[1]);
        assertEquals(Sightings.NEVER, seen.movedNanos[1]);
        assertEquals(0, seen.readPhase[1]);
        assertFalse(read(30));
        assertEquals(20, seen.signNanos[1], "it was there at the last look");
        assertEquals(29, seen.observedNanos[1]);
        section.longSequence = 6;
        assertFalse(read(40));
        assertEquals(40, seen.signNanos[1]);
        seen.readUnusable(49, 50, 1, 77);
        assertFalse(read(60));
        assertEquals(60, seen.signNanos[1], "after other bytes it landed anew");
        assertFalse(read(70));
        assertEquals(60, seen.signNanos[1]);
        section.longSequence = 5;
        assertFalse(seen.read(Sightings.NEVER, 80, 1, section, OURS));
        assertEquals(60, seen.signNanos[1], "a look that lacks our own newest write shows what was there long ago");
    }

    @Test
    void shouldTakeChangedBytesForLifeAndTheSameBytesForSilence() {
        read(10);
        seen.readUnusable(19, 20, 1, 77);
        assertEquals(20, seen.signNanos[1]);
        seen.readUnusable(29, 30, 1, 77);
        assertEquals(20, seen.signNanos[1]);
        assertEquals(29, seen.observedNanos[1]);
        read(40);
        seen.readUnusable(49, 50, 1, 77);
        assertEquals(50, seen.signNanos[1], "between the two it was usable, so somebody wrote");
    }

    @Test
    void shouldTakeSectionsWithoutIncarnationBesideXhadOnly() {
        Sightings beside = new Sightings(2, 0, false, true, true);
        beside.begin(0);
        assertTrue(beside.read(9, 10, 1, section, OURS));
        assertTrue(beside.isOurs(1));
        section.incarnation = 0;
        section.longSequence = 0;
        assertTrue(beside.read(19, 20, 1, section, OURS), "the host runs xhad now");
        assertFalse(beside.isOurs(1));
        assertEquals(Sightings.NEVER, beside.movedNanos[1], "only the 32-bit sequence tells there");
        section.sequence++;
        assertTrue(beside.read(29, 30, 1, section, OURS));
        assertEquals(30, beside.movedNanos[1]);
        read(10);
        section.incarnation = 4;
        section.longSequence = 7;
        read(20);
        section.incarnation = 0;
        assertFalse(read(30), "in a strict pool it is a rolled-back write");
    }

    @Test
    void shouldKnowThePhasesOfFaultHandling() {
        for (Phase phase : Phase.values()) {
            boolean inside = phase.name().startsWith("FH");
            assertEquals(inside, Sightings.inFaultHandling(phase.ordinal()), phase::name);
        }
    }

    private long newsOf(Sightings sightings, long now) {
        long before = sightings.lockNews;
        sightings.read(now - 1, now, 1, section, OURS);
        return sightings.lockNews - before;
    }

    @Test
    void shouldHaveNewsForTheLockWhenAnythingChangesThatMattersToItAndOnlyThen() {
        read(10);
        assertEquals(0, newsOf(seen, 20), "nothing changed");
        section.longSequence++;
        section.phase = 3;
        section.weight = 17;
        assertEquals(0, newsOf(seen, 30), "that does not matter to the lock");
        section.starting = true;
        assertTrue(newsOf(seen, 40) != 0);
        section.current = 0b10;
        assertTrue(newsOf(seen, 50) != 0);
        section.lockGrant = 0b01;
        assertTrue(newsOf(seen, 60) != 0);
        section.lockRequest = true;
        assertTrue(newsOf(seen, 70) != 0);
        section.starting = false;
        section.lockGrant = 0b10;
        assertTrue(newsOf(seen, 80) != 0, "two at once are news as well");
        assertEquals(0, newsOf(seen, 90));
    }

    @Test
    void shouldHaveNewsBesideXhadWhenASectionMovedTwiceSinceTheOwnWasReadBack() {
        Sightings beside = new Sightings(2, 0, false, true, true);
        beside.begin(0);
        newsOf(beside, 10);
        for (long now = 20; now <= 50; now += 10) {
            section.longSequence++;
            assertEquals(0, newsOf(beside, now), "the own section was not read back");
        }
        Sightings.Section own = new Sightings.Section();
        own.incarnation = 4;
        own.current = OURS;
        beside.read(51, 52, 0, own, OURS);
        own.longSequence++;
        beside.read(53, 54, 0, own, OURS);
        section.longSequence++;
        assertEquals(0, newsOf(beside, 60), "it may not have seen our request yet");
        assertEquals(0, newsOf(beside, 65), "it did not move");
        section.longSequence++;
        section.lockGrant = 0b01;
        assertTrue(newsOf(beside, 70) > 0, "its grants count from now on");
        section.longSequence++;
        assertEquals(0, newsOf(beside, 80));
    }

    @Test
    void shouldKnowWhoHasEverShownItselfOnAnyChannel() {
        Sightings four = new Sightings(4, 0, false, true, false);
        four.begin(0);
        assertEquals(0, four.everShown());
        four.heard(10, 1, 0b11, 0, 0, 0, Phase.STARTED.ordinal(), false, false, false, 4, OURS);
        assertEquals(0b0010, four.everShown());
        four.read(10, 11, 2, section, OURS);
        assertEquals(0b0010, four.everShown(), "what was there at the first look may be of long ago");
        section.sequence++;
        four.read(20, 21, 2, section, OURS);
        assertEquals(0b0110, four.everShown());
        four.readUnusable(30, 31, 3, 77);
        assertEquals(0b1110, four.everShown());
    }
}
