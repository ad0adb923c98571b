package dev.liveset.io;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * What runs inside the small machine of {@link WatchdogGuestTest}: uses a watchdog of the kernel as a host does, says on
 * the console what it found, and in the end stops feeding it. Lines begin with {@code guest:}.
 */
final class WatchdogGuest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TIMEOUT_NANOS = 6 * SECOND;

    private WatchdogGuest() {}

    /** Argument: the device. */
    public static void main(String[] arguments) {
        Path device = Path.of(arguments[0]);
        HardwareWatchdog watchdog = HardwareWatchdog.at(device);
        say("armed " + watchdog.arm(TIMEOUT_NANOS) / SECOND);
        say("caused-last-reset " + watchdog.causedLastReset());
        watchdog.disarm();
        stopByMagicClose(device);
        waitPastTheTimeout();
        say("alive after disarm and magic close");

        say("armed again " + watchdog.arm(TIMEOUT_NANOS) / SECOND);
        long fedUntil = System.nanoTime() + TIMEOUT_NANOS + 2 * SECOND;
        while (System.nanoTime() - fedUntil < 0) {
            watchdog.feed(System.nanoTime() + TIMEOUT_NANOS);
            pause(SECOND / 4);
        }
        say("alive while fed");
        watchdog.feed(System.nanoTime() + TIMEOUT_NANOS);
        say("feeds no more");
        while (true) {
            pause(SECOND);
        }
    }

    /** The device's own way to stop, without the ioctl that {@link HardwareWatchdog} tries first. */
    private static void stopByMagicClose(Path path) {
        LinuxWatchdogDevice device = LinuxWatchdogDevice.open(path);
        say("identity " + device.identity());
        say("set to " + device.setTimeoutSeconds(5) + " read " + device.timeoutSeconds());
        device.keepAlive();
        device.writeMagic();
        device.close();
        say("stopped " + new LinuxWatchdogOpener(path, Path.of("/sys/class/watchdog")).provenStopped());
    }

    private static void waitPastTheTimeout() {
        long until = System.nanoTime() + TIMEOUT_NANOS + SECOND;
        while (System.nanoTime() - until < 0) {
            pause(SECOND / 4);
        }
    }

    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    private static void say(String line) {
        System.out.println("guest: " + line);
        System.out.flush();
    }
}
