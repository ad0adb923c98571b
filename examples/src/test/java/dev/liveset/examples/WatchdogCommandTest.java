package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogCommandTest {
    private final CommandRun command = new CommandRun();
    private final StringWriter out = command.out;
    private final StringWriter err = command.err;

    @TempDir
    Path directory;

    private int run(String... arguments) {
        return command.run(arguments);
    }

    @Test
    void shouldSayOfAMachineWithoutWatchdogThatNothingProtectsIt() {
        String none = directory.resolve("watchdog").toString();
        assertEquals(1, run("watchdog", "proof", "--device", none));
        assertTrue(out.toString().contains("REFUSED MISSING: There is no " + none), out::toString);
        assertTrue(out.toString().contains("REFUSED UNDRILLED"), out::toString);
        assertTrue(out.toString().endsWith("not proven\n"), out::toString);
    }

    @Test
    void shouldSayThatADeviceOfAnotherKindIsNoWatchdog() {
        assertEquals(1, run("watchdog", "proof", "--device", "/dev/null"));
        assertTrue(out.toString().startsWith("REFUSED UNUSABLE: /dev/null is a device of another kind"), out::toString);
        assertTrue(out.toString().contains("usually /dev/watchdog"), out::toString);
    }

    @Test
    void shouldResetNothingThatWasNotMeantToBeReset() {
        assertEquals(
                1,
                run("watchdog", "drill", "--record", directory.resolve("record").toString()));
        assertTrue(err.toString().contains("--reset-this-machine"), err::toString);
        assertEquals(
                1,
                run(
                        "watchdog",
                        "result",
                        "--record",
                        directory.resolve("record").toString()));
        assertTrue(out.toString().contains("no fire drill was made"), out::toString);
    }

    @Test
    void shouldDoNothingUnlessItIsSaidWhat() {
        assertEquals(2, run("watchdog"));
        assertTrue(err.toString().contains("proof, drill or result"), err::toString);
    }

    @Test
    void shouldProveNoTimeoutThatIsNone() {
        assertEquals(2, run("watchdog", "proof", "--timeout", "0"));
        assertTrue(err.toString().contains("--timeout is at least 1 second."), err::toString);
    }

    @Test
    void shouldKnowEveryDoubtByNameAndNoOther() {
        assertEquals(2, run("watchdog", "proof", "--accept", "EVERYTHING"));
        assertEquals(1, run("watchdog", "proof", "--accept", "MISSING"));
        assertTrue(err.toString().contains("MISSING cannot be accepted"), err::toString);
    }
}
