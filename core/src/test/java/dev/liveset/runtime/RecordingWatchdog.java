package dev.liveset.runtime;

import dev.liveset.LivesetException;
import dev.liveset.fencing.Watchdog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A watchdog that only notes what it was told; its reset does not take the process along. */
final class RecordingWatchdog implements Watchdog {
    volatile boolean closed;

    final List<String> told = new CopyOnWriteArrayList<>();
    boolean works = true;

    @Override
    public long arm(long timeoutNanos) {
        if (!works) {
            throw new LivesetException(LivesetException.Code.WATCHDOG_ERROR, "It does not work.");
        }
        told.add("arm " + timeoutNanos);
        return timeoutNanos;
    }

    @Override
    public void feed(long deadlineNanos) {
        told.add("feed " + deadlineNanos);
    }

    @Override
    public long granularityNanos() {
        return 5;
    }

    @Override
    public void disarm() {
        told.add("disarm");
    }

    @Override
    public void reset(String reason) {
        told.add("reset");
    }

    @Override
    public boolean guaranteesAllVms() {
        return true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
