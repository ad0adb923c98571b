package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import org.junit.jupiter.api.Test;

/** A write counts once a read showed it: on a disk that lies, nobody else saw it either. */
class ReadBackTest {
    private final ReadBack readBack = new ReadBack(1, 7);
    private final StatefileSnapshot disk = new StatefileSnapshot();

    ReadBackTest() {
        disk.status[1] = SectionStatus.VALID;
        disk.section[1].incarnation = 7;
    }

    private void write(long sequence, long began) {
        HostSection section = new HostSection();
        section.longSequence = sequence;
        readBack.writing(section);
        readBack.written(began);
    }

    @Test
    void shouldBelieveEveryReadBeforeItHasWritten() {
        assertFalse(readBack.hasWritten());
        disk.status[1] = SectionStatus.CORRUPT;
        assertTrue(readBack.isShownBy(disk));
    }

    @Test
    void shouldBelieveOnlyAReadThatShowsItsNewestCompletedWrite() {
        write(5, 100);
        assertTrue(readBack.hasWritten());
        assertEquals(100, readBack.beganNanos());
        disk.section[1].longSequence = 4;
        assertFalse(readBack.isShownBy(disk), "it was lost, or the read is stale");
        disk.section[1].longSequence = 5;
        assertTrue(readBack.isShownBy(disk));
        disk.section[1].longSequence = 6;
        assertTrue(readBack.isShownBy(disk), "a write whose end we have not heard of landed");
        disk.section[1].incarnation = 6;
        assertFalse(readBack.isShownBy(disk), "that is a former life's");
        disk.section[1].incarnation = 7;
        disk.status[1] = SectionStatus.CORRUPT;
        assertFalse(readBack.isShownBy(disk));
    }

    @Test
    void shouldNotWaitForAWriteThatIsUnderWay() {
        write(5, 100);
        HostSection next = new HostSection();
        next.longSequence = 6;
        readBack.writing(next);
        disk.section[1].longSequence = 5;
        assertTrue(readBack.isShownBy(disk));
        assertEquals(100, readBack.beganNanos());
    }

    @Test
    void shouldTellOnlyWhomEveryOwnWriteTellsThatMayStillLand() {
        long later = ReadBack.LANDS_NANOS;
        readBack.begin(0);
        HostSection section = new HostSection();
        section.longSequence = 5;
        section.excludedHosts = 0b1100;
        readBack.writing(section);
        readBack.written(100);
        assertEquals(0, readBack.toldExcluded(later), "no read has shown it");
        disk.section[1].copyFrom(section);
        readBack.shown(disk);
        assertEquals(0, readBack.toldExcluded(later - 1), "a write of the former boot may land over it");
        assertEquals(0b1100, readBack.toldExcluded(later));
        section.excludedHosts = 0b0100;
        readBack.writing(section);
        readBack.givenUp(later);
        assertEquals(0b0100, readBack.toldExcluded(later), "it may land over the one that tells more");
        assertEquals(0b1100, readBack.toldExcluded(2 * later), "it has landed, or never does");
    }
}
