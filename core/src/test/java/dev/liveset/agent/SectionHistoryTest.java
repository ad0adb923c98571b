package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.statefile.StatefileSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionHistoryTest {
    private final SectionHistory history = new SectionHistory(true);
    private final StatefileSnapshot snapshot = new StatefileSnapshot();
    private final List<Effect> effects = new ArrayList<>();

    private void shows(long incarnation, long sequence) {
        shows(history, incarnation, sequence);
    }

    private void shows(SectionHistory by, long incarnation, long sequence) {
        snapshot.section[1].trailer = incarnation != 0;
        snapshot.section[1].incarnation = incarnation;
        snapshot.section[1].longSequence = sequence;
        by.look(snapshot, 1, effects);
    }

    private static Effect.Notify rolledBack(long incarnation, long sequence) {
        return new Effect.Notify(new PoolEvent.SectionRolledBack(1, incarnation, sequence));
    }

    @Test
    void shouldSayNothingOfAHostThatWritesRestartsAndWrites() {
        shows(0, 0);
        shows(5, 1);
        shows(5, 2);
        shows(5, 2);
        shows(6, 1);
        assertEquals(List.of(), effects);
        assertEquals(0, history.olderSections());
    }

    @Test
    void shouldTellARestoredSnapshotOnceAndCountEveryOlderContent() {
        shows(5, 9);
        shows(5, 3);
        shows(5, 3);
        shows(5, 4);
        assertEquals(List.of(rolledBack(5, 3)), effects);
        assertEquals(2, history.olderSections());
    }

    @Test
    void shouldTellItAgainAfterTheNewestHasShown() {
        shows(5, 9);
        shows(5, 3);
        shows(5, 9);
        shows(5, 3);
        assertEquals(List.of(rolledBack(5, 3), rolledBack(5, 3)), effects);
        assertEquals(2, history.olderSections());
    }

    @Test
    void shouldTellALateWriteOfAnEarlierStartWhateverItsSequence() {
        shows(5, 9);
        shows(6, 1);
        shows(5, 10);
        assertEquals(List.of(rolledBack(5, 10)), effects);
    }

    @Test
    void shouldTellASectionThatWasNeverWrittenAfterOneThatWas() {
        shows(5, 9);
        shows(0, 0);
        assertEquals(List.of(rolledBack(0, 0)), effects);
    }

    @Test
    void shouldNotTakeXhadsSectionsForOldOnes() {
        SectionHistory interop = new SectionHistory(false);
        shows(interop, 5, 9);
        shows(interop, 0, 0);
        assertEquals(List.of(), effects);
        assertEquals(0, interop.olderSections());
    }
}
