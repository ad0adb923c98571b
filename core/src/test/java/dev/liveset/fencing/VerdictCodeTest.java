package dev.liveset.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names and codes are stable, and the table in the Javadoc lists them all. */
class VerdictCodeTest {
    @Test
    void shouldListEveryCodeWithItsRuleInTheTable() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/liveset/fencing/VerdictCode.java"));
        Matcher row = Pattern.compile("<tr><td>(.*?)</td><td>(.*?)</td></tr>").matcher(source);
        List<String> listed = new ArrayList<>();
        while (row.find()) {
            listed.add(row.group(1) + ": " + row.group(2));
        }
        List<String> codes = Arrays.stream(VerdictCode.values())
                .map(code -> code.name() + ": " + code.rule())
                .toList();
        assertEquals(codes, listed);
    }

    @Test
    void shouldSayWhatWouldHaveChangedEveryVerdict() {
        for (VerdictCode code : VerdictCode.values()) {
            Verdict verdict = new Verdict(code, 0, List.of(new Evidence("h2", "was last heard 2000 ms ago")));
            assertFalse(code.words().isBlank() || code.remedy().isBlank(), code.name());
            assertTrue(verdict.explanation().contains(code.rule()), verdict::explanation);
            assertTrue(verdict.explanation().contains("what would have changed it: " + code.remedy()));
            assertTrue(verdict.explanation().startsWith(code.words() + ": h2 was last heard 2000 ms ago"));
        }
    }

    @Test
    void shouldKnowWhichVerdictsEndALife() {
        assertTrue(VerdictCode.STATEFILE_LOST.endsLife());
        assertTrue(VerdictCode.AGENT_FAILED.endsLife());
        assertTrue(VerdictCode.LEFT.endsLife());
        assertFalse(VerdictCode.HOST_REMOVED.endsLife());
        assertFalse(VerdictCode.EVICTED.endsLife());
        assertFalse(VerdictCode.STARTED.endsLife());
    }
}
