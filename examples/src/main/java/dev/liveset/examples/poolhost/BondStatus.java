package dev.liveset.examples.poolhost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether a bond of network links has lost one, as the kernel tells it; an interface that is no bond has no error. */
final class BondStatus {
    static final Path BONDS = Path.of("/proc/net/bonding");

    private static final String STATUS = "mii status:";

    private BondStatus() {}

    /** Looks at the bond of this name in {@code bonds}: one status line for the bond and one for every link. */
    static boolean hasError(Path bonds, String name) {
        if (name.isEmpty() || name.contains("/")) {
            return false;
        }
        try {
            return Files.readAllLines(bonds.resolve(name)).stream()
                    .map(line -> line.strip().toLowerCase(Locale.ROOT))
                    .anyMatch(line -> line.startsWith(STATUS)
                            && !line.substring(STATUS.length()).contains("up"));
        } catch (IOException e) {
            return false; // There is no bond of that name.
        }
    }
}
