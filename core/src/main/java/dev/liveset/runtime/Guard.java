package dev.liveset.runtime;

import dev.liveset.LivesetException;
import dev.liveset.agent.Event;
import dev.liveset.fencing.Watchdog;
import java.util.function.LongSupplier;

/**
 * What resets this host: its watchdog, or nothing at all in shadow mode. There the agent is told of a watchdog that resets
 * no VM, so that the host publishes itself as not armed, and what would have been a reset is only told. All calls but
 * {@link #overdue} come from the agent's thread.
 */
final class Guard {
    private final LongSupplier machineClock;
    private final LongSupplier nanoClock;
    /** Null in shadow mode: there is nothing that could reset. */
    private volatile DeadlineWatch watchdog;

    private long timeoutNanos;

    /** @param port the watchdog, null for shadow mode */
    Guard(Watchdog port, LongSupplier machineClock, LongSupplier nanoClock) {
        this.machineClock = machineClock;
        this.nanoClock = nanoClock;
        watchdog = port == null ? null : new DeadlineWatch(port, machineClock, nanoClock);
    }

    boolean isShadow() {
        return watchdog == null;
    }

    Event.WatchdogArmed arm(long nanos) {
        timeoutNanos = nanos;
        if (isShadow()) {
            return new Event.WatchdogArmed(nanos, 0, false, "");
        }
        try {
            return arm(watchdog);
        } catch (LivesetException e) {
            return new Event.WatchdogArmed(0, 0, false, e.getMessage());
        }
    }

    /** Ends shadow mode: this watchdog runs from now on. Throws {@link LivesetException} and stays in it when it cannot be armed. */
    Event.WatchdogArmed armFromShadow(Watchdog port) {
        DeadlineWatch armed = new DeadlineWatch(port, machineClock, nanoClock);
        Event.WatchdogArmed event = arm(armed);
        watchdog = armed;
        return event;
    }

    private Event.WatchdogArmed arm(DeadlineWatch armed) {
        long readBack = armed.arm(timeoutNanos);
        return new Event.WatchdogArmed(readBack, armed.granularityNanos(), armed.guaranteesAllVms(), "");
    }

    void feed(long deadlineNanos) {
        if (!isShadow()) {
            watchdog.feed(deadlineNanos);
        }
    }

    /** Throws {@link LivesetException} when the watchdog still runs. */
    void disarm() {
        if (!isShadow()) {
            watchdog.disarm();
        }
    }

    /** Whether the deadline is over that a watchdog was given; never in shadow mode, where there is none. */
    boolean overdue() {
        DeadlineWatch armed = watchdog;
        return armed != null && armed.overdue();
    }

    void reset(String reason) {
        if (!isShadow()) {
            watchdog.reset(reason);
        }
    }

    void close() {
        if (!isShadow()) {
            watchdog.close();
        }
    }
}
