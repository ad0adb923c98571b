package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static final int EIO = 5;

    private final List<String> calls = new ArrayList<>();

    /** A system call that gives these results in turn. */
    private Transfer giving(long... results) {
        return (address, length, offset) -> {
            calls.add(address + "," + length + "," + offset);
            return results[calls.size() - 1];
        };
    }

    @Test
    void shouldGoOnAfterAShortCountAndRepeatAnInterruptedCall() throws IOException {
        giving(512, -Libc.EINTR, 3584).moveAll(10_000, 4096, 8192, "reading");
        assertEquals(List.of("10000,4096,8192", "10512,3584,8704", "10512,3584,8704"), calls);
    }

    @Test
    void shouldSayWhereTheDeviceEnds() {
        EOFException e = assertThrows(EOFException.class, () -> giving(4096, 0).moveAll(0, 8192, 0, "reading /dev/x"));
        assertEquals("reading /dev/x at 4096: the device ends here", e.getMessage());
    }

    @Test
    void shouldReportAnErrorAtOnce() {
        IOException e = assertThrows(IOException.class, () -> giving(-EIO).moveAll(0, 4096, 0, "writing /dev/x"));
        assertTrue(e.getMessage().startsWith("writing /dev/x at 0: "), e::getMessage);
        assertEquals(1, calls.size());
    }
}
