package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.VmId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermitCheckTest {
    private static final VmId VM = new VmId(0, 1);
    private final RecoverySettings settings =
            new RecoverySettings(1, List.of("a", "b"), 5, 0, 1, 1024, 8, false, false);
    private final PermitCheck check = new PermitCheck(settings, RecoveryRules.ALL);

    @Test
    void shouldTakeOnlyAPermitForThisHostThisIncarnationAndThePromisedEpochThatWasNotAnswered() {
        for (int host = 0; host <= 1; host++) {
            for (long incarnation = 4; incarnation <= 6; incarnation++) {
                for (long epoch = 6; epoch <= 8; epoch++) {
                    for (long answered = 0; answered <= 4; answered++) {
                        for (boolean mayClaim : new boolean[] {false, true}) {
                            Permit permit = new Permit(epoch, 3, host, incarnation);
                            Answer answer = answered == 0
                                    ? null
                                    : new Answer(VM, new Permit(epoch, answered, 1, 5), Answer.Kind.STOPPED);
                            boolean expected = host == 1 && incarnation == 5 && epoch == 7 && answered < 3 && mayClaim;
                            assertEquals(expected, check.accepts(permit, 7, answer, mayClaim), permit + " " + answer);
                        }
                    }
                }
            }
        }
    }
}
