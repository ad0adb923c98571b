package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogProofTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    /** The machine is reset: nothing more happens in this boot. */
    private static final class Reset extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @TempDir
    Path directory;

    private final SimulatedWatchdogDriver driver = new SimulatedWatchdogDriver();
    private final HardwareWatchdogConfig unproven = HardwareWatchdogConfig.at(Path.of("/dev/watchdog"));
    private final List<String> said = new ArrayList<>();
    private Path record;
    private Path trigger;

    @BeforeEach
    void prepare() throws IOException {
        record = directory.resolve("drill");
        trigger = Files.createFile(directory.resolve("trigger"));
    }

    private FireDrill drillInBoot(long boot) {
        return new FireDrill(driver, record, new UUID(0, boot).toString(), driver::clock, nanos -> {
            driver.nowNanos += nanos;
            if (driver.running && driver.firesInSeconds() <= 0) {
                throw new Reset();
            }
        });
    }

    private void passDrill() {
        assertThrows(Reset.class, () -> drillInBoot(1).resetThisMachine(6, said::add));
        assertEquals(
                DrillRecord.State.PASSED, drillInBoot(2).outcome().orElseThrow().state());
    }

    private HardwareWatchdog watchdog(HardwareWatchdogConfig config) {
        return new HardwareWatchdog(config, driver, trigger, driver::clock, () -> {});
    }

    private String refusal(HardwareWatchdogConfig config) {
        LivesetException refusal =
                assertThrows(LivesetException.class, () -> watchdog(config).arm(20 * SECOND));
        assertEquals(Code.WATCHDOG_ERROR, refusal.code());
        return refusal.getMessage();
    }

    @Test
    void shouldNotEvenOpenAWatchdogThatNobodyHasSeenResetThisMachine() {
        driver.nowayout = true;
        assertTrue(refusal(unproven).contains("UNDRILLED"));
        assertTrue(refusal(unproven.provenBy(record)).contains("UNDRILLED"));
        assertFalse(driver.running);
        assertEquals(
                20 * SECOND,
                watchdog(unproven.accepting(WatchdogDoubt.UNDRILLED)).arm(20 * SECOND));
    }

    @Test
    void shouldArmAfterAFireDrillThatResetTheMachineInTime() {
        passDrill();
        DrillRecord drill = drillInBoot(3).outcome().orElseThrow();
        assertEquals(6, drill.timeoutSeconds());
        assertTrue(drill.delayMillis() >= 5_900 && drill.delayMillis() <= 6_000, drill::toString);
        HardwareWatchdog watchdog = watchdog(unproven.provenBy(record));
        assertEquals(20 * SECOND, watchdog.arm(20 * SECOND));
        assertEquals(SECOND, watchdog.granularityNanos());
        assertEquals(List.of(), watchdog.findings());
    }

    @Test
    void shouldBelieveTheDriverThatItWasTheWatchdogHoweverEarly() {
        DrillRecord early = new DrillRecord(
                DrillRecord.State.STARVING, "simulated", 6, 900, new UUID(0, 1).toString(), "not ended");
        early.store(record);
        driver.bootStatus = WatchdogDevice.CARDRESET;
        assertEquals(
                DrillRecord.State.PASSED, drillInBoot(2).outcome().orElseThrow().state());
        early.store(record);
        driver.bootStatus = 0;
        assertEquals(
                DrillRecord.State.FAILED, drillInBoot(2).outcome().orElseThrow().state());
        assertTrue(refusal(unproven.provenBy(record)).contains("before the timeout"));
    }

    @Test
    void shouldCountNoDrillThatStillGoesOnOrNeverCameToThePoint() {
        new DrillRecord(DrillRecord.State.STARVING, "simulated", 6, 5_950, new UUID(0, 1).toString(), "").store(record);
        assertTrue(drillInBoot(1).outcome().isEmpty());
        new DrillRecord(DrillRecord.State.FEEDING, "simulated", 6, 0, new UUID(0, 1).toString(), "").store(record);
        assertTrue(drillInBoot(2).outcome().isEmpty());
    }

    @Test
    void shouldRefuseADriverThatDoesNotResetUntilThatIsAcceptedByName() {
        FireDrill drill = new FireDrill(
                driver, record, new UUID(0, 1).toString(), driver::clock, nanos -> driver.nowNanos += nanos);
        drill.resetThisMachine(6, said::add);
        assertFalse(driver.open);
        assertTrue(said.get(said.size() - 1).startsWith("NOT RESET"), said::toString);
        assertTrue(refusal(unproven.provenBy(record)).contains("DRILL_FAILED"));
        watchdog(unproven.provenBy(record).accepting(WatchdogDoubt.DRILL_FAILED))
                .arm(20 * SECOND);
    }

    @Test
    void shouldMakeThePoolReckonWithAWatchdogThatWasLateInItsDrill() {
        new DrillRecord(DrillRecord.State.PASSED, "simulated", 6, 8_500, new UUID(0, 1).toString(), "late")
                .store(record);
        assertTrue(refusal(unproven.provenBy(record)).contains("2.50 s late"));
        assertEquals("watchdog-lateness 2500 1", drillInBoot(3).measured().orElseThrow());
        HardwareWatchdog watchdog = watchdog(unproven.provenBy(record).accepting(WatchdogDoubt.DRILL_LATE));
        watchdog.arm(20 * SECOND);
        assertEquals(2_500 * MILLI, watchdog.granularityNanos());
    }

    @Test
    void shouldRefuseATimeoutThatTheDriverSilentlyRounds() {
        passDrill();
        driver.stepSeconds = 8;
        assertTrue(refusal(unproven.provenBy(record)).contains("makes 16 s of a timeout of 20 s"));
        assertFalse(driver.running);
        assertEquals(
                16 * SECOND,
                watchdog(unproven.provenBy(record).accepting(WatchdogDoubt.ROUNDED))
                        .arm(20 * SECOND));
    }

    @Test
    void shouldRefuseADriverOtherThanTheDrilledOne() {
        passDrill();
        driver.identity = "another";
        assertTrue(refusal(unproven.provenBy(record)).contains("OTHER_DRILL"));
        assertFalse(driver.running);
    }

    @Test
    void shouldArmSoftdogWithAWarning() {
        driver.identity = "Software Watchdog";
        passDrill();
        HardwareWatchdog watchdog = watchdog(unproven.provenBy(record));
        watchdog.arm(20 * SECOND);
        assertEquals(WatchdogDoubt.SOFTWARE, watchdog.findings().get(0).doubt());
    }

    @Test
    void shouldArmWithAWarningWhatNeverStopsAgain() {
        passDrill();
        driver.nowayout = true;
        HardwareWatchdog watchdog = watchdog(unproven.provenBy(record));
        watchdog.arm(20 * SECOND);
        assertEquals(WatchdogDoubt.NOWAYOUT, watchdog.findings().get(0).doubt());
    }

    @Test
    void shouldSetThePretimeoutWhereThereIsOneAndSayWhereThereIsNone() {
        HardwareWatchdogConfig config =
                unproven.accepting(WatchdogDoubt.UNDRILLED).withPretimeout(Duration.ofSeconds(3));
        HardwareWatchdog without = watchdog(config);
        without.arm(20 * SECOND);
        assertEquals(
                List.of(WatchdogDoubt.UNDRILLED, WatchdogDoubt.NO_PRETIMEOUT),
                without.findings().stream().map(WatchdogFinding::doubt).toList());
        without.disarm();
        driver.options |= WatchdogDevice.PRETIMEOUT;
        watchdog(config).arm(20 * SECOND);
        assertEquals(3, driver.pretimeoutSeconds);
    }

    @Test
    void shouldLetNobodyAcceptWhatIsNoWatchdogAtAll() {
        assertThrows(LivesetException.class, () -> unproven.accepting(WatchdogDoubt.MISSING));
        assertThrows(LivesetException.class, () -> unproven.withPretimeout(Duration.ofSeconds(-1)));
    }

    @Test
    void shouldSayOfAMachineWithoutWatchdogWhatToDo() {
        WatchdogProof proof = WatchdogProof.examine(
                HardwareWatchdogConfig.at(directory.resolve("watchdog")).provenBy(record), Duration.ofSeconds(20));
        assertFalse(proof.isProven());
        assertTrue(proof.report().contains("REFUSED MISSING: There is no " + directory.resolve("watchdog")));
        assertTrue(proof.report().endsWith("not proven\n"), proof::report);
    }

    @Test
    void shouldNameTheProcessThatHoldsTheDevice() throws IOException {
        Path device = Files.createFile(directory.resolve("held"));
        try (FileChannel open = FileChannel.open(device, StandardOpenOption.WRITE)) {
            assertTrue(open.isOpen());
            WatchdogProof proof =
                    new WatchdogExamination(HardwareWatchdogConfig.at(device), driver).examine(Duration.ofSeconds(20));
            String self = "process " + ProcessHandle.current().pid() + " (";
            assertTrue(proof.report().contains("REFUSED BUSY"), proof::report);
            assertTrue(proof.report().contains(self), proof::report);
        }
        assertEquals(List.of(), DeviceHolder.of(device));
    }

    @Test
    void shouldSayWhatAPathIsThatIsNoWatchdog() throws Exception {
        assertNoWatchdog(Files.createFile(directory.resolve("file")), "a regular file");
        assertNoWatchdog(
                Files.createSymbolicLink(directory.resolve("link"), directory.resolve("file")), "a regular file");
        assertNoWatchdog(directory, "a directory");
        assertNoWatchdog(Path.of("/dev/null"), "a device of another kind (mem)");
        Path pipe = directory.resolve("pipe"); // Opening it would hang.
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertNoWatchdog(pipe, "a pipe");
    }

    private void assertNoWatchdog(Path path, String kind) {
        String sentence = path + " is " + kind
                + ", not a watchdog; name the watchdog device of this machine, usually /dev/watchdog, or use the keeper";
        HardwareWatchdogConfig config = HardwareWatchdogConfig.at(path).accepting(WatchdogDoubt.UNDRILLED);
        assertEquals(
                "REFUSED UNUSABLE: " + sentence + "\nnot proven\n",
                WatchdogProof.examine(config, Duration.ofSeconds(20)).report());
        HardwareWatchdog watchdog = HardwareWatchdog.of(config);
        LivesetException refusal = assertThrows(LivesetException.class, () -> watchdog.arm(20 * SECOND));
        assertEquals(sentence + ".", refusal.getMessage());
        FireDrill drill = FireDrill.of(path, record);
        assertThrows(LivesetException.class, () -> drill.resetThisMachine(6, said::add));
        assertFalse(Files.exists(record));
    }

    @Test
    void shouldTakeForAWatchdogWhatTheKernelDoesNotTellApart() throws IOException {
        Path none = directory.resolve("sys");
        assertEquals("", DeviceKind.otherThanWatchdog(Path.of("/dev/null"), none));
        Path watchdogs = Files.createDirectories(directory.resolve("class/watchdog"));
        Path device = Files.createDirectories(directory.resolve("char/1:3"));
        Files.createSymbolicLink(device.resolve("subsystem"), watchdogs);
        assertEquals("", DeviceKind.otherThanWatchdog(Path.of("/dev/null"), directory.resolve("char")));
    }

    @Test
    void shouldTellAProofFromAnyOtherFileAndBelieveNoDamagedOne() throws IOException {
        passDrill();
        String good = Files.readString(record);
        assertEquals(DrillRecord.SIZE_BYTES, good.length());
        for (String bad : List.of("", "hello", good.substring(0, 60), good.replace("PASSED", "FINE"), good + "x 1\n")) {
            Files.writeString(record, bad);
            if (bad.length() > DrillRecord.SIZE_BYTES) {
                assertTrue(DrillRecord.load(record).isPresent()); // Only the sector counts.
            } else if (bad.isEmpty()) {
                assertTrue(DrillRecord.load(record).isEmpty());
            } else {
                assertThrows(LivesetException.class, () -> DrillRecord.load(record), bad);
            }
        }
        Files.write(record, new byte[4096]);
        assertTrue(DrillRecord.load(record).isEmpty());
    }
}
