package dev.liveset.sim;

import dev.liveset.agent.Effect;

/**
 * Loses the master at one of its steps: counts what only a master does, on whatever host, from when it is told to, and
 * says when the step has come. Steps are: being about to write a table or the global section's master, and a table that
 * has landed.
 */
final class MasterHunt {
    private final SimPool pool;
    private int stepsLeft;

    MasterHunt(SimPool pool) {
        this.pool = pool;
    }

    /** The n-th step from now on is the last of its master. */
    void begin(int steps) {
        stepsLeft = Math.max(1, steps);
    }

    /** Whether a master may still be lost. */
    boolean goesOn() {
        return stepsLeft > 0;
    }

    /** Whether this effect, not carried out yet, is the step at which its host is lost. */
    boolean meets(SimHost host, Effect effect) {
        if (stepsLeft == 0) {
            return false;
        }
        if (effect instanceof Effect.WriteTable) {
            return step("master lost before its table was written");
        }
        boolean namesItself = effect instanceof Effect.WriteGlobal write && write.master() == host.index();
        return namesItself && step("master lost before the disk named it");
    }

    /** Whether what landed is the step at which its host is lost. */
    boolean meetsLanded(Effect effect) {
        return stepsLeft > 0 && effect instanceof Effect.WriteTable && step("master lost after its table was written");
    }

    private boolean step(String what) {
        if (--stepsLeft > 0) {
            return false;
        }
        pool.tally().count(what);
        return true;
    }
}
