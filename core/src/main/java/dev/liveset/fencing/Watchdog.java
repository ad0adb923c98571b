package dev.liveset.fencing;

/**
 * The port to what resets the host when nobody feeds it: a hardware timer, or the keeper process. Calls come from the
 * runtime's thread that carries out effects, in order, and must not block for longer than a few milliseconds. Once
 * armed it fires unless it is fed or disarmed, whatever happens to this process.
 */
public interface Watchdog extends AutoCloseable {
    /** Starts the timer. Returns the timeout as read back from the device, in nanoseconds: never longer than asked for; throws {@link dev.liveset.LivesetException} with WATCHDOG_ERROR when the device cannot be trusted with it. */
    long arm(long timeoutNanos);

    /**
     * Lets the timer fire no later than this deadline on the clock of {@link System#nanoTime}, unless fed again. A device
     * that cannot be set so finely takes the next earlier one it can, or leaves the timer as it is. A deadline before the
     * one in force may be missed by what the device cannot do, but however late this call is carried out, the timer never
     * fires after the latest deadline that it was ever given.
     */
    void feed(long deadlineNanos);

    /**
     * By how much the timer may fire after its deadline, in nanoseconds, on hardware that works. What it is beyond
     * {@link dev.liveset.Timings#watchdogGranularityNanos()} is added to the timeout that the host publishes (R4).
     */
    long granularityNanos();

    /** Stops the timer; on return it certainly no longer fires, or the call throws and the timer still runs. */
    void disarm();

    /** Resets the host now, as fast as the device can; returns only when it cannot be helped, and then the timer still runs. */
    void reset(String reason);

    /** Whether a reset by it stops every VM of this host. False makes the host publish itself as not armed. */
    boolean guaranteesAllVms();

    /** Releases the device without disarming it. */
    @Override
    void close();
}
