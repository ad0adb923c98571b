package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
    @Test
    void shouldReadBackEveryRandomScheduleAsItWasWritten() {
        for (long seed = 1; seed <= 50; seed++) {
            List<SimAction> actions =
                    Schedule.random(SimPools.fast(4), SimSettings.calm(), seed).actions();
            List<String> lines = Timeline.format(actions, 4);
            assertEquals(lines, Timeline.format(Timeline.parse(lines, 4), 4));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ten power-on h1",
                "10 explode h1",
                "10 power-on h4",
                "10 power-on x1",
                "10 cut-link h1 h2 10",
                "10 split 11 for 3",
                "10 power-on h1 h2",
                "10",
                "10 when h1 sings reset h1",
                "10 when h1",
                "10 expect-online 0000",
                "10 expect-online h4"
            })
    void shouldNameTheLineThatCannotBeUnderstood(String line) {
        LivesetException refused =
                assertThrows(LivesetException.class, () -> Timeline.parse(List.of("# fine", "1 power-on h1", line), 3));
        assertTrue(refused.getMessage().contains("'" + line + "'"), refused.getMessage());
    }

    @Test
    void shouldKnowHostsByNameByRangeAndByTheHostsThatAreLeftOut() {
        assertEquals(0b1111, HostWords.set("all", 4));
        assertEquals(0b0000, HostWords.set("none", 4));
        assertEquals(0b0101, HostWords.set("1010", 4));
        assertEquals(0b1101, HostWords.set("h1,h3-hN", 4));
        assertEquals(0b1001, HostWords.set("all-but-h2-h3", 4));
        assertEquals(3, HostWords.host("hN", 4));
    }

    @Test
    void shouldWriteALineWithAMomentAsItWasRead() {
        List<String> lines = List.of("20.5 when h2 has-epoch power-off h2 for 30", "41 expect-death h2 power");
        assertEquals(lines, Timeline.format(Timeline.parse(lines, 3), 3));
    }
}
