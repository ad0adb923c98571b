package dev.liveset.recovery;

/**
 * Tells, once for each host, when what a lost host wrote last cannot be read: as long as that is so nothing of what ran
 * there is started elsewhere (E4), and it may be so for ever, when late writes hide it.
 */
final class RemainsWatch {
    private static final long TELL_AFTER_NANOS = 10_000_000_000L;

    private final RecoverySettings settings;
    private final Clearance clearance;
    private final boolean[] waits;
    private final boolean[] told;
    private final long[] sinceNanos;

    RemainsWatch(RecoverySettings settings, Clearance clearance) {
        this.settings = settings;
        this.clearance = clearance;
        waits = new boolean[settings.hostCount()];
        told = new boolean[settings.hostCount()];
        sinceNanos = new long[settings.hostCount()];
    }

    /** One pass; while something cannot be read it is read again and again, so that passes come by themselves. */
    void advance(RecoveryView view, RecoveryActions actions) {
        for (int host = 0; host < settings.hostCount(); host++) {
            if (!clearance.isUnknown(host, view)) {
                waits[host] = false;
                told[host] = false;
            } else if (!waits[host]) {
                waits[host] = true;
                sinceNanos[host] = view.nowNanos;
            } else if (!told[host] && view.nowNanos - sinceNanos[host] >= TELL_AFTER_NANOS) {
                told[host] = true;
                actions.warn("What host " + settings.name(host)
                        + " wrote last on the heartbeat disk cannot be read, so no VM that may have run there is started"
                        + " elsewhere; repair the disk, or make sure that the host is off and confirm it.");
            }
        }
    }
}
