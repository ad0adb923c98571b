package dev.liveset.examples.statefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.codec.StatefileDump.Part;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeenBeatsTest {
    private static final long SECOND = 1_000_000_000L;

    private final SeenBeats beats = new SeenBeats();

    private SeenBeats.Beat see(long seconds, long incarnation, long sequence) {
        Map<String, Object> fields =
                Map.of("sequence", sequence, "trailer.incarnation", incarnation, "trailer.sequence", sequence);
        return beats.see(new Part("host[ 1]", 8192, "valid, with our trailer", fields), seconds * SECOND);
    }

    @Test
    void shouldCountTheAgeFromTheLastChange() {
        assertEquals(0, see(1, 5, 1).intervalNanos());
        assertEquals(SECOND, see(3, 5, 1).changedNanos());
        assertEquals(3 * SECOND, see(4, 5, 2).intervalNanos());
        assertEquals(4 * SECOND, see(6, 5, 2).changedNanos());
    }

    @Test
    void shouldSeeThatASectionWasRolledBackUntilTheNewestIsThereAgain() {
        see(1, 5, 1);
        see(2, 5, 9);
        SeenBeats.Beat older = see(3, 5, 1);
        assertTrue(older.isOlder());
        assertEquals(9, older.longSequence());
        assertTrue(see(4, 5, 2).isOlder());
        assertFalse(see(5, 5, 10).isOlder());
        assertFalse(see(6, 6, 1).isOlder(), "a new boot counts from its own beginning");
        assertTrue(see(7, 5, 11).isOlder());
    }

    @Test
    void shouldKnowNothingOfAgeWithoutOurTrailer() {
        see(1, 5, 9);
        assertFalse(beats.see(new Part("host[ 1]", 8192, "valid, without our trailer", Map.of("sequence", 1L)), 2)
                .isOlder());
        Map<String, Object> fields = Map.of("sequence", 4L);
        beats.see(new Part("host[ 0]", 4096, "valid, without our trailer", fields), SECOND);
        assertFalse(beats.see(new Part("host[ 0]", 4096, "valid, without our trailer", Map.of("sequence", 3L)), 2)
                .isOlder());
        assertFalse(
                beats.see(new Part("host[ 0]", 4096, "unreadable", Map.of()), 3).isOlder());
    }

    @Test
    void shouldSeeThatTheGlobalSectionWasRolledBackAlone() {
        assertEquals(0, newerGlobal(4));
        assertEquals(0, newerGlobal(6));
        assertEquals(6, newerGlobal(5));
        assertEquals(0, beats.newerGlobal(new Part("global", 0, "valid, without our trailer", Map.of())), "xhad's");
        assertEquals(0, newerGlobal(6));
    }

    private long newerGlobal(long sequence) {
        return beats.newerGlobal(
                new Part("global", 0, "valid, with our trailer", Map.of("trailer.sequence", sequence)));
    }
}
