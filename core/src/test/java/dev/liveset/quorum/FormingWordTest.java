package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import org.junit.jupiter.api.Test;

/** Who may form a liveset without somebody, by one look after the other; host 1 of four, where hosts 1 and 2 are present. */
class FormingWordTest {
    private static final long BEGAN = 100_000_000_000L;
    private static final long PRESENT = 0b0110;

    private final LivesetState state = state(PoolConfig.Mode.STRICT);
    private final FormingWord word = new FormingWord(state, new SilenceRule(state));
    private long now = BEGAN;

    private static LivesetState state(PoolConfig.Mode mode) {
        LivesetState state = new LivesetState(QuorumPools.pool(4, mode), 1, QuorumRules.OURS);
        state.seen.begin(BEGAN);
        return state;
    }

    /** A completed read, which shows what this host proposes and that all sections were there. */
    private void look() {
        now += 1_000_000L;
        for (int host = 0; host < 4; host++) {
            state.seen.observedNanos[host] = now;
        }
        state.seen.readProposed[1] = state.proposed;
    }

    private boolean mayForm() {
        return word.mayForm(PRESENT);
    }

    private void saysItsWord() {
        look();
        assertFalse(mayForm());
        assertEquals(PRESENT, state.proposed);
    }

    @Test
    void shouldFormOnlyAfterALookThatBeganSinceItSaidSo() {
        saysItsWord();
        state.seen.readProposed[1] = PRESENT;
        assertFalse(mayForm(), "that look began before the word was given: of an earlier one");
        look();
        assertTrue(mayForm());
    }

    @Test
    void shouldNotFormByALookThatDoesNotShowTheOwnWord() {
        saysItsWord();
        look();
        state.seen.readProposed[1] = 0;
        assertFalse(mayForm());
    }

    @Test
    void shouldAskNobodyBesideXhadWhichGivesNoWord() {
        LivesetState interop = state(PoolConfig.Mode.INTEROP);
        assertTrue(new FormingWord(interop, new SilenceRule(interop)).mayForm(PRESENT));
    }

    @Test
    void shouldTakeItsWordBackForALowerHostThatFormsWithoutIt() {
        saysItsWord();
        look();
        state.seen.readProposed[0] = 0b0001;
        assertFalse(mayForm());
        assertEquals(0, state.proposed);
    }

    @Test
    void shouldKeepItsWordForAHigherHostAndWaitUntilThatTakesItsOwnBack() {
        saysItsWord();
        look();
        state.seen.readProposed[3] = 0b1000;
        assertFalse(mayForm());
        assertEquals(PRESENT, state.proposed);
        state.seen.readProposed[3] = 0;
        assertTrue(mayForm());
    }

    @Test
    void shouldTakeAPresentHostForNoRivalThatProposesUsToo() {
        saysItsWord();
        look();
        state.seen.readProposed[2] = PRESENT;
        assertTrue(mayForm());
    }

    @Test
    void shouldWaitForAPresentHostThatIsAboutToFormWithoutUs() {
        saysItsWord();
        look();
        state.seen.readProposed[2] = 0b1100;
        assertFalse(mayForm(), "it hears us, and is with others all the same");
        assertEquals(PRESENT, state.proposed);
    }

    @Test
    void shouldNotFormBeforeEveryMissingHostWasLookedAtAsNewlyAsItself() {
        saysItsWord();
        look();
        state.seen.observedNanos[3] = now - 1;
        assertFalse(mayForm(), "its word may have come since");
        state.seen.observedNanos[3] = now;
        assertTrue(mayForm());
    }

    @Test
    void shouldWaitForALowerHostWhoseWordCannotBeReadAndKeepItsOwn() {
        saysItsWord();
        look();
        state.seen.readUnusable(now, now, 0, 77);
        assertFalse(mayForm());
        assertEquals(PRESENT, state.proposed, "that host may just as well wait for us");
    }
}
