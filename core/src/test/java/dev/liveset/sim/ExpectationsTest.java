package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a timeline expects is asked for also of a run that claims nothing. */
class ExpectationsTest {
    private static RunReport play(String expected) {
        List<String> timeline =
                List.of("0 power-on h1", "0 power-on h2", "12 break-watchdog h2", "11 expect-online 11", expected);
        return new Simulation(SimPools.fast(2), SimSettings.calm()).play(timeline, 1);
    }

    @Test
    void shouldBeContentWithARunThatClaimsNothingAndDoesWhatIsExpected() {
        assertNull(play("15 expect-claims-nothing").violation());
        RunReport report = play("15 expect-died none");
        assertNull(report.violation());
        assertEquals("a broken watchdog", report.claimsNothing());
    }

    @Test
    void shouldNotExcuseARunThatClaimsNothingFromWhatIsExpected() {
        Violation violation = play("15 expect-died 01").violation();
        assertEquals("Expectations", violation.checker());
    }

    @Test
    void shouldSeeThatARunClaimsEveryRuleUntilSomethingIsBroken() {
        Violation violation = play("11 expect-claims-nothing").violation();
        assertEquals("Expectations", violation.checker());
    }
}
