package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Who is in the liveset, who may have entered one, and who is in nobody's; host 0 of five, online with 1 and 2. */
class LivesetStateTest {
    private static final long SECOND = 1_000_000_000L;

    private final LivesetState state = new LivesetState(QuorumPools.pool(5), 0, QuorumRules.OURS);

    LivesetStateTest() {
        state.seen.begin(0);
        state.starting = false;
        state.current = 0b00111;
        state.proposed = 0b00111;
    }

    private void hear(int host, long current, long proposed) {
        state.seen.heard(SECOND, host, current, proposed, 0, 0, 1, false, false, false, 1, state.current);
    }

    @Test
    void shouldKnowThatWhoIsOutsideIsInNobodysLiveset() {
        assertEquals(0b11000, state.gone());
        state.proposed = 0b01111;
        assertEquals(0b10000, state.gone(), "host 3 is being taken in");
        state.proposed = 0b00111;
        state.mayHaveEntered = 0b10000;
        assertEquals(0b01000, state.gone(), "host 4 may be in a liveset of which we did not hear");
        state.current = 0b00101;
        assertEquals(0b01000, state.gone(), "host 1 is still proposed");
        state.proposed = 0b00101;
        assertEquals(0b01010, state.gone());
    }

    @Test
    void shouldKnowNothingOfOthersWhileItIsInNoLivesetItself() {
        state.starting = true;
        assertEquals(0, state.gone());
        state.starting = false;
        state.current = 0b00110;
        assertEquals(0, state.gone());
    }

    @Test
    void shouldNoteWhomALivesetHostTakesInBeforeItCountsThem() {
        hear(1, 0b00111, 0b01111);
        state.noteInvited(1);
        assertEquals(0b01000, state.invited);
        assertEquals(0b01000, state.mayHaveEntered);
        hear(2, 0b00111, 0b10111);
        state.noteInvited(2);
        assertEquals(0b11000, state.invited, "host 1 may have died meanwhile");
        assertEquals(0b11000, state.mayHaveEntered);
    }

    @Test
    void shouldNotTakeForInvitedWhoAsksForItself() {
        hear(3, 0b00111, 0b01111);
        state.noteInvited(3);
        assertEquals(0, state.invited);
        assertEquals(0, state.mayHaveEntered);
    }

    @Test
    void shouldNotTakeForInvitedWhoIsInsideAlready() {
        hear(1, 0b01111, 0b01111);
        state.noteInvited(1);
        assertEquals(0, state.invited, "counted there, so no longer invited");
        state.current = 0b01111;
        hear(2, 0b00111, 0b01111);
        state.noteInvited(2);
        assertEquals(0, state.invited, "counted here");
    }

    @Test
    void shouldCountTheSilenceOfWhomItAddsFromThen() {
        state.invited = 0b01000;
        state.mayHaveEntered = 0b11000;
        state.add(3, 5 * SECOND);
        assertEquals(0b01111, state.current);
        assertEquals(0b01111, state.proposed);
        assertEquals(0, state.invited);
        assertEquals(0b10000, state.mayHaveEntered, "of host 3 it is no longer a question");
        assertEquals(5 * SECOND, state.seen.signNanos[3]);
        assertEquals(0, state.seen.signNanos[4]);
    }

    @Test
    void shouldWaitForTheFirstWriteOnlyOfWhomItHasNotSeenWriting() {
        state.sfdomain = 0b10111;
        state.add(3, 5 * SECOND);
        state.add(4, 6 * SECOND);
        assertEquals(0b01000, state.unseen);
        assertEquals(5 * SECOND, state.unseenSinceNanos[3]);
    }
}
