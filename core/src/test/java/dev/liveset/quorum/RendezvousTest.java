package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5: who has passed which of the five rendezvous, for every phase that another host may say. */
class RendezvousTest {
    private static final Set<Phase> OUT_OR_NEXT = EnumSet.of(Phase.STARTED, Phase.FHREADY, Phase.FH1);

    private final LivesetState state = new LivesetState(QuorumPools.pool(2), 0, QuorumRules.OURS);

    private static Set<Phase> from(Phase first) {
        return EnumSet.range(first, Phase.FH4DONE);
    }

    private static Set<Phase> and(Set<Phase> left, Set<Phase> right) {
        Set<Phase> both = EnumSet.copyOf(left);
        both.addAll(right);
        return both;
    }

    private void assertPassed(Rendezvous rendezvous, boolean inSecond, Set<Phase> expected) {
        state.current = 0b11;
        state.hbdomain = 0b11;
        state.sfdomain = 0;
        Set<Phase> passed = EnumSet.noneOf(Phase.class);
        for (Phase phase : Phase.values()) {
            state.seen.heardPhase[1] = phase.ordinal();
            if (rendezvous.awaited(state, inSecond) == 0) {
                passed.add(phase);
            }
        }
        assertEquals(expected, passed, rendezvous + (inSecond ? " second" : " first"));
    }

    @Test
    void shouldWaitInTheFirstTwoForWhoIsInTheSamePhaseOfTheRoundOrFurther() {
        assertPassed(Rendezvous.FIRST, false, from(Phase.FHREADY));
        assertPassed(Rendezvous.FIRST, true, from(Phase.FH1));
        assertPassed(Rendezvous.SECOND, false, from(Phase.FH1DONE));
        assertPassed(Rendezvous.SECOND, true, from(Phase.FH2));
    }

    @Test
    void shouldTakeWhoIsOutOfTheRoundAsPassedFromTheThirdOn() {
        assertPassed(Rendezvous.THIRD, false, and(from(Phase.FH2DONE), OUT_OR_NEXT));
        assertPassed(Rendezvous.THIRD, true, and(from(Phase.FH3), OUT_OR_NEXT));
        assertPassed(Rendezvous.FOURTH, false, and(from(Phase.FH3DONE), OUT_OR_NEXT));
        assertPassed(Rendezvous.FOURTH, true, and(from(Phase.FH4), OUT_OR_NEXT));
        assertPassed(Rendezvous.FIFTH, false, and(from(Phase.FH4DONE), OUT_OR_NEXT));
        assertPassed(Rendezvous.FIFTH, true, OUT_OR_NEXT);
    }

    @Test
    void shouldWaitForVisibleLivesetHostsOnly() {
        state.current = 0b01;
        state.hbdomain = 0b11;
        assertEquals(0, Rendezvous.FIRST.awaited(state, false), "it is not in the liveset");
        state.current = 0b11;
        assertEquals(0b10, Rendezvous.FIRST.awaited(state, false));
        state.hbdomain = 0b01;
        assertEquals(0, Rendezvous.FIRST.awaited(state, false), "it is not heard");
    }

    @Test
    void shouldLookIntoTheStatefileInTheSecondOnly() {
        for (Rendezvous rendezvous : Rendezvous.values()) {
            state.current = 0b11;
            state.hbdomain = 0b01;
            state.sfdomain = 0b11;
            state.seen.readPhase[1] = Phase.ABORTED.ordinal();
            long expected = rendezvous == Rendezvous.SECOND ? HostSet.of(1) : 0;
            assertEquals(expected, rendezvous.awaited(state, false), rendezvous::toString);
            assertEquals(expected, rendezvous.awaited(state, true), rendezvous::toString);
        }
        state.seen.readPhase[1] = Phase.FH1DONE.ordinal();
        assertEquals(0, Rendezvous.SECOND.awaited(state, false));
        assertEquals(0b10, Rendezvous.SECOND.awaited(state, true));
    }

    @Test
    void shouldPassOnlyItsOwnTwoPhasesByTheOriginalsRule() {
        LivesetState original =
                new LivesetState(QuorumPools.pool(2), 0, QuorumRules.OURS.without(QuorumRule.LATER_PHASE_PASSES));
        original.current = 0b11;
        original.hbdomain = 0b11;
        for (Rendezvous rendezvous : Rendezvous.values()) {
            Phase third = rendezvous == Rendezvous.FIFTH ? Phase.FHREADY : Phase.of(rendezvous.second.ordinal() + 1);
            for (Phase phase : Phase.values()) {
                original.seen.heardPhase[1] = phase.ordinal();
                boolean first = phase == rendezvous.first || phase == rendezvous.second;
                boolean second = phase == rendezvous.second || phase == third;
                assertEquals(first, rendezvous.awaited(original, false) == 0, rendezvous + " " + phase);
                assertEquals(second, rendezvous.awaited(original, true) == 0, rendezvous + " " + phase);
            }
        }
    }
}
