package dev.liveset.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Captures of a real xhad pool, in a folder {@code shared/xhad} beside the repository or above it; tests that want them are skipped where it is not. */
public final class Captures {
    private static final int PCAP_FILE_HEADER = 24;
    private static final int PCAP_RECORD_HEADER = 16;
    private static final int ETHERNET_IP_UDP = 14 + 20 + 8;

    private Captures() {}

    static byte[] statefile(String folder) {
        return read(folder + "/statefile.bin");
    }

    /** The UDP payloads of the captured heartbeats. */
    static List<ByteBuffer> heartbeats() {
        ByteBuffer file = ByteBuffer.wrap(read("heartbeats-3hosts-10s.pcap")).order(ByteOrder.LITTLE_ENDIAN);
        List<ByteBuffer> payloads = new ArrayList<>();
        int at = PCAP_FILE_HEADER;
        while (at < file.limit()) {
            int length = file.getInt(at + 8);
            at += PCAP_RECORD_HEADER;
            payloads.add(file.slice(at + ETHERNET_IP_UDP, length - ETHERNET_IP_UDP));
            at += length;
        }
        return payloads;
    }

    /** A file of the captures; skips the test where they are not. */
    public static byte[] read(String name) {
        Path above = Path.of("").toAbsolutePath();
        while (above != null && !Files.isDirectory(above.resolve("shared/xhad"))) {
            above = above.getParent();
        }
        Assumptions.assumeTrue(above != null, "no captures: no folder shared/xhad beside or above the repository");
        try {
            return Files.readAllBytes(above.resolve("shared/xhad").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
