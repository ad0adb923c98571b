package dev.liveset.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A host's cable to the shared disk: it can hang, fail or be slow. What meets a hang goes on when the hang is over.
 * Faults are counted, so that two overlapping ones heal one at a time.
 */
final class StorageLink {
    private final List<Runnable> parked = new ArrayList<>();
    private long readStallNanos;
    private long writeStallNanos;
    private int hangs;
    private int failures;
    private int slow;
    private int tears;
    private int delays;
    private int loses;
    private int stale;
    private int late;
    private boolean slowest;
    private byte[] staleImage;
    private final TreeSet<Long> ends = new TreeSet<>();
    /** Blocks that cannot be read, as often as they were made so. */
    private final List<Long> blind = new ArrayList<>();

    boolean hangs() {
        return hangs > 0;
    }

    boolean fails() {
        return failures > 0;
    }

    boolean slow() {
        return slow > 0;
    }

    boolean works() {
        return hangs == 0 && failures == 0 && tears == 0 && delays == 0 && loses == 0 && stale == 0 && ends.isEmpty();
    }

    /** Whether writes land only in part and return errors. */
    boolean tears() {
        return tears > 0;
    }

    /** Whether writes return errors and land later. */
    boolean delays() {
        return delays > 0;
    }

    /** Whether writes return and never land. */
    boolean loses() {
        return loses > 0;
    }

    /** What reads show instead of the disk, or null. */
    byte[] staleImage() {
        return staleImage;
    }

    void hang(int change) {
        hangs = Math.max(0, hangs + change);
        release();
    }

    void fail(int change) {
        failures = Math.max(0, failures + change);
    }

    void slow(int change) {
        slow = Math.max(0, slow + change);
    }

    /** Where the device ends through this cable while it is truncated, else {@link Long#MAX_VALUE}. */
    long endBytes() {
        return ends.isEmpty() ? Long.MAX_VALUE : ends.first();
    }

    /** The device ends there ({@code +1}), until that is over ({@code -1}). */
    void truncate(long sizeBytes, int change) {
        if (change > 0) {
            ends.add(sizeBytes);
        } else {
            ends.remove(sizeBytes);
        }
    }

    /** The block that begins there cannot be read through this cable ({@code +1}), until that is over. */
    void blind(long offset, int change) {
        if (change > 0) {
            blind.add(offset);
        } else {
            blind.remove(offset);
        }
    }

    /** Whether a read there gives everything, as far as the cable is concerned. */
    boolean gives(long offset, int length) {
        return blind.isEmpty() || blind.stream().noneMatch(block -> SimDisk.touches(block, offset, length));
    }

    /** From now on every I/O takes as long as it may. */
    void beSlowest() {
        slowest = true;
    }

    boolean slowest() {
        return slowest;
    }

    void tear(int change) {
        tears = Math.max(0, tears + change);
    }

    void delay(int change) {
        delays = Math.max(0, delays + change);
    }

    /** A write that was given up lands some time later ({@code +1}), and has landed. */
    void late(int change) {
        late += change;
    }

    /** Whether a write that was given up is still to land. */
    boolean owesWrite() {
        return late > 0;
    }

    void lose(int change) {
        loses = Math.max(0, loses + change);
    }

    /** From now on reads show the disk as it is at this moment. */
    void stale(SimDisk disk, int change) {
        stale = Math.max(0, stale + change);
        if (stale == 0) {
            staleImage = null;
        } else if (staleImage == null) {
            staleImage = disk.image();
        }
    }

    /** The next read, or the next write, takes so much longer. */
    void stallNext(boolean write, long nanos) {
        if (write) {
            writeStallNanos = nanos;
        } else {
            readStallNanos = nanos;
        }
    }

    /** How much longer the read, or write, that begins now takes. */
    long takeStall(boolean write) {
        long stall = write ? writeStallNanos : readStallNanos;
        stallNext(write, 0);
        return stall;
    }

    /** Keeps this for later; {@link #release} calls it when there may be a reason to go on. */
    void park(Runnable rest) {
        parked.add(rest);
    }

    /** Lets everything that waits try again, unless the link still hangs. */
    void release() {
        if (hangs > 0 || parked.isEmpty()) {
            return;
        }
        List<Runnable> waiting = new ArrayList<>(parked);
        parked.clear();
        for (Runnable rest : waiting) {
            rest.run();
        }
    }
}
