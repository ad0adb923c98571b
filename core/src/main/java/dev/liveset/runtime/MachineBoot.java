package dev.liveset.runtime;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The identity of the running boot of this machine: another one proves that everything from before is gone (E8). */
final class MachineBoot {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private MachineBoot() {}

    /** The kernel's boot id; throws {@link LivesetException} where there is none, and the embedder has to supply one. */
    static UUID id() {
        try {
            return UUID.fromString(
                    Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new LivesetException(
                    Code.INVALID_LOCALHOST_STATE,
                    "This machine tells no boot id in " + BOOT_ID + "; supply one that changes with every boot.",
                    e);
        }
    }
}
