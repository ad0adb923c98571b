package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.io.DrillRecord.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Sees whether a watchdog really resets this machine: arms it, feeds it past its timeout, stops feeding on purpose and
 * writes down every 50 ms that the machine still lives. After the reboot the record tells how long that was, and the
 * driver's boot status, where it has one, who did it. To be made while no VM runs here: the machine is reset without
 * anything being written back.
 */
public final class FireDrill {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long BEAT_NANOS = 50 * MILLI;
    /** By how much the last sign of life may lie before the reset: a beat that was not written any more, on a slow disk. */
    private static final long UNSEEN_MILLIS = 1_500;
    /** By how much a device that counts whole seconds may be late. */
    static final long LATE_MILLIS = 1_000;

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final WatchdogDevice.Opener opener;
    private final Path record;
    private final String bootId;
    private final LongSupplier nanoClock;
    private final LongConsumer pauses;

    FireDrill(WatchdogDevice.Opener opener, Path record, String bootId, LongSupplier nanoClock, LongConsumer pauses) {
        this.opener = opener;
        this.record = record;
        this.bootId = bootId;
        this.nanoClock = nanoClock;
        this.pauses = pauses;
    }

    /** A drill of the device; the record file must be on a disk of this host that survives a reset. */
    public static FireDrill of(Path device, Path record) {
        return new FireDrill(
                new LinuxWatchdogOpener(device, Path.of("/sys/class/watchdog")),
                record,
                bootId(),
                System::nanoTime,
                LockSupport::parkNanos);
    }

    static String bootId() {
        try {
            return Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw error("needs a machine that tells its boot in " + BOOT_ID, e);
        }
    }

    /**
     * Makes the drill with a timeout of whole seconds, at least 2: <b>resets this machine</b>. It returns only when the
     * machine was not reset, which is then written down and cannot be armed without {@link WatchdogDoubt#DRILL_FAILED}
     * being accepted. Throws {@link LivesetException} when the device cannot be had or the record not be written.
     *
     * @param says gets a line for each step
     */
    public void resetThisMachine(int timeoutSeconds, Consumer<String> says) {
        if (timeoutSeconds < 2 || timeoutSeconds > 600) {
            throw error("takes a timeout from 2 to 600 s, not " + timeoutSeconds, null);
        }
        WatchdogDevice device = opener.open();
        int seconds = set(device, timeoutSeconds);
        DrillRecord drill = new DrillRecord(State.FEEDING, device.identity(), seconds, 0, bootId, "not ended");
        try {
            drill.store(record);
            says.accept("the device is " + device.identity() + ", set to " + seconds + " s; it is fed past that");
            feed(device, seconds);
        } catch (LivesetException e) {
            stop(device);
            throw e;
        }
        long fedNanos = nanoClock.getAsLong();
        says.accept("it is not fed any more: this machine is reset in " + seconds + " s");
        long patience = (Math.max(10, seconds) + seconds) * SECOND;
        for (long alive = 0; alive < patience; alive = nanoClock.getAsLong() - fedNanos) {
            drill = drill.alive(alive / MILLI);
            drill.store(record);
            pauses.accept(BEAT_NANOS);
        }
        stop(device);
        drill.ended(State.FAILED, "the machine was not reset").store(record);
        says.accept("NOT RESET: " + device.identity() + " is no watchdog to rely on");
    }

    private static int set(WatchdogDevice device, int timeoutSeconds) {
        if ((device.options() & WatchdogDevice.SETTIMEOUT) != 0) {
            device.setTimeoutSeconds(timeoutSeconds);
        }
        int seconds = device.timeoutSeconds();
        if (seconds < 1 || seconds > 600) {
            stop(device);
            throw error("found a device whose timeout is " + seconds + " s; it needs one up to 600 s", null);
        }
        return seconds;
    }

    private void feed(WatchdogDevice device, int seconds) {
        long until = nanoClock.getAsLong() + (seconds + 1) * SECOND;
        while (nanoClock.getAsLong() - until < 0) {
            device.keepAlive();
            pauses.accept(seconds * SECOND / 4);
        }
        device.keepAlive();
    }

    private static void stop(WatchdogDevice device) {
        device.disable();
        device.writeMagic();
        device.close();
    }

    /**
     * What is known of the drill on this machine, concluding one that a reset has ended; empty when none was made. To be
     * asked before the device is opened. Throws {@link LivesetException} when the file is something else.
     */
    Optional<DrillRecord> outcome() {
        Optional<DrillRecord> found = DrillRecord.load(record);
        if (found.isEmpty()
                || found.get().state() == State.PASSED
                || found.get().state() == State.FAILED) {
            return found;
        }
        DrillRecord drill = found.get();
        if (drill.bootId().equals(bootId) || drill.state() == State.FEEDING) {
            return Optional.empty(); // Still going on, or ended before it came to the point.
        }
        DrillRecord ended = conclude(drill);
        ended.store(record);
        return Optional.of(ended);
    }

    private DrillRecord conclude(DrillRecord drill) {
        boolean told = opener.resetByWatchdog();
        boolean inTime = drill.delayMillis() >= drill.timeoutSeconds() * 1_000L - UNSEEN_MILLIS;
        if (told) {
            return drill.ended(State.PASSED, "the driver's boot status says that it was the watchdog");
        }
        return inTime
                ? drill.ended(State.PASSED, "the machine went down when the timeout was over")
                : drill.ended(State.FAILED, "the machine went down before the timeout, so not by the watchdog");
    }

    /** The result in one sentence, for people; a drill that a reset has ended is concluded by it. */
    public String result() {
        return outcome()
                .map(drill -> String.format(
                        Locale.ROOT,
                        "%s: %s, set to %d s, last seen alive %.2f s after its last feed; %s",
                        drill.state(),
                        drill.identity(),
                        drill.timeoutSeconds(),
                        drill.delayMillis() / 1e3,
                        drill.detail()))
                .orElse("no fire drill was made on this machine");
    }

    /** The line of a passed drill for {@link dev.liveset.MeasuredTimes}; empty when there is none. */
    public Optional<String> measured() {
        return outcome()
                .filter(drill -> drill.state() == State.PASSED)
                .map(drill -> "watchdog-lateness " + drill.lateMillis() + " 1");
    }

    private static LivesetException error(String why, Exception cause) {
        return new LivesetException(Code.WATCHDOG_ERROR, "The fire drill " + why + ".", cause);
    }
}
