package dev.liveset.runtime;

import dev.liveset.fencing.Watchdog;
import java.util.function.LongSupplier;

/**
 * The duty of clock sanity in the dead-man switch. The agent lives by the machine's clock, which goes on while the machine
 * is suspended, the watchdog by {@link System#nanoTime}, which may not: deadlines are carried over so that neither a
 * suspension nor a machine clock that stands still ever moves one further away. It also tells when the deadline is over
 * although nothing has reset this host, because the watchdog was suspended with it. Thread-safe.
 */
final class DeadlineWatch implements Watchdog {
    private static final long NONE = Long.MAX_VALUE;

    private final Watchdog watchdog;
    private final LongSupplier machineClock;
    private final LongSupplier nanoClock;
    /** By how much the machine's clock was ever ahead: less than that is a clock that stood still. */
    private long aheadNanos;

    private volatile long deadlineNanos = NONE;

    DeadlineWatch(Watchdog watchdog, LongSupplier machineClock, LongSupplier nanoClock) {
        this.watchdog = watchdog;
        this.machineClock = machineClock;
        this.nanoClock = nanoClock;
        aheadNanos = machineClock.getAsLong() - nanoClock.getAsLong();
    }

    /** Whether the deadline of an armed watchdog is over: the host may have been given up, whatever it believes. */
    boolean overdue() {
        long deadline = deadlineNanos;
        return deadline != NONE && machineClock.getAsLong() - deadline >= 0;
    }

    @Override
    public long arm(long timeoutNanos) {
        long now = machineClock.getAsLong();
        long readBack = watchdog.arm(timeoutNanos);
        deadlineNanos = now + readBack;
        return readBack;
    }

    @Override
    public void feed(long nextDeadlineNanos) {
        deadlineNanos = nextDeadlineNanos;
        watchdog.feed(nextDeadlineNanos - aheadNanos());
    }

    /** A pause between the two looks makes it more, and the deadline earlier. */
    private synchronized long aheadNanos() {
        long nano = nanoClock.getAsLong();
        aheadNanos = Math.max(aheadNanos, machineClock.getAsLong() - nano);
        return aheadNanos;
    }

    @Override
    public long granularityNanos() {
        return watchdog.granularityNanos();
    }

    @Override
    public void disarm() {
        watchdog.disarm();
        deadlineNanos = NONE;
    }

    @Override
    public void reset(String reason) {
        watchdog.reset(reason);
    }

    @Override
    public boolean guaranteesAllVms() {
        return watchdog.guaranteesAllVms();
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
