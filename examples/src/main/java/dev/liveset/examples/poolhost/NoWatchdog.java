package dev.liveset.examples.poolhost;

import dev.liveset.fencing.Watchdog;

/**
 * Nothing resets this host when it is not fed. A fence ends this process, and whatever runs on the machine runs on:
 * therefore the host publishes itself as not armed.
 */
final class NoWatchdog implements Watchdog {
    static final int FENCED = 137;

    @Override
    public long arm(long timeoutNanos) {
        return timeoutNanos;
    }

    @Override
    public void feed(long deadlineNanos) {
        // Nobody counts.
    }

    @Override
    public long granularityNanos() {
        return 0;
    }

    @Override
    public void disarm() {
        // Nothing runs.
    }

    @Override
    public void reset(String reason) {
        Runtime.getRuntime().halt(FENCED);
    }

    @Override
    public boolean guaranteesAllVms() {
        return false;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
