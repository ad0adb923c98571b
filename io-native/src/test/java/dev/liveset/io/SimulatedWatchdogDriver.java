package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;

/** The kernel's side of a watchdog: a timer on virtual time that fires unless it is fed or properly stopped. */
final class SimulatedWatchdogDriver implements WatchdogDevice.Opener, WatchdogDevice {
    private static final long SECOND = 1_000_000_000L;

    long nowNanos = 500;
    /** Virtual time that passes inside every ioctl, as if the caller were paused there; used once. */
    long pauseNanos;

    int options = SETTIMEOUT | MAGICCLOSE | KEEPALIVEPING;
    boolean nowayout;
    boolean disableWorks = true;
    /** Timeouts are rounded up to a multiple of this. */
    int stepSeconds = 1;

    int timeoutSeconds = 60;
    int bootStatus;
    String identity = "simulated";
    int pretimeoutSeconds;
    boolean busy;
    boolean open;
    boolean running;
    private boolean magic;
    private long firesAtNanos;

    long clock() {
        return nowNanos;
    }

    /** Seconds until it fires, from now. */
    double firesInSeconds() {
        return (firesAtNanos - nowNanos) / (double) SECOND;
    }

    private void restart() {
        running = true;
        nowNanos += pauseNanos;
        pauseNanos = 0;
        firesAtNanos = nowNanos + timeoutSeconds * SECOND;
    }

    @Override
    public WatchdogDevice open() {
        if (busy) {
            throw new LivesetException(Code.WATCHDOG_ERROR, "busy");
        }
        open = true;
        magic = false;
        restart();
        return this;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public String otherKind() {
        return "";
    }

    @Override
    public boolean resetByWatchdog() {
        return (bootStatus & CARDRESET) != 0;
    }

    @Override
    public boolean nowayout() {
        return nowayout;
    }

    @Override
    public boolean provenStopped() {
        return !running;
    }

    @Override
    public int options() {
        return options;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public int bootStatus() {
        return bootStatus;
    }

    @Override
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    @Override
    public int setTimeoutSeconds(int seconds) {
        if ((options & SETTIMEOUT) == 0) {
            return -1;
        }
        timeoutSeconds = (seconds + stepSeconds - 1) / stepSeconds * stepSeconds;
        restart();
        return timeoutSeconds;
    }

    @Override
    public int setPretimeoutSeconds(int seconds) {
        pretimeoutSeconds = seconds;
        return seconds;
    }

    @Override
    public void keepAlive() {
        restart();
    }

    @Override
    public boolean disable() {
        if (nowayout || !disableWorks) {
            return false;
        }
        running = false;
        return true;
    }

    @Override
    public void writeMagic() {
        magic = true;
    }

    @Override
    public void close() {
        open = false;
        if (magic && !nowayout) {
            running = false;
        }
    }
}
