package dev.liveset.io;

import static dev.liveset.io.HostProcesses.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole host's JVM with a VM and a keeper; what happens to the JVM must not save the VM. */
class StuckHostTest {
    private static final int SIGSTOP = 19;

    @TempDir
    Path directory;

    private Process host;
    private ProcessHandle vm;

    @BeforeEach
    void startHost() throws Exception {
        Path ready = directory.resolve("vm");
        host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StuckHost.class.getName(),
                        ready.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("host.log").toFile())
                .start();
        eventually("the host is armed", () -> Files.exists(ready));
        vm = ProcessHandle.of(Long.parseLong(Files.readString(ready))).orElseThrow();
    }

    @AfterEach
    void stopHost() {
        new ProcessGroup((int) host.pid()).kill();
    }

    @Test
    void shouldKillAStoppedHostWithItsVms() throws Exception {
        assertTrue(host.isAlive() && vm.isAlive());
        assertEquals(host.pid(), Libc.getpgid((int) vm.pid()));
        assertEquals(0, Libc.kill((int) host.pid(), SIGSTOP));
        eventually("the VM is killed", () -> !vm.isAlive());
        eventually("the host is killed", () -> !host.isAlive());
    }

    @Test
    void shouldKillTheVmsOfAHostThatDied() throws Exception {
        assertEquals(0, Libc.kill((int) host.pid(), Libc.SIGKILL));
        eventually("the host is dead", () -> !host.isAlive());
        eventually("the VM is killed", () -> !vm.isAlive());
    }
}
