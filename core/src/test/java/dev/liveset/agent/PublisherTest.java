package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.quorum.Sightings;
import org.junit.jupiter.api.Test;

/** Times on disk and wire are elapsed milliseconds, -1 means never. */
class PublisherTest {
    @Test
    void shouldTellAgesInMillisecondsThatKeepGrowing() {
        assertEquals(-1, Publisher.ageMillis(5_000_000, Sightings.NEVER));
        assertEquals(0, Publisher.ageMillis(5_000_000, 5_000_000));
        assertEquals(3, Publisher.ageMillis(5_999_999, 2_000_000));
        assertEquals(Integer.MAX_VALUE, Publisher.ageMillis(Long.MAX_VALUE / 2, 0), "and never turn negative");
    }
}
