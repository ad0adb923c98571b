package dev.liveset.io;

import dev.liveset.LivesetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What runs inside the small machine of {@link WatchdogGuestTest}, once in each of its boots: uses a watchdog of the
 * kernel as a host does, says on the console what it found, and in the end resets the machine. Lines begin with
 * {@code guest:}.
 */
final class WatchdogGuest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TIMEOUT_NANOS = 6 * SECOND;
    private static final Path DEVICE = Path.of("/dev/watchdog");

    private WatchdogGuest() {}

    /** Arguments: {@code drill}, {@code proven} or {@code reset}, and the disk of the fire drill's record. */
    public static void main(String[] arguments) {
        Path record = Path.of(arguments[1]);
        HardwareWatchdogConfig config = HardwareWatchdogConfig.at(DEVICE).provenBy(record);
        switch (arguments[0]) {
            case "drill" -> drill(config, record);
            case "proven" -> useProven(config, record);
            default -> resetAtOnce(config);
        }
    }

    private static void drill(HardwareWatchdogConfig config, Path record) {
        try {
            say("armed unproven " + HardwareWatchdog.of(config).arm(TIMEOUT_NANOS));
        } catch (LivesetException refusal) {
            say("refused " + refusal.getMessage());
        }
        FireDrill.of(DEVICE, record).resetThisMachine((int) (TIMEOUT_NANOS / SECOND), line -> say("drill " + line));
    }

    private static void useProven(HardwareWatchdogConfig config, Path record) {
        say("drill " + FireDrill.of(DEVICE, record).result());
        WatchdogProof proof = WatchdogProof.examine(config, Duration.ofNanos(TIMEOUT_NANOS));
        proof.report().lines().forEach(line -> say("proof " + line));
        HardwareWatchdog watchdog = HardwareWatchdog.of(config);
        say("armed " + watchdog.arm(TIMEOUT_NANOS) / SECOND);
        say("holder " + DeviceHolder.of(DEVICE));
        say("caused-last-reset " + watchdog.causedLastReset());
        watchdog.disarm();
        stopByMagicClose();
        waitPastTheTimeout();
        say("alive after disarm and magic close");

        say("armed again " + watchdog.arm(TIMEOUT_NANOS) / SECOND);
        long fedUntil = System.nanoTime() + TIMEOUT_NANOS + 2 * SECOND;
        while (System.nanoTime() - fedUntil < 0) {
            watchdog.feed(System.nanoTime() + TIMEOUT_NANOS);
            LockSupport.parkNanos(SECOND / 4);
        }
        say("alive while fed");
        watchdog.disarm();
    }

    private static void resetAtOnce(HardwareWatchdogConfig config) {
        HardwareWatchdog watchdog = HardwareWatchdog.of(config);
        watchdog.arm(TIMEOUT_NANOS);
        say("resets itself now");
        watchdog.reset("the test wants it");
        say("still alive after the reset call");
    }

    /** The device's own way to stop, without the ioctl that {@link HardwareWatchdog} tries first. */
    private static void stopByMagicClose() {
        LinuxWatchdogDevice device = LinuxWatchdogDevice.open(DEVICE);
        say("identity " + device.identity());
        say("set to " + device.setTimeoutSeconds(5) + " read " + device.timeoutSeconds());
        device.keepAlive();
        device.writeMagic();
        device.close();
        say("stopped " + new LinuxWatchdogOpener(DEVICE, Path.of("/sys/class/watchdog")).provenStopped());
    }

    private static void waitPastTheTimeout() {
        long until = System.nanoTime() + TIMEOUT_NANOS + SECOND;
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(SECOND / 4);
        }
    }

    private static void say(String line) {
        System.out.println("guest: " + line);
        System.out.flush();
    }
}
