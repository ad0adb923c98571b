package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A verdict survives its line; a damaged line is no verdict. */
class VerdictLinesTest {
    private static final ToldVerdict TOLD = new ToldVerdict(
            1,
            1_700_000_000_000L,
            new Verdict(
                    VerdictCode.HOST_REMOVED,
                    2,
                    List.of(
                            new Evidence(
                                    "lab3",
                                    "was last heard 4012 ms ago, its section last moved 3990 ms ago",
                                    List.of(
                                            new Evidence.Age(Evidence.Channel.NETWORK, 4012, 2000),
                                            new Evidence.Age(Evidence.Channel.STATEFILE, 3990, 2000))),
                            new Evidence("a majority", ""))));

    @Test
    void shouldReadBackWhatItWrote() {
        assertEquals(TOLD, VerdictLines.decode(VerdictLines.encode(TOLD), 3));
    }

    @Property(tries = 500)
    void shouldNotBelieveALineThatIsDamaged(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder line = new StringBuilder(VerdictLines.encode(TOLD));
        int at = random.nextInt(line.length());
        line.setCharAt(at, (char) (line.charAt(at) ^ 1 << random.nextInt(6)));
        assertNull(VerdictLines.decode(line.toString(), 3));
    }

    @Property(tries = 500)
    void shouldNeverThrowForAnyLine(@ForAll String line) {
        assertNull(VerdictLines.decode(line, 3));
    }

    @Test
    void shouldNotBelieveAHostThatThePoolDoesNotHave() {
        assertNull(VerdictLines.decode(VerdictLines.encode(TOLD), 2));
    }

    @Test
    void shouldKeepOneLineOfWhateverTheEvidenceIsMadeOf() {
        Evidence rude = new Evidence("a\tb\nc", "x".repeat(5_000));
        Verdict verdict = new Verdict(VerdictCode.OPERATOR, 0, List.of(rude, rude, rude, rude, rude));
        String line = VerdictLines.encode(new ToldVerdict(0, 1, verdict));
        assertTrue(line.indexOf('\n') < 0 && line.length() <= VerdictLines.MAX_CHARS);
        ToldVerdict read = VerdictLines.decode(line, 1);
        assertNotNull(read);
        assertEquals("a b c", read.verdict().evidence().get(0).subject());
    }
}
