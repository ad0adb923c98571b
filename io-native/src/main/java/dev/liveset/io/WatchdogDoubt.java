package dev.liveset.io;

/**
 * Why a watchdog device may not do what a pool relies on. Names are stable: what blocks the arming is overridden by
 * naming it in {@link HardwareWatchdogConfig#accepting}.
 */
public enum WatchdogDoubt {
    /** There is no such device. */
    MISSING(Kind.FATAL),
    /** Another program has it open, or had, and it does not stop. */
    BUSY(Kind.FATAL),
    /** It is no watchdog, may not be opened, or does not answer. */
    UNUSABLE(Kind.FATAL),
    /** The driver made another timeout of the one it was told, so the pool's timings were proven for another watchdog. */
    ROUNDED(Kind.BLOCKING),
    /** Nobody has ever seen it reset this machine. */
    UNDRILLED(Kind.BLOCKING),
    /** A fire drill was made and the machine was not reset by it. */
    DRILL_FAILED(Kind.BLOCKING),
    /** In its fire drill it came later than its timeout and the second by which it counts. */
    DRILL_LATE(Kind.BLOCKING),
    /** The fire drill was made with another device or driver. */
    OTHER_DRILL(Kind.BLOCKING),
    /** It is a timer of the kernel itself (softdog): a kernel that hangs resets nothing. */
    SOFTWARE(Kind.WARNING),
    /** Once started it never stops: this host cannot end HA without a reset. */
    NOWAYOUT(Kind.WARNING),
    /** A pretimeout was asked for that the device does not have. */
    NO_PRETIMEOUT(Kind.WARNING);

    private enum Kind {
        FATAL,
        BLOCKING,
        WARNING
    }

    private final Kind kind;

    WatchdogDoubt(Kind kind) {
        this.kind = kind;
    }

    /** Whether naming it lets the device be armed all the same. */
    public boolean overridable() {
        return kind == Kind.BLOCKING;
    }

    /** Whether the device is armed with it, and only told about. */
    public boolean isWarning() {
        return kind == Kind.WARNING;
    }
}
