package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingsCommandTest {
    @TempDir
    Path directory;

    private final CommandRun command = new CommandRun();
    private final StringWriter out = command.out;
    private final StringWriter err = command.err;

    private int run(String... arguments) {
        return command.run(arguments);
    }

    @Test
    void shouldProveAPresetAndSayHowLongAFailoverTakes() {
        assertEquals(0, run("timings", "--preset", "fast"));
        assertTrue(out.toString().contains("failover 6."), out::toString);
        assertTrue(out.toString().endsWith("safe\n"), out::toString);
    }

    @Test
    void shouldProveWhatXenServerDerivesAndWhatFollowsFromOneNumber() {
        assertEquals(0, run("timings", "--xenserver", "60"));
        assertTrue(out.toString().contains("T2 + D"), out::toString);
        assertEquals(0, run("timings", "--from", "2.5"));
    }

    @Test
    void shouldProveTheDefaultsOfXenServersDaemon() {
        String[] daemon = {"timings", "--t1", "4", "--T1", "30", "--t2", "4", "--T2", "30", "--Wh", "30", "--Ws", "45"};
        assertEquals(0, run(daemon), err::toString);
    }

    @Test
    void shouldRefuseWithTheInequalityAndWhatMendsIt() {
        int code = run("timings", "--t1", "1", "--T1", "5", "--t2", "1", "--T2", "5", "--Wh", "5", "--Ws", "7");
        assertEquals(1, code);
        assertTrue(out.toString().endsWith("refused\n"), out::toString);
        String sentence = "Refused: relation R2 demands Ws > T2 + D + granularity, but 7.000 s <= 8.225 s;"
                + " set Ws to 8.226 s.";
        assertTrue(err.toString().contains(sentence), err::toString);
        assertEquals(0, run("timings", "--T1", "5", "--T2", "5", "--Wh", "5", "--Ws", "8.226"), err::toString);
    }

    @Test
    void shouldRefuseNonsenseWithOneSentence() {
        assertEquals(1, run("timings", "--T1", "-1"));
        assertEquals(1, run("timings", "--T1", "NaN"));
        assertTrue(err.toString().contains("NaN is no time"), err::toString);
        assertEquals(1, run("timings", "--Ws", "1e300"));
        assertEquals(1, run("timings", "--xenserver", "5"));
        assertEquals(1, run("timings", "--preset", "quick"));
        assertTrue(err.toString().contains("choose one of fast, balanced, patient"), err::toString);
        assertTrue(err.toString().lines().allMatch(line -> line.endsWith(".")), err::toString);
    }

    @Test
    void shouldSetWhatSimulatedFailuresTakeBesideWhatIsProven() {
        assertEquals(0, run("timings", "--preset", "fast", "--failures", "20", "--seed", "3"));
        assertTrue(out.toString().contains("20 simulated failures"), out::toString);
        assertTrue(out.toString().contains("longest failover "), out::toString);
    }

    @Test
    void shouldSayWhichPresetsWhatWasMeasuredAllows() throws IOException {
        Path file = directory.resolve("times");
        Files.writeString(file, "statefile-latency 60 5000\npause 100 5000\n");
        assertEquals(0, run("timings", "--measured", file.toString()));
        assertTrue(
                out.toString().contains("fast: not allowed: 99.9 % of the statefile's I/Os: 0.060 s"), out::toString);
        assertTrue(out.toString().contains("balanced: allowed"), out::toString);
        assertTrue(out.toString().contains("Caution: heartbeat-lateness was measured 0 times"), out::toString);
        assertEquals(1, run("timings", "--measured", file.toString(), "--preset", "fast"));
        Files.writeString(file, "statefile-latency quick 5000\n");
        assertEquals(1, run("timings", "--measured", file.toString()));
        assertTrue(err.toString().contains("line 1: expected milliseconds"), err::toString);
        assertEquals(1, run("timings", "--measured", directory.resolve("none").toString()));
    }

    @Test
    void shouldRefuseWhatWouldHaveNoEffect() {
        assertEquals(2, run("timings", "--preset", "fast", "--power-fencers"));
        assertEquals(2, run("timings", "--preset", "fast", "--seed", "7"));
        assertEquals(2, run("timings", "--preset", "fast", "--failures", "0"));
        assertEquals(2, run("timings", "--measured", "times", "--failures", "5"));
    }

    @Test
    void shouldTakeOneSourceOnly() {
        assertEquals(2, run("timings", "--preset", "fast", "--xenserver", "60"));
        assertEquals(2, run("timings", "--preset", "fast", "--t1", "1"));
    }
}
