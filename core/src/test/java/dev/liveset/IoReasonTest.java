package dev.liveset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoReasonTest {
    @TempDir
    private Path directory;

    @Test
    void shouldSayInWordsWhyAFileCannotBeUsed() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[] {(byte) 0xff});
        assertEquals("there is no such file or directory", reason(directory.resolve("none")));
        assertEquals("Is a directory", reason(directory));
        assertEquals("Not a directory", reason(file.resolve("below")));
        assertEquals("it is no text in UTF-8", reason(file));
        IOException exists = assertThrows(IOException.class, () -> Files.createDirectories(file));
        assertEquals("something else has that name", IoReason.of(exists));
        assertEquals("the system gives no reason", IoReason.of(new IOException()));
        assertEquals("no path to the disk", IoReason.of(new IOException("no path to the disk")));
    }

    private static String reason(Path path) {
        return IoReason.of(assertThrows(IOException.class, () -> Files.readString(path)));
    }
}
