package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.fencing.Watchdog;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The machine's own watchdog, through {@code /dev/watchdog}. Its timer counts whole seconds, so every timeout is taken
 * down to the next one that the device was seen to accept. It is armed only when it is proven, see
 * {@link WatchdogProof}. A reset is asked of the kernel first, which does it at once without writing anything back; the
 * timer is the guarantee.
 */
public final class HardwareWatchdog implements Watchdog {
    private static final long SECOND = 1_000_000_000L;

    private final HardwareWatchdogConfig config;
    private final WatchdogDevice.Opener opener;
    private final Path resetTrigger;
    private final LongSupplier nanoClock;
    private final Runnable rebootCall;

    private List<WatchdogFinding> findings = List.of();
    private long granularityNanos = SECOND;
    private WatchdogDevice device;
    private FileOutputStream trigger;
    private TimeoutTable timeouts;
    private int current;
    /** No earlier than what the timer was last set to. */
    private long deadlineNanos;
    /** The latest that it was ever told to fire. */
    private long latestLimitNanos;

    HardwareWatchdog(
            HardwareWatchdogConfig config,
            WatchdogDevice.Opener opener,
            Path resetTrigger,
            LongSupplier nanoClock,
            Runnable rebootCall) {
        this.config = config;
        this.rebootCall = rebootCall;
        this.opener = opener;
        this.resetTrigger = resetTrigger;
        this.nanoClock = nanoClock;
    }

    /** The watchdog of this machine as configured. It is not opened before {@link #arm}. */
    public static HardwareWatchdog of(HardwareWatchdogConfig config) {
        return new HardwareWatchdog(
                config,
                new LinuxWatchdogOpener(config.device(), Path.of("/sys/class/watchdog")),
                Path.of("/proc/sysrq-trigger"),
                System::nanoTime,
                HardwareWatchdog::reboot);
    }

    private static void reboot() {
        Libc.require();
        Libc.reboot(Libc.RB_AUTOBOOT);
    }

    /**
     * Also throws, and leaves the timer stopped, when something about the device is neither proven nor accepted by name.
     */
    @Override
    public synchronized long arm(long timeoutNanos) {
        if (device != null) {
            throw new IllegalStateException("armed already");
        }
        int longestSeconds = (int) Math.min(timeoutNanos / SECOND, Integer.MAX_VALUE);
        if (longestSeconds < 1) {
            throw error("counts whole seconds; use watchdog timeouts of 1 s or more");
        }
        List<WatchdogFinding> found = new ArrayList<>();
        Optional<DrillRecord> drill = drill();
        found.addAll(WatchdogProof.ofDrill(drill, name()));
        WatchdogProof.require(config, found); // Before it is opened: some devices never stop again.
        WatchdogDevice opened = opener.open();
        try {
            boolean settable = (opened.options() & WatchdogDevice.SETTIMEOUT) != 0;
            timeouts = settable
                    ? TimeoutTable.tryOut(opened, longestSeconds)
                    : TimeoutTable.fixed(opened.timeoutSeconds());
            // One that cannot be shortened is fed only while it ends before the deadline: that needs room.
            int usableSeconds = settable ? longestSeconds : longestSeconds / 4 * 3;
            int index = timeouts.within(usableSeconds);
            if (index < 0) {
                throw error("(" + opened.identity() + ") has no timeout of " + usableSeconds
                        + " s or less; use longer watchdog timeouts");
            }
            found.addAll(WatchdogProof.ofDevice(opened, drill, longestSeconds, timeouts.secondsRead(index), name()));
            WatchdogProof.require(config, found);
            if (opener.nowayout()) {
                found.add(WatchdogProof.nowayout(name()));
            }
            current = -1;
            device = opened;
            apply(index);
            latestLimitNanos = deadlineNanos;
            setPretimeout(found);
            trigger = openTrigger();
            granularityNanos = SECOND + Math.max(0, lateNanos(drill) - SECOND);
            findings = List.copyOf(found);
            return timeouts.secondsRead(index) * SECOND;
        } catch (RuntimeException e) {
            device = null;
            throw stop(opened)
                    ? e
                    : error("failed and does not stop, so this machine will be reset: " + e.getMessage());
        }
    }

    private String name() {
        return config.device().toString();
    }

    private Optional<DrillRecord> drill() {
        return config.drillRecord()
                .flatMap(record -> new FireDrill(opener, record, FireDrill.bootId(), nanoClock, nanos -> {}).outcome());
    }

    private static long lateNanos(Optional<DrillRecord> drill) {
        return drill.map(record -> record.lateMillis() * 1_000_000L).orElse(0L);
    }

    /** The alarm is extra: what the device cannot do is told, and the reset comes all the same. */
    private void setPretimeout(List<WatchdogFinding> found) {
        int seconds = (int) config.pretimeout().toSeconds();
        if (seconds == 0) {
            return;
        }
        boolean possible = (device.options() & WatchdogDevice.PRETIMEOUT) != 0
                && seconds < timeouts.secondsRead(timeouts.shortest());
        int read = possible ? device.setPretimeoutSeconds(seconds) : -1;
        if (read != seconds) {
            found.add(new WatchdogFinding(
                    WatchdogDoubt.NO_PRETIMEOUT,
                    "The watchdog " + name() + " (" + device.identity() + ") does not take a pretimeout of " + seconds
                            + " s; it must be shorter than "
                            + timeouts.secondsRead(timeouts.shortest()) + " s, the shortest timeout it is fed with"));
        }
    }

