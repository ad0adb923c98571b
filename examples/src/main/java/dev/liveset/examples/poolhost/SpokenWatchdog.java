package dev.liveset.examples.poolhost;

import dev.liveset.fencing.Watchdog;

/** A watchdog whose reset is told on standard output, as far as that takes no time worth speaking of. */
final class SpokenWatchdog implements Watchdog {
    private final Watchdog behind;
    private final StateLines lines;

    SpokenWatchdog(Watchdog behind, StateLines lines) {
        this.behind = behind;
        this.lines = lines;
    }

    @Override
    public long arm(long timeoutNanos) {
        return behind.arm(timeoutNanos);
    }

    @Override
    public void feed(long deadlineNanos) {
        behind.feed(deadlineNanos);
    }

    @Override
    public long granularityNanos() {
        return behind.granularityNanos();
    }

    @Override
    public void disarm() {
        behind.disarm();
    }

    @Override
    public void reset(String reason) {
        System.err.println("This host fences itself: " + reason);
        lines.fenced();
        behind.reset(reason);
    }

    @Override
    public boolean guaranteesAllVms() {
        return behind.guaranteesAllVms();
    }

    @Override
    public void close() {
        behind.close();
    }
}
