package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.fencing.SurvivalFacts;
import dev.liveset.quorum.SurvivalView;
import org.junit.jupiter.api.Test;

/** What the fencing policy is told of a judgement. */
class FenceVerdictsTest {
    private final SurvivalView view = new SurvivalView();

    FenceVerdictsTest() {
        view.self = 1;
        view.hostCount = 3;
        view.configured = 0b111;
        view.liveset = 0b111;
        view.hbdomain = 0b111;
        view.sfdomain = 0b010;
    }

    @Test
    void shouldTellThePolicyTheSetsWithinTheLiveset() {
        view.liveset = 0b011;
        view.sr2 = true;
        SurvivalFacts facts = FenceVerdicts.facts(view, true, false);
        assertEquals(new SurvivalFacts(1, 0b111, 0b011, 0, 0b011, 0b010, false, true, true, false), facts);
    }

    @Test
    void shouldTellWhetherAnotherHasTheStatefileByTheDiskOrByItsOwnWord() {
        assertFalse(FenceVerdicts.facts(view, false, false).statefileElsewhere());
        view.sfdomain = 0b110;
        assertTrue(FenceVerdicts.facts(view, false, false).statefileElsewhere());
        view.sfdomain = 0b010;
        view.heardSfdomain[0] = 0b110;
        assertFalse(FenceVerdicts.facts(view, false, false).statefileElsewhere(), "host 0 says it of host 2 only");
        view.heardSfdomain[2] = 0b100;
        assertTrue(FenceVerdicts.facts(view, false, false).statefileElsewhere());
        view.hbdomain = 0b011;
        assertFalse(FenceVerdicts.facts(view, false, false).statefileElsewhere(), "it is not heard any more");
    }
}