    /** What was found about the device when it was armed: what was accepted, and warnings. */
    public synchronized List<WatchdogFinding> findings() {
        return findings;
    }

    private FileOutputStream openTrigger() {
        try {
            return new FileOutputStream(resetTrigger.toFile());
        } catch (IOException e) {
            return null; // Then the timer alone does the reset.
        }
    }

    /** Whether the machine last started because this watchdog had reset it; to be asked while armed. */
    public synchronized boolean causedLastReset() {
        requireArmed();
        return (device.bootStatus() & WatchdogDevice.CARDRESET) != 0;
    }

    /** A whole second, by which the timer counts, or as much as it was late in its fire drill. */
    @Override
    public synchronized long granularityNanos() {
        return granularityNanos;
    }

    /**
     * Never feeds when the timeout would end after the deadline. A pause between the look at the clock and the ioctl makes
     * the timer end later than meant, so the clock is looked at again and the timeout shortened; where that cannot be
     * enough the machine is reset at once, because its VMs may be started elsewhere before the timer ends.
     */
    @Override
    public synchronized void feed(long limitNanos) {
        requireArmed();
        latestLimitNanos = latestLimitNanos - limitNanos < 0 ? limitNanos : latestLimitNanos;
        long now = nanoClock.getAsLong();
        int index = timeouts.within((limitNanos - now) / SECOND);
        while (index >= 0) {
            apply(index);
            if (deadlineNanos - limitNanos <= 0) {
                return;
            }
            now = nanoClock.getAsLong();
            index = timeouts.within((limitNanos - now) / SECOND);
        }
        shorten(now);
        if (deadlineNanos - latestLimitNanos > 0) {
            reset("a pause carried out a feed too late to be taken back");
        }
    }

    /** For limits too short for the device: the shortest timeout it has, but only when that brings the reset nearer. */
    private void shorten(long now) {
        int shortest = timeouts.shortest();
        if (now + timeouts.secondsRead(shortest) * SECOND - deadlineNanos < 0) {
            apply(shortest);
        }
    }

    private void apply(int index) {
        if (index != current) {
            int seconds = device.setTimeoutSeconds(timeouts.secondsAsked(index));
            if (seconds != timeouts.secondsRead(index) && (device.options() & WatchdogDevice.SETTIMEOUT) != 0) {
                throw error("was set to " + timeouts.secondsRead(index) + " s and made " + seconds + " s of it");
            }
            current = index;
        }
        device.keepAlive();
        deadlineNanos = nanoClock.getAsLong() + timeouts.secondsRead(index) * SECOND;
    }

    @Override
    public synchronized void disarm() {
        if (device == null) {
            return;
        }
        if (!stop(device)) {
            throw error("cannot be stopped once it runs (nowayout), so the host must go on feeding it; "
                    + "to end HA without a reset, allow the driver to stop");
        }
        device = null;
        closeTrigger();
    }

    /** Stops and closes the device; false when it runs on, and then it is still open. */
    private boolean stop(WatchdogDevice running) {
        boolean disabled = running.disable();
        boolean magic = (running.options() & WatchdogDevice.MAGICCLOSE) != 0;
        if (!disabled && (!magic || opener.nowayout())) {
            return false;
        }
        if (magic) {
            running.writeMagic();
        }
        running.close();
        if (!disabled && !opener.provenStopped()) {
            throw error("was told to stop but nothing proves that it did, so this machine may be reset");
        }
        return true;
    }

    /**
     * Writes to the kernel's trigger, then brings the timer nearer. Only where no timer runs it also calls reboot(2): that
     * one stops most drivers' timers before it stops the devices, and could hang with nothing left that resets.
     */
    @Override
    public synchronized void reset(String reason) {
        if (trigger == null && device == null) {
            trigger = openTrigger();
        }
        if (trigger != null) {
            try {
                trigger.write('b');
            } catch (IOException e) {
                // The timer, or the call below, is what is left.
            }
        }
        if (device != null) {
            shorten(nanoClock.getAsLong());
        } else {
            rebootCall.run();
        }
    }

    /** True: it resets the machine, and every VM with it. */
    @Override
    public boolean guaranteesAllVms() {
        return true;
    }

    @Override
    public synchronized void close() {
        if (device != null) {
            device.close();
            device = null;
            closeTrigger();
        }
    }

    private void closeTrigger() {
        try {
            if (trigger != null) {
                trigger.close();
            }
        } catch (IOException e) {
            // Nothing was written that could be lost.
        }
        trigger = null;
    }

    private void requireArmed() {
        if (device == null) {
            throw new IllegalStateException("not armed");
        }
    }

    private static LivesetException error(String why) {
        return new LivesetException(Code.WATCHDOG_ERROR, "The hardware watchdog " + why + ".");
    }
}
