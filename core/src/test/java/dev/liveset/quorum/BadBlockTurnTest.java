package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Whose turn it is to overwrite the section of host 3, which no read gives, to the nanosecond; this is host 1 of four, after host 0. */
class BadBlockTurnTest {
    private static final long BEGAN = 100_000_000_000L;
    private static final long LOST = 0b1000;

    private final LivesetState state = new LivesetState(QuorumPools.pool(4), 1, QuorumRules.OURS);
    private final SilenceRule silence = new SilenceRule(state);
    private final BadBlockRule rule = new BadBlockRule(state, silence);
    private final long mine = BEGAN + silence.silenceNanos();
    private final long turn = 2 * state.timings.longestTimeoutNanos();

    BadBlockTurnTest() {
        state.seen.begin(BEGAN);
        state.statefileAccess = true;
        state.current = 0b1111;
        survivors(0b0111, 0b0111, 0b0111);
        state.seen.unreadable(BEGAN, 3);
    }

    private void survivors(long proposed, long hbdomain, long sfdomain) {
        state.proposed = proposed;
        state.hbdomain = hbdomain;
        state.sfdomain = sfdomain;
    }

    private void assertToldFrom(long turnNanos) {
        assertEquals(0, rule.due(mine - 1, LOST));
        assertEquals(0, rule.leftAlone());
        if (turnNanos > mine) {
            assertEquals(0, rule.due(mine, LOST));
            assertEquals(0, rule.due(turnNanos - 1, LOST));
        }
        assertEquals(LOST, rule.due(turnNanos, LOST));
        assertEquals(0, rule.leftAlone());
    }

    @Test
    void shouldComeOneTurnAfterTheFullSilenceBehindASurvivorOfLowerIndex() {
        assertToldFrom(mine + turn);
    }

    @Test
    void shouldWaitForNoTurnOfAHostThatDidNotSurvive() {
        survivors(0b0110, 0b0111, 0b0111);
        assertToldFrom(mine);
    }

    @Test
    void shouldWaitForNoTurnOfAHostThatIsNotOnBothChannels() {
        survivors(0b0111, 0b0110, 0b0111);
        assertToldFrom(mine);
    }

    @Test
    void shouldWaitForNoTurnOfAHostThatHasLostTheStatefile() {
        survivors(0b0111, 0b0111, 0b0110);
        assertToldFrom(mine);
    }

    @Test
    void shouldTellOfASectionLeftAloneOnlyWhileItsHostIsWaitedFor() {
        assertEquals(0, rule.due(mine, LOST));
        state.hbdomain = 0b0110;
        assertEquals(0, rule.due(mine + turn, LOST));
        assertEquals(LOST, rule.leftAlone(), "host 0 may have died of it");
        assertEquals(0, rule.due(mine + turn, 0));
        assertEquals(0, rule.leftAlone());
    }

    @Test
    void shouldNotTellOfASectionLeftAloneBeforeItsTurn() {
        state.statefileAccess = false;
        assertEquals(0, rule.due(mine + turn, LOST));
        assertEquals(0, rule.leftAlone(), "it is this host that reads nothing");
    }

    @Test
    void shouldNotOverwriteWhileTheSectionOfAnySurvivorCannotBeReadEither() {
        assertEquals(0, rule.due(mine, LOST));
        for (int survivor = 0; survivor <= 2; survivor++) {
            state.seen.unreadable(mine, survivor);
            assertEquals(0, rule.due(mine + turn, LOST), "the own path may be to blame");
            state.seen.readUnusable(mine, mine, survivor, 77);
        }
        assertEquals(LOST, rule.due(mine + turn, LOST));
    }
}
