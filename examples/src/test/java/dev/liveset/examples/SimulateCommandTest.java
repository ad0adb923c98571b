package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    @TempDir
    Path stories;

    private final CommandRun command = new CommandRun();
    private final StringWriter out = command.out;
    private final StringWriter err = command.err;

    private int run(String... arguments) {
        return command.run(arguments);
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
                                "Replay: liveset simulate --hosts 2 --networks 1 --seed 5 --bug CLAIM_AFTER_START --schedules 1"),
                out::toString);
        assertTrue(out.toString().contains("violations=1"), out::toString);
    }

    @Test
    void shouldSetTheOriginalBesideOurHosts() {
        assertEquals(0, run("simulate", "--mixed", "--hosts", "2-3", "--schedules", "6"), out::toString);
        assertTrue(out.toString().contains("schedules=6 violations=0"), out::toString);
        assertTrue(out.toString().contains("evictions by "), out::toString);
        assertEquals(1, run("simulate", "--mixed", "--pool", "none"));
        assertTrue(err.toString().contains("give no --pool with --mixed"), err::toString);
    }

    @Test
    void shouldGoOnWithACampaignWhereItWas(@TempDir Path folder) {
        String file = folder.resolve("campaign").toString();
        assertEquals(0, run("simulate", "--hosts", "2-3", "--schedules", "3", "--campaign", file), out::toString);
        assertEquals(0, run("simulate", "--hosts", "2-3", "--schedules", "5", "--campaign", file), out::toString);
        assertTrue(err.toString().contains("3 of 5 schedules were done before"), err::toString);
        assertTrue(out.toString().contains("schedules=5 violations=0"), out::toString);
        assertTrue(out.toString().contains("eventsPerSecond="), out::toString);
        assertEquals(1, run("simulate", "--hosts", "2-4", "--schedules", "5", "--campaign", file));
        assertTrue(err.toString().contains("was begun with --hosts 2-3 --networks 1 --seed 1;"), err::toString);
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
        Files.writeString(stories.resolve("setup.properties"), "hosts = 2\nvms = 2\n");
        Files.writeString(stories.resolve("timeline.txt"), timeline);
        return stories;
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
        assertEquals(1, run("simulate", "--scenario", stories.toString()));
        assertTrue(err.toString().contains("setup.properties and a timeline.txt"), err::toString);
        assertEquals(
                1, run("simulate", "--scenario", scenario("20 explode h2\n").toString()));
        assertTrue(err.toString().contains("there is no verb 'explode'"), err::toString);
        Files.writeString(stories.resolve("setup.properties"), "hosts = many\n");
        assertEquals(1, run("simulate", "--scenario", stories.toString()));
        assertTrue(err.toString().contains("hosts is 'many'"), err::toString);
    }
}
