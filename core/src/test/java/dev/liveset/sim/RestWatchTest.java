package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.sim.RestWatch.Outcome;
import org.junit.jupiter.api.Test;

class RestWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final RestWatch watch = new RestWatch(80 * SECOND);

    @Test
    void shouldBeAtRestOnceRestHasLasted() {
        assertEquals(Outcome.GOES_ON, watch.look(10 * SECOND, false));
        assertEquals(Outcome.GOES_ON, watch.look(11 * SECOND, true));
        assertEquals(Outcome.GOES_ON, watch.look(13 * SECOND, true));
        assertEquals(Outcome.AT_REST, watch.look(14 * SECOND, true));
        assertEquals(11 * SECOND, watch.sinceNanos());
    }

    @Test
    void shouldBeTooLateWhenSomethingIsMissingAtTheLimit() {
        assertEquals(Outcome.GOES_ON, watch.look(80 * SECOND - 1, false));
        assertEquals(Outcome.TOO_LATE, watch.look(80 * SECOND, false));
    }

    @Test
    void shouldLetRestThatBeganBeforeTheLimitShowThatItLasts() {
        assertEquals(Outcome.GOES_ON, watch.look(79 * SECOND, true));
        assertEquals(Outcome.GOES_ON, watch.look(81 * SECOND, true));
        assertEquals(Outcome.AT_REST, watch.look(82 * SECOND, true));
    }

    @Test
    void shouldBeTooLateWhenRestThatBeganBeforeTheLimitDoesNotLast() {
        assertEquals(Outcome.GOES_ON, watch.look(79 * SECOND, true));
        assertEquals(Outcome.TOO_LATE, watch.look(81 * SECOND, false));
    }
}
