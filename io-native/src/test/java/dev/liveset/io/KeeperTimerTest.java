package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KeeperTimerTest {
    private final KeeperTimer timer = new KeeperTimer();

    @Test
    void shouldDoNothingUntilItIsArmed() {
        assertFalse(timer.mustKill(Long.MAX_VALUE));
        assertTrue(timer.onFrame(KeeperFrame.FEED, 1, 0, 10));
        assertFalse(timer.mustKill(Long.MAX_VALUE));
        assertEquals(0, timer.deadlineNanos());
    }

    @Test
    void shouldKillAtTheDeadlineOfTheLastFeed() {
        timer.onFrame(KeeperFrame.ARM, 1, 0, 100);
        timer.onFrame(KeeperFrame.FEED, 2, 90, 200);
        assertFalse(timer.mustKill(199));
        assertTrue(timer.mustKill(200));
    }

    @Test
    void shouldNotBelieveAFeedThatWasSentAfterTheDeadline() {
        timer.onFrame(KeeperFrame.ARM, 1, 0, 100);
        assertFalse(timer.onFrame(KeeperFrame.FEED, 2, 101, 1000));
        assertTrue(timer.mustKill(102));
        assertFalse(timer.onFrame(KeeperFrame.DISARM, 3, 103, 0));
        assertTrue(timer.mustKill(104));
    }

    @Test
    void shouldBelieveAFeedThatWasSentInTimeAndReadLate() {
        timer.onFrame(KeeperFrame.ARM, 1, 0, 100);
        assertTrue(timer.onFrame(KeeperFrame.FEED, 2, 99, 1000));
        assertFalse(timer.mustKill(500));
    }

    @Test
    void shouldBeUnarmedByTheMagicAlone() {
        timer.onFrame(KeeperFrame.ARM, 1, 0, 100);
        timer.onDisconnect();
        assertFalse(timer.finished());
        assertTrue(timer.mustKill(100));

        KeeperTimer disarmed = new KeeperTimer();
        disarmed.onFrame(KeeperFrame.ARM, 1, 0, 100);
        disarmed.onFrame(KeeperFrame.DISARM, 2, 50, 0);
        disarmed.onDisconnect();
        assertTrue(disarmed.finished());
        assertFalse(disarmed.mustKill(100));
    }

    @Test
    void shouldTakeSenselessFramesForALostHost() {
        timer.onFrame(KeeperFrame.ARM, 1, 0, 100);
        assertFalse(timer.onFrame(0xBAD, 2, 10, 1000));
        assertFalse(timer.onFrame(KeeperFrame.FEED, 3, 11, 1000));
        assertFalse(timer.onFrame(KeeperFrame.DISARM, 4, 12, 0));
        assertTrue(timer.mustKill(100));
    }

    @Test
    void shouldTakeAGapInTheSequenceForALostHost() {
        timer.onFrame(KeeperFrame.ARM, 1, 0, 100);
        assertFalse(timer.onFrame(KeeperFrame.FEED, 3, 10, 1000));
        assertTrue(timer.mustKill(100));
    }

    @Test
    void shouldKillOnRequestEvenUnarmed() {
        timer.onFrame(KeeperFrame.KILL, 1, 0, 0);
        assertTrue(timer.mustKill(0));
    }

    @Test
    void shouldCompareDeadlinesAcrossTheWrapOfTheClock() {
        timer.onFrame(KeeperFrame.ARM, 1, Long.MAX_VALUE - 10, Long.MIN_VALUE + 10);
        assertFalse(timer.mustKill(Long.MAX_VALUE));
        assertTrue(timer.mustKill(Long.MIN_VALUE + 10));
    }
}
