package dev.liveset.io;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is written down of a fire drill: while it goes on, and in the end as the watchdog's proof. It is one sector of
 * text, so that it is replaced whole, in a file or at the beginning of a device.
 *
 * @param state how far the drill is
 * @param identity the driver's name for the device
 * @param timeoutSeconds what the device was set to
 * @param delayMillis how long after its last feed the machine was last seen alive
 * @param bootId the boot in which the drill was made
 * @param detail what made it pass or fail, in words
 */
record DrillRecord(State state, String identity, int timeoutSeconds, long delayMillis, String bootId, String detail) {
    enum State {
        /** The device is fed, to see that feeding holds it off. */
        FEEDING,
        /** It is not fed any more. */
        STARVING,
        /** The machine was reset by it. */
        PASSED,
        /** It was not. */
        FAILED
    }

    static final int SIZE_BYTES = 512;

    private static final String HEADER = "liveset-fire-drill 1";
    private static final Set<String> KEYS = Set.of("state", "driver", "timeout-s", "delay-ms", "boot", "detail");

    DrillRecord alive(long millisSinceFeed) {
        return new DrillRecord(State.STARVING, identity, timeoutSeconds, millisSinceFeed, bootId, detail);
    }

    DrillRecord ended(State end, String why) {
        return new DrillRecord(end, identity, timeoutSeconds, delayMillis, bootId, why);
    }

    /** By how much it came later than it was set to, 0 when it did not. */
    long lateMillis() {
        return Math.max(0, delayMillis - timeoutSeconds * 1_000L);
    }

    /** Writes it over the one that is there; on return it is on the disk. */
    void store(Path file) {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        ByteBuffer sector = ByteBuffer.allocate(SIZE_BYTES);
        sector.put(text, 0, Math.min(text.length, SIZE_BYTES));
        while (sector.hasRemaining()) {
            sector.put((byte) '\n');
        }
        sector.flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long at = 0;
            while (sector.hasRemaining()) {
                at += channel.write(sector, at);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new LivesetException(
                    Code.WATCHDOG_ERROR,
                    "The fire drill's record " + file + " cannot be written: " + IoReason.of(e) + ".",
                    e);
        }
    }

    private String text() {
        return HEADER + "\nstate " + state + "\ndriver " + line(identity) + "\ntimeout-s " + timeoutSeconds
                + "\ndelay-ms " + delayMillis + "\nboot " + bootId + "\ndetail " + line(detail) + "\n";
    }

    private static String line(String text) {
        String oneLine = text.replaceAll("[^\\x20-\\x7e]", " ");
        return oneLine.substring(0, Math.min(oneLine.length(), 120));
    }

    /** Empty when nothing was ever written there; throws {@link LivesetException} when something else was. */
    static Optional<DrillRecord> load(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        ByteBuffer sector = ByteBuffer.allocate(SIZE_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (sector.hasRemaining() && channel.read(sector) > 0) {
                // Until the sector is full or the file ends.
            }
        } catch (IOException e) {
            throw new LivesetException(
                    Code.WATCHDOG_ERROR,
                    "The fire drill's record " + file + " cannot be read: " + IoReason.of(e) + ".",
                    e);
        }
        String text = new String(sector.array(), 0, sector.position(), StandardCharsets.UTF_8);
        return text.chars().allMatch(c -> c == 0) ? Optional.empty() : Optional.of(parse(file, text));
    }

    private static DrillRecord parse(Path file, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(HEADER)) {
            throw wrong(file, "its first line is not '" + HEADER + "'");
        }
        for (int i = 1; i < lines.length; i++) {
            int blank = lines[i].indexOf(' ');
            if (blank > 0) {
                values.put(lines[i].substring(0, blank), lines[i].substring(blank + 1));
            }
        }
        if (!values.keySet().equals(KEYS)) {
            throw wrong(file, "it has the lines " + values.keySet() + " in place of " + KEYS);
        }
        try {
            return new DrillRecord(
                    State.valueOf(values.get("state")),
                    values.get("driver"),
                    Integer.parseInt(values.get("timeout-s")),
                    Long.parseLong(values.get("delay-ms")),
                    UUID.fromString(values.get("boot")).toString(),
                    values.get("detail"));
        } catch (IllegalArgumentException e) {
            throw wrong(file, e.getMessage());
        }
    }

    private static LivesetException wrong(Path file, String why) {
        return new LivesetException(
                Code.WATCHDOG_ERROR,
                "The file " + file + " is no fire drill's record: " + why + "; name another file, or make the drill.");
    }
}
