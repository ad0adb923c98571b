package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new Liveset())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler(new Complaints())
                .setExecutionExceptionHandler(new Complaints())
                .execute(arguments);
    }

    @Test
    void shouldCountWhatItRanInTheLastLine() {
        assertEquals(
                0,
                run("simulate", "--hosts", "2", "--networks", "2", "--schedules", "4", "--threads", "2"),
                out::toString);
        List<String> lines = out.toString().lines().toList();
        String last = lines.get(lines.size() - 1);
        assertTrue(last.matches("schedules=4 violations=0 simulatedSeconds=\\d+ wallSeconds=\\d+\\.\\d"), () -> last);
    }

    @Test
    void shouldFailWithTheStoryAndHowToReplayItWhenARuleDoesNotHold() {
        int code = run("simulate", "--hosts", "2", "--schedules", "1", "--seed", "5", "--bug", "CLAIM_AFTER_START");
        assertEquals(1, code);
        assertTrue(out.toString().contains("ClaimBeforeStart"), out::toString);
        assertTrue(
                out.toString()
                        .contains(
                                "Replay: liveset simulate --hosts 2 --networks 1 --seed 5 --schedules 1 --bug CLAIM_AFTER_START"),
                out::toString);
        assertTrue(out.toString().contains("violations=1"), out::toString);
    }

    @Test
    void shouldRefuseNonsenseWithOneSentence() {
        assertEquals(1, run("simulate", "--hosts", "65"));
        assertTrue(err.toString().contains("2 to 64 hosts; 65 were asked for"), err::toString);
        assertEquals(1, run("simulate", "--schedules", "0"));
        assertEquals(1, run("simulate", "--hosts", "2", "--pool", "none"));
        assertEquals(2, run("simulate", "--bug", "NOBODY"));
    }

    private Path scenario(String timeline) throws IOException {
        Files.writeString(folder.resolve("setup.properties"), "hosts = 2\nvms = 2\n");
        Files.writeString(folder.resolve("timeline.txt"), timeline);
        return folder;
    }

    @Test
    void shouldPlayAFolderAndSayThatWhatItExpectsHeld() throws IOException {
        Path own = scenario("20 power-off h2 for 20\n30 expect-online 10\n30 expect-vm 2 h1\n");
        assertEquals(0, run("simulate", "--scenario", own.toString()), out::toString);
        assertTrue(out.toString().contains("h1     starts VM vm2"), out::toString);
        assertTrue(out.toString().contains("Every rule and every expectation held."), out::toString);
    }

    @Test
    void shouldFailWhenWhatAFolderExpectsDoesNotHold() throws IOException {
        Path own = scenario("20 power-off h2 for 20\n22 expect-vm 2 h1\n");
        assertEquals(1, run("simulate", "--scenario", own.toString(), "--everything"));
        assertTrue(out.toString().contains("FAILED: Expectations at 22.000 s"), out::toString);
        assertTrue(out.toString().contains("it runs on []"), out::toString);
    }

    @Test
    void shouldRefuseAFolderThatCannotBeReadWithOneSentence() throws IOException {
        assertEquals(1, run("simulate", "--scenario", folder.toString()));
        assertTrue(err.toString().contains("setup.properties and a timeline.txt"), err::toString);
        assertEquals(
                1, run("simulate", "--scenario", scenario("20 explode h2\n").toString()));
        assertTrue(err.toString().contains("there is no verb 'explode'"), err::toString);
        Files.writeString(folder.resolve("setup.properties"), "hosts = many\n");
        assertEquals(1, run("simulate", "--scenario", folder.toString()));
        assertTrue(err.toString().contains("hosts is 'many'"), err::toString);
    }
}
