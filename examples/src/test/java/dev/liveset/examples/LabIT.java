package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.examples.host.ShellVm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(400)
class LabIT {
    @TempDir
    Path directory;

    @Test
    void shouldSurviveThePulledPlugStorageCableAndNetworkCable() throws Exception {
        try (ToolProcess lab =
                ToolProcess.start("lab", "--state-dir", directory.resolve("lab").toString())) {
            assertEquals(0, lab.awaitExit(300), lab::output);
            assertTrue(lab.output().contains(" 0 of them did not hold"), lab::output);
            assertEquals(List.of(), processesWith(directory.toString()), "nothing may be left behind");
        }
    }

    @Test
    void shouldNoticeAVmThatIsStartedTwiceBehindItsBack() throws Exception {
        Path state = directory.resolve("lab");
        try (ToolProcess lab = ToolProcess.start("lab", "--steps", "1", "--state-dir", state.toString())) {
            lab.awaitLine(line -> line.contains("ok: Minion 1 runs on lab1"), 60);
            ShellVm twin = ShellVm.start(onlyDisk(state), "twin", "elsewhere", directory.resolve("halt"));
            int exit = lab.awaitExit(60); // the twin runs to the end, so it meets all of the next life of Minion 1
            twin.kill();
            assertEquals(1, exit, lab::output);
            assertTrue(lab.output().contains("ran on lab1 and on elsewhere at once"), lab::output);
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsInterrupted() throws Exception {
        try (ToolProcess lab =
                ToolProcess.start("lab", "--state-dir", directory.resolve("lab").toString())) {
            lab.awaitLine(line -> line.contains("ok: Minion 1 runs on lab1"), 60);
            assertFalse(processesWith(directory.toString()).isEmpty());
            lab.signal("INT");
            lab.awaitExit(20);
            assertEquals(List.of(), processesWith(directory.toString()));
        }
    }

    private static Path onlyDisk(Path state) throws Exception {
        try (Stream<Path> disks = Files.list(state.resolve("disks"))) {
            return disks.filter(file -> file.toString().endsWith(".disk"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Command lines of other live processes that name this directory, the lab's own aside. */
    private static List<String> processesWith(String text) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(text) && !line.contains(" lab "))
                .toList();
    }
}
