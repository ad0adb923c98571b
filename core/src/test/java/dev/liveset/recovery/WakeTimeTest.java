package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WakeTimeTest {
    private final WakeTime wake = new WakeTime();

    @Test
    void shouldBeDueFromTheEarliestMomentAskedFor() {
        wake.at(70);
        wake.at(50);
        wake.at(60);
        assertFalse(wake.isDue(49));
        assertTrue(wake.isDue(50));
        assertTrue(wake.isDue(1_000));
    }

    @Test
    void shouldNeverBeDueUnasked() {
        assertFalse(wake.isDue(Long.MAX_VALUE));
        wake.at(50);
        wake.clear();
        assertFalse(wake.isDue(50));
    }
}
