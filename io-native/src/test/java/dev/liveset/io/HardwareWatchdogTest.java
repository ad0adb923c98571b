package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareWatchdogTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    private final SimulatedWatchdogDriver driver = new SimulatedWatchdogDriver();
    private Path resetTrigger;
    private final HardwareWatchdogConfig trusted = HardwareWatchdogConfig.at(Path.of("/dev/watchdog"))
            .accepting(WatchdogDoubt.UNDRILLED, WatchdogDoubt.ROUNDED);
    private HardwareWatchdog watchdog;
    private int reboots;

    @BeforeEach
    void createTrigger() throws IOException {
        resetTrigger = Files.createFile(directory.resolve("trigger"));
        watchdog = watchdog(trusted);
    }

    private HardwareWatchdog watchdog(HardwareWatchdogConfig config) {
        return new HardwareWatchdog(config, driver, resetTrigger, driver::clock, () -> reboots++);
    }

    /** A deadline this far from now. */
    private long in(long nanos) {
        return driver.nowNanos + nanos;
    }

    @Test
    void shouldNotStartTheTimerBeforeItIsArmed() {
        assertFalse(driver.running);
        assertEquals(20 * SECOND, watchdog.arm(20 * SECOND));
        assertTrue(driver.running);
        assertEquals(20, driver.firesInSeconds());
        assertTrue(watchdog.guaranteesAllVms());
    }

    @Test
    void shouldTakeTheNextShorterWholeSecond() {
        assertEquals(20 * SECOND, watchdog.arm(20 * SECOND + 900_000_000L));
        watchdog.feed(in(19 * SECOND + 999_999_999L));
        assertEquals(19, driver.firesInSeconds());
    }

    @Test
    void shouldNeverRunLongerThanAskedWhenTheDriverRoundsUp() {
        driver.stepSeconds = 8;
        assertEquals(16 * SECOND, watchdog.arm(20 * SECOND));
        watchdog.feed(in(15 * SECOND));
        assertEquals(8, driver.firesInSeconds());
        watchdog.feed(in(20 * SECOND));
        assertEquals(16, driver.firesInSeconds());
    }

    @Test
    void shouldRefuseADeviceWhoseOnlyTimeoutIsTooLongAndStopItAgain() {
        driver.options = WatchdogDevice.MAGICCLOSE | WatchdogDevice.KEEPALIVEPING;
        LivesetException e = assertThrows(LivesetException.class, () -> watchdog.arm(20 * SECOND));
        assertEquals(Code.WATCHDOG_ERROR, e.code());
        assertTrue(e.getMessage().contains("longer watchdog timeouts"), e::getMessage);
        assertFalse(driver.running);
        assertFalse(driver.open);
    }

    @Test
    void shouldServeAFixedTimeoutThatIsShortEnough() {
        driver.options = WatchdogDevice.MAGICCLOSE | WatchdogDevice.KEEPALIVEPING;
        driver.timeoutSeconds = 15;
        assertEquals(15 * SECOND, watchdog.arm(20 * SECOND));
        driver.nowNanos += 5 * SECOND;
        watchdog.feed(in(14 * SECOND)); // Feeding would give it 15: the timer is left as it is.
        assertEquals(10, driver.firesInSeconds());
        watchdog.feed(in(16 * SECOND));
        assertEquals(15, driver.firesInSeconds());
    }

    @Test
    void shouldBringTheResetNearerButNeverFurtherAwayWhenTheLimitIsShorterThanTheDeviceCan() {
        watchdog.arm(20 * SECOND);
        watchdog.feed(in(SECOND / 2));
        assertEquals(5, driver.firesInSeconds());
        driver.nowNanos += 3 * SECOND;
        watchdog.feed(in(SECOND));
        assertEquals(2, driver.firesInSeconds());
    }

    @Test
    void shouldSetTheDeadlineAgainAfterAPauseInTheMiddleOfAFeed() {
        watchdog.arm(20 * SECOND);
        driver.pauseNanos = 4 * SECOND;
        watchdog.feed(in(20 * SECOND + 1));
        assertEquals(16, driver.firesInSeconds());
    }

    @Test
    void shouldNotMoveTheDeadlineByAPauseBeforeAFeed() {
        watchdog.arm(20 * SECOND);
        long deadline = in(20 * SECOND);
        driver.nowNanos += 7 * SECOND + SECOND / 2;
        watchdog.feed(deadline);
        assertEquals(12, driver.firesInSeconds());
    }

    @Test
    void shouldLeaveTheTimerAloneWhenTheDeadlineIsOver() {
        watchdog.arm(20 * SECOND);
        long deadline = in(10 * SECOND);
        driver.nowNanos += 17 * SECOND;
        watchdog.feed(deadline);
        assertEquals(3, driver.firesInSeconds());
    }

    @Test
    void shouldResetAtOnceWhenAPauseMadeAFeedTooLateToBeTakenBack() throws IOException {
        watchdog.arm(20 * SECOND);
        driver.nowNanos += 2 * SECOND;
        long deadline = in(19 * SECOND);
        driver.pauseNanos = 17 * SECOND;
        watchdog.feed(deadline);
        assertEquals("b", Files.readString(resetTrigger));
        assertEquals(5, driver.firesInSeconds());
    }

    @Test
    void shouldNeverFireAfterTheLatestDeadlineWhereverThePausesFall() throws IOException {
        Random random = new Random(42);
        for (int life = 0; life < 2_000; life++) {
            driver.running = false;
            HardwareWatchdog anew = watchdog(trusted);
            Files.writeString(resetTrigger, "");
            anew.arm(20 * SECOND);
            long latest = driver.nowNanos + 20 * SECOND;
            boolean reset = false;
            for (int feed = 0; feed < 20 && !reset && driver.firesInSeconds() > 0; feed++) {
                latest = Math.max(latest, in(random.nextInt(12) * SECOND + random.nextInt(1_000_000_000)));
                long asked = random.nextInt(5) == 0 ? latest - random.nextInt(8) * SECOND : latest;
                driver.nowNanos += random.nextInt(3) * SECOND + random.nextInt(1_000_000_000);
                driver.pauseNanos = random.nextInt(3) == 0 ? random.nextInt(15) * SECOND : 0;
                anew.feed(asked);
                reset = Files.size(resetTrigger) > 0;
                long firesAt = driver.nowNanos + (long) (driver.firesInSeconds() * SECOND);
                assertTrue(reset || firesAt <= latest, "life " + life + ", feed " + feed);
            }
        }
    }

    @Test
    void shouldRefuseAFixedTimeoutThatLeavesNoRoomForFeeding() {
        driver.options = WatchdogDevice.MAGICCLOSE | WatchdogDevice.KEEPALIVEPING;
        driver.timeoutSeconds = 20;
        assertThrows(LivesetException.class, () -> watchdog.arm(20 * SECOND));
        assertFalse(driver.running);
    }

    @Test
    void shouldStopOnlyWhenItIsDisarmed() {
        watchdog.arm(20 * SECOND);
        watchdog.disarm();
        assertFalse(driver.running);
        watchdog.arm(20 * SECOND);
        watchdog.close();
        assertTrue(driver.running);
        assertFalse(driver.open);
    }

    @Test
    void shouldStopByTheMagicCloseWhereTheDriverKnowsNoOtherWay() {
        driver.disableWorks = false;
        watchdog.arm(20 * SECOND);
        watchdog.disarm();
        assertFalse(driver.running);
    }

    @Test
    void shouldSayThatItCannotBeDisarmedAndGoOnBeingFed() {
        driver.nowayout = true;
        watchdog.arm(20 * SECOND);
        LivesetException e = assertThrows(LivesetException.class, watchdog::disarm);
        assertTrue(e.getMessage().contains("nowayout"), e::getMessage);
        assertTrue(driver.open);
        driver.nowNanos += 5 * SECOND;
        watchdog.feed(in(20 * SECOND));
        assertEquals(20, driver.firesInSeconds());
    }

    @Test
    void shouldSayThatAMachineWillBeResetWhenItsTimerFailsAndDoesNotStop() {
        driver.nowayout = true;
        driver.options = WatchdogDevice.MAGICCLOSE;
        LivesetException e = assertThrows(LivesetException.class, () -> watchdog.arm(20 * SECOND));
        assertTrue(e.getMessage().contains("will be reset"), e::getMessage);
    }

    @Test
    void shouldNoticeADriverThatChangesItsMind() {
        watchdog.arm(20 * SECOND);
        driver.stepSeconds = 7;
        assertThrows(LivesetException.class, () -> watchdog.feed(in(18 * SECOND)));
    }

    @Test
    void shouldAskTheKernelForAResetAndShortenTheTimer() throws IOException {
        watchdog.arm(20 * SECOND);
        watchdog.reset("lost the statefile");
        assertEquals("b", Files.readString(resetTrigger));
        assertEquals(5, driver.firesInSeconds());
        assertTrue(driver.running);
    }

    @Test
    void shouldTellWhetherItCausedTheLastReset() {
        assertThrows(IllegalStateException.class, watchdog::causedLastReset);
        watchdog.arm(20 * SECOND);
        assertFalse(watchdog.causedLastReset());
        driver.bootStatus = WatchdogDevice.CARDRESET | 1;
        assertTrue(watchdog.causedLastReset());
    }

    @Test
    void shouldLeaveAWatchdogAloneThatSomebodyElseUses() {
        driver.busy = true;
        assertThrows(LivesetException.class, () -> watchdog.arm(20 * SECOND));
        assertFalse(driver.running);
        assertThrows(IllegalStateException.class, () -> watchdog.feed(in(20 * SECOND)));
    }

    @Test
    void shouldTellWhatIsNoWatchdog() {
        LivesetException wrong =
                assertThrows(LivesetException.class, () -> LinuxWatchdogDevice.open(Path.of("/dev/null")));
        assertTrue(wrong.getMessage().contains("is not a watchdog"), wrong::getMessage);
        LivesetException missing =
                assertThrows(LivesetException.class, () -> LinuxWatchdogDevice.open(directory.resolve("watchdog")));
        assertTrue(missing.getMessage().contains("does not exist"), missing::getMessage);
    }

    @Test
    void shouldReadWhatTheSystemTellsAboutADeviceWithoutOpeningIt() throws IOException {
        Path attributes = Files.createDirectories(directory.resolve("class/watchdog0"));
        LinuxWatchdogOpener opener = new LinuxWatchdogOpener(Path.of("/dev/watchdog"), directory.resolve("class"));
        assertFalse(opener.nowayout());
        assertFalse(opener.provenStopped());
        Files.writeString(attributes.resolve("nowayout"), "1\n");
        Files.writeString(attributes.resolve("state"), "inactive\n");
        assertTrue(opener.nowayout());
        assertTrue(opener.provenStopped());
    }
}
