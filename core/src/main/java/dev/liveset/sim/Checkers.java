package dev.liveset.sim;

import java.util.Iterator;
import java.util.List;

/** Everybody who looks at a run, in the order in which they look. */
final class Checkers implements Iterable<Checker> {
    private final BlastRadius blastRadius;
    private final Moments moments;
    private final List<Checker> all;

    /** For a pool whose hosts are there already. */
    Checkers(SimPool pool) {
        blastRadius = new BlastRadius(pool);
        moments = new Moments(pool);
        all = pool.makeup().isMixed() ? ofMixed(pool) : ofOurs(pool);
    }

    private List<Checker> ofOurs(SimPool pool) {
        return List.of(
                new OneInstance(pool),
                new RestartAfterDeath(pool),
                new OneMaster(pool),
                new RemovedIsDead(pool),
                new RemovedStaysOut(pool),
                new NoDisjointLivesets(pool),
                new ClaimBeforeStart(pool),
                new AssignedAfterPromises(pool),
                new AssignedUnclaimed(pool),
                new ArmedTruthfully(pool),
                new NothingAfterSelfFence(pool),
                new FedByWrites(pool),
                new SplitsEnd(pool),
                blastRadius,
                moments);
    }

    /** Of a mixed pool only what our hosts may be blamed for. */
    private List<Checker> ofMixed(SimPool pool) {
        return List.of(new MixedInstances(pool), new MixedRemovals(pool), new FedByWrites(pool), moments);
    }

    @Override
    public Iterator<Checker> iterator() {
        return all.iterator();
    }

    BlastRadius blastRadius() {
        return blastRadius;
    }

    Moments moments() {
        return moments;
    }
}
