package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, step 1: whom the fresh look waits for, to the nanosecond. T1 and T2 are 2 s, so a quarter is 0.5 s. */
class FreshLookTest {
    private static final long BEGAN = FaultDesk.BEGAN;
    private static final long QUARTER = 500_000_000L;

    private final FaultDesk desk = new FaultDesk(QuorumPools.pool(3));
    private final Sightings seen = desk.state.seen;
    private final FreshLook look = new FreshLook(desk.state);

    @Test
    void shouldWaitForWhoWasNotHeardForMoreThanAQuarterOfT1UntilItIsHeardSince() {
        seen.heardNanos[1] = BEGAN - QUARTER;
        look.begin(BEGAN);
        assertTrue(look.isDone(), "a quarter is fresh enough");
        seen.heardNanos[1] = BEGAN - QUARTER - 1;
        look.begin(BEGAN);
        assertFalse(look.isDone());
        seen.heardNanos[1] = BEGAN;
        assertFalse(look.isDone(), "not since, but at the same time");
        seen.heardNanos[1] = BEGAN + 1;
        assertTrue(look.isDone());
        seen.heardNanos[1] = BEGAN - QUARTER - 1;
        assertTrue(look.isDone(), "it was heard");
    }

    @Test
    void shouldWaitForWhoseSectionDidNotMoveForMoreThanAQuarterOfT2UntilItMovesSince() {
        seen.movedNanos[2] = BEGAN - QUARTER;
        look.begin(BEGAN);
        assertTrue(look.isDone(), "a quarter is fresh enough");
        seen.movedNanos[2] = BEGAN - QUARTER - 1;
        look.begin(BEGAN);
        assertFalse(look.isDone());
        seen.movedNanos[2] = BEGAN;
        assertFalse(look.isDone(), "not since, but at the same time");
        seen.movedNanos[2] = BEGAN + 1;
        assertTrue(look.isDone());
    }

    @Test
    void shouldWaitForItsOwnSectionButNotToHearItself() {
        seen.heardNanos[0] = Sightings.NEVER;
        look.begin(BEGAN);
        assertTrue(look.isDone());
        seen.movedNanos[0] = Sightings.NEVER;
        look.begin(BEGAN);
        assertFalse(look.isDone(), "its own write may have been the last");
    }

    @Test
    void shouldWaitForNobodyWhoLeavesTheDomain() {
        seen.heardNanos[1] = Sightings.NEVER;
        seen.movedNanos[2] = Sightings.NEVER;
        look.begin(BEGAN);
        desk.sees(0b101, 0b111);
        assertFalse(look.isDone(), "host 2 is still awaited on the statefile");
        desk.sees(0b101, 0b011);
        assertTrue(look.isDone());
    }

    @Test
    void shouldLookAtEverybodyInTheLargestPool() {
        FaultDesk largest = new FaultDesk(QuorumPools.pool(HostSet.MAX_HOSTS));
        FreshLook wide = new FreshLook(largest.state);
        wide.begin(BEGAN);
        assertTrue(wide.isDone());
        largest.state.seen.heardNanos[63] = Sightings.NEVER;
        wide.begin(BEGAN);
        assertFalse(wide.isDone());
        assertEquals(-1L, largest.state.seen.everShown());
    }
}
