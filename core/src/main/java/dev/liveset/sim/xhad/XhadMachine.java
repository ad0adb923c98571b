package dev.liveset.sim.xhad;

import java.util.function.Consumer;

/**
 * What the daemon has of its machine. Everything comes back on the one simulated thread, later, never within the call;
 * nothing comes back once the daemon is gone, and while its process stands still everything waits.
 */
public interface XhadMachine {
    /** The machine's clock in milliseconds; never goes back. */
    long millis();

    /** Does this after so many milliseconds. */
    void after(long millis, Runnable what);

    /** A number from -500 to 500. */
    int jitterMillis();

    /** Sends the datagram to every other configured host. */
    void send(byte[] datagram);

    /** Reads from the statefile; the answer is null after an error, and may never come. */
    void read(long offset, int length, Consumer<byte[]> done);

    /** Writes to the statefile; the answer is whether it succeeded, and may never come. */
    void write(long offset, byte[] bytes, Consumer<Boolean> done);

    /** Feeds the watchdog of the heartbeat loop. */
    void feedHeartbeat(int seconds);

    /** Feeds the watchdog of the statefile loop. */
    void feedStatefile(int seconds);

    /** The host fences itself; the daemon is gone when this returns. */
    void fence(String why);

    /** The daemon ends and closes its watchdogs; it is gone when this returns. */
    void end(String why);

    /** The daemon's process dies of a fault of its own, its watchdogs stay; it is gone when this returns. */
    void crash(String why);

    /** The daemon has shown the world something; what it is can be asked of {@link Xhad}. */
    void shown();
}
