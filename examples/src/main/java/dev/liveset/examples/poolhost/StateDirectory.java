package dev.liveset.examples.poolhost;

import dev.liveset.examples.xhad.XhadConf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Where a host keeps its boot incarnation when nobody says where. */
final class StateDirectory {
    private static final Path SYSTEM = Path.of("/var/lib");

    private StateDirectory() {}

    /** The same directory for the same host of the same pool, another one for every other. */
    static Path of(XhadConf conf) {
        byte[] disk = conf.statefile().normalize().toString().getBytes(StandardCharsets.UTF_8);
        return base().resolve("liveset")
                .resolve(conf.pool().generation() + "-" + UUID.nameUUIDFromBytes(disk))
                .resolve(conf.self().toString());
    }

    private static Path base() {
        String given = System.getenv("STATE_DIRECTORY"); // what systemd made for this service
        if (given != null && given.startsWith("/")) {
            return Path.of(given.split(":", 2)[0]);
        }
        return Files.isWritable(SYSTEM) ? SYSTEM : Path.of(System.getProperty("user.home"), ".local", "state");
    }
}
