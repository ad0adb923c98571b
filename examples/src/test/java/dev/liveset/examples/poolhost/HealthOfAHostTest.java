package dev.liveset.examples.poolhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a query tells of health checks and bonds. */
class HealthOfAHostTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path dir;

    private Path program(String name, String body) throws IOException {
        Path file = Files.writeString(dir.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    @Test
    void shouldMeasureEveryCheckAndTellWhyOneFailed() throws Exception {
        HealthPrograms well = new HealthPrograms(program("well", "exit 0"), null, MINUTE, MINUTE);
        assertEquals(HealthPrograms.Checks.NONE, well.checks());
        well.check();
        HealthPrograms.Checks checks = well.checks();
        assertTrue(checks.latency().lastMillis() >= 0);
        assertEquals(checks.latency().lastMillis(), checks.latency().maxMillis());
        assertEquals(checks.latency().lastMillis(), checks.latency().minMillis());
        assertEquals(-1, well.checks().latency().maxMillis(), "none since");
        HealthPrograms ill = new HealthPrograms(program("ill", "exit 3"), null, MINUTE, MINUTE);
        assertEquals("exit code 3", assertThrows(IOException.class, ill::check).getMessage());
        assertThrows(IOException.class, ill::restart);
    }

    @Test
    void shouldKillACheckThatTakesTooLongAndWarnOfIt() throws Exception {
        HealthPrograms slow =
                new HealthPrograms(program("slow", "exec sleep 600"), null, Duration.ofMillis(50), MINUTE);
        assertThrows(IOException.class, slow::check);
        assertTrue(slow.checks().isLate());
    }

    @Test
    void shouldRestartByTheOtherProgram() throws Exception {
        Path trace = dir.resolve("restarted");
        Path restart = program("restart", "touch " + trace);
        new HealthPrograms(program("ill", "exit 1"), restart, MINUTE, MINUTE).restart();
        assertTrue(Files.exists(trace));
    }

    @Test
    void shouldSeeABondThatLostALink() throws IOException {
        String whole = """
                Bonding Mode: active-backup
                MII Status: up

                Slave Interface: eth0
                MII Status: up

                Slave Interface: eth1
                MII Status: up
                """;
        Files.writeString(dir.resolve("bond0"), whole);
        Files.writeString(dir.resolve("bond1"), whole.replaceFirst("(?s)(.*)up", "$1down"));
        assertFalse(BondStatus.hasError(dir, "bond0"));
        assertTrue(BondStatus.hasError(dir, "bond1"));
        assertFalse(BondStatus.hasError(dir, "eth0"), "no bond");
        assertFalse(BondStatus.hasError(dir, ""));
        assertFalse(BondStatus.hasError(dir, "../etc/passwd"));
    }
}
