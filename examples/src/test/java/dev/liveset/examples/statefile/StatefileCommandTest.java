package dev.liveset.examples.statefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.examples.PoolFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StatefileCommandTest {
    @TempDir
    Path folder;

    private Path image;
    private final StringWriter output = new StringWriter();

    @BeforeEach
    void format() throws IOException {
        Path pool = folder.resolve("pool");
        Files.writeString(pool, PoolFile.EXAMPLE);
        image = folder.resolve("statefile.img");
        assertEquals(0, run("format", "--pool", pool.toString()));
    }

    private int run(String... arguments) {
        output.getBuffer().setLength(0);
        return new CommandLine(new StatefileCommand())
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(output))
                .setExecutionExceptionHandler((trouble, command, parsed) -> {
                    command.getErr().println(trouble.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    @Test
    void shouldDumpEveryFieldAsLinesAndAsJson() {
        assertEquals(0, run("dump", image.toString()));
        assertTrue(output.toString().contains("global.pool_state = 1 INIT"), output.toString());
        assertTrue(output.toString().contains("host[ 1].manifest.slot[0] at"), output.toString());
        assertEquals(0, run("dump", "--json", image.toString()));
        assertTrue(output.toString().startsWith("{\"parts\":["), output.toString());
        assertTrue(output.toString().contains("\"pool_state\":\"1 INIT\""), output.toString());
    }

    @Test
    void shouldSayWhichDirectoryIsMissingWhenItFormats() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Path pool = folder.resolve("pool2");
        Files.writeString(pool, PoolFile.EXAMPLE.replace("statefile.img", elsewhere + "/statefile.img"));
        assertEquals(1, run("format", "--pool", pool.toString()));
        assertTrue(output.toString().contains("there is no directory " + elsewhere + ";"), output.toString());
    }

    @Test
    void shouldExitWithOneWhenSomethingIsWrongAndSayWhat() throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        bytes[4096 + 20] = 'x';
        Files.write(image, bytes);
        assertEquals(1, run("dump", image.toString()));
        assertTrue(output.toString().contains("== host[ 0] at 4096: wrong checksum"), output.toString());
    }

    @Test
    void shouldWriteThePoolStateOnlyWhenForced() throws IOException {
        byte[] before = Files.readAllBytes(image);
        assertEquals(1, run("set-pool-state", image.toString(), "INVALID"));
        assertTrue(output.toString().contains("--force"), output.toString());
        assertArrayEquals(before, Files.readAllBytes(image));
        assertEquals(0, run("set-pool-state", image.toString(), "INVALID", "--force"));
        assertEquals(0, run("dump", image.toString()));
        assertTrue(output.toString().contains("global.pool_state = 3 INVALID"), output.toString());
    }

    @Test
    void shouldPrintOnlyWhatDiffers() throws IOException {
        Path other = folder.resolve("other.img");
        Files.copy(image, other);
        assertEquals(0, run("diff", image.toString(), other.toString()));
        assertEquals("", output.toString());
        run("set-pool-state", other.toString(), "ACTIVE", "--force");
        assertEquals(1, run("diff", image.toString(), other.toString()));
        assertTrue(output.toString().contains("global.pool_state: 1 INIT -> 2 ACTIVE"), output.toString());
    }

    @Test
    void shouldWatchWhoBeats() {
        assertEquals(0, run("watch", image.toString(), "--count", "2", "--interval", "1", "--scroll"));
        assertTrue(output.toString().contains("never written"), output.toString());
        assertTrue(output.toString().contains("read in"), output.toString());
    }

    @Test
    void shouldNotWriteWhileLooking() throws IOException {
        byte[] before = Files.readAllBytes(image);
        run("dump", image.toString());
        run("watch", image.toString(), "--count", "1", "--scroll");
        run("diff", image.toString(), image.toString());
        assertArrayEquals(before, Files.readAllBytes(image));
    }

    @Test
    void shouldSayWhyAPartOfACutStatefileCannotBeRead() throws IOException {
        Files.write(image, Arrays.copyOf(Files.readAllBytes(image), 10_000));
        assertEquals(1, run("dump", image.toString()));
        assertTrue(
                output.toString().contains("host[ 1] at 8192: unreadable: the file ends at byte 10000"),
                output.toString());
        assertEquals(0, run("watch", image.toString(), "--count", "1", "--scroll"));
        assertTrue(output.toString().contains("unreadable: the file ends"), output.toString());
    }

    @Test
    void shouldNotTakeAnyFileForAStatefile() throws IOException {
        Files.writeString(image, "no statefile");
        for (String verb : List.of("dump", "watch")) {
            assertEquals(1, run(verb, image.toString()));
            assertTrue(output.toString().contains("has 12 bytes and is no statefile"), output.toString());
        }
    }

    @Test
    void shouldRefuseToWatchNeverOrInThePast() {
        assertEquals(2, run("watch", image.toString(), "--count", "0"));
        assertEquals(2, run("watch", image.toString(), "--interval", "-1"));
    }

    @Test
    void shouldNotLetWhatStandsOnADiskMoveTheCursor() {
        assertEquals("a.[2Jb.c.d ü", Image.printable("a\u001b[2Jb\nc\u009bd ü"));
    }

    @Test
    void shouldSayThatThereIsNoFileInOneSentence() {
        LivesetException refused = assertThrows(LivesetException.class, () -> Image.open(folder.resolve("absent")));
        assertTrue(refused.getMessage().startsWith("There is no statefile at"), refused.getMessage());
    }
}
