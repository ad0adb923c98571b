package dev.liveset.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * A host's cable to the shared disk: it can hang, fail or be slow. What meets a hang goes on when the hang is over.
 * Faults are counted, so that two overlapping ones heal one at a time.
 */
final class StorageLink {
    private final List<Runnable> parked = new ArrayList<>();
    private int hangs;
    private int failures;
    private int slow;

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
        return hangs == 0 && failures == 0;
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
