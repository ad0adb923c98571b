package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.recovery.AssignmentRule.Judgement;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssignmentRuleTest {
    @Test
    void shouldFollowTheWordsOfTheRuleForEveryCombinationOfFacts() {
        for (int facts = 0; facts <= AssignmentRule.ALL_FACTS; facts++) {
            boolean inLiveset = has(facts, AssignmentRule.IN_LIVESET);
            boolean a = inLiveset
                    && has(facts, AssignmentRule.CURRENT)
                    && has(facts, AssignmentRule.PROMISED)
                    && !has(facts, AssignmentRule.CLAIMS_VM);
            boolean read = has(facts, AssignmentRule.READ_SINCE_LEFT);
            boolean b = !inLiveset
                    && (has(facts, AssignmentRule.CONFIRMED)
                            || read && has(facts, AssignmentRule.ARMED) && has(facts, AssignmentRule.SILENT));
            boolean c =
                    !inLiveset && read && !has(facts, AssignmentRule.ARMED) && !has(facts, AssignmentRule.CLAIMS_ANY);
            assertEquals(a || b || c, AssignmentRule.judge(facts).clear, Integer.toBinaryString(facts));
        }
    }

    @Test
    void shouldNeverClearAMoreDangerousHostThanOneItDoesNotClear() {
        int[] reassuring = {
            AssignmentRule.CURRENT,
            AssignmentRule.PROMISED,
            AssignmentRule.READ_SINCE_LEFT,
            AssignmentRule.SILENT,
            AssignmentRule.CONFIRMED
        };
        int[] alarming = {AssignmentRule.CLAIMS_VM, AssignmentRule.CLAIMS_ANY};
        for (int facts = 0; facts <= AssignmentRule.ALL_FACTS; facts++) {
            boolean clear = AssignmentRule.judge(facts).clear;
            for (int fact : reassuring) {
                assertTrue(!clear || AssignmentRule.judge(facts | fact).clear, Integer.toBinaryString(facts));
            }
            for (int fact : alarming) {
                assertTrue(clear || !AssignmentRule.judge(facts | fact).clear, Integer.toBinaryString(facts));
            }
        }
    }

    @Test
    void shouldGiveEveryJudgementForSomeFacts() {
        Set<Judgement> seen = EnumSet.noneOf(Judgement.class);
        for (int facts = 0; facts <= AssignmentRule.ALL_FACTS; facts++) {
            seen.add(AssignmentRule.judge(facts));
        }
        assertEquals(EnumSet.allOf(Judgement.class), seen);
    }

    @Test
    void shouldEndAPermitOnlyByItsAnswerOrByAHostThatIsOut() {
        for (Judgement host : Judgement.values()) {
            assertTrue(AssignmentRule.ended(false, false, host, true));
            assertTrue(AssignmentRule.ended(true, true, host, true));
            boolean out = host == Judgement.FENCED || host == Judgement.CONFIRMED_OFF;
            assertEquals(out || host == Judgement.LEFT_CLEANLY, AssignmentRule.ended(true, false, host, false));
            assertEquals(out, AssignmentRule.ended(true, false, host, true));
        }
        assertFalse(AssignmentRule.ended(true, false, Judgement.PROMISED_CLEAR, false));
    }

    private static boolean has(int facts, int fact) {
        return (facts & fact) != 0;
    }
}
