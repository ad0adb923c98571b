package dev.liveset.agent;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;

/**
 * This host's weight (PROTOCOL.md §5): 1, what the operator adds, and the evidence of its own side, so that in a tie the
 * host whose own side is broken loses.
 *
 * <ul>
 *   <li>Its own link: 16 while it has a carrier.
 *   <li>The witness, where the pool has one: 1 while it is reached. So little decides between sides that are alike in
 *       everything else, and neither against a carrier nor against a larger side; what an operator adds weighs as much or more.
 * </ul>
 *
 * <p>What was missing counts again only when it has been there without a break for so long that everybody has heard this host
 * again: until then what is missing is still this host's own fault. Weight never starts a round and never removes a host by
 * itself: a witness that nobody reaches, or that is switched off, makes nobody fence.
 */
final class LinkEvidence {
    /** Weight that a host with a carrier on its own link has above one without. */
    private static final int LINK_WEIGHT = 16;

    private static final int WITNESS_WEIGHT = 1;
    private static final int MAX_EXTRA = 10_000;

    private final boolean counts;
    private final SteadySign link;
    private final SteadySign witness;
    private int extra;

    LinkEvidence(PoolConfig pool) {
        Timings timings = pool.timings();
        counts = pool.mode() == PoolConfig.Mode.STRICT; // an xhad has weight 1, whatever its link
        long steadyNanos = timings.heartbeatTimeoutNanos() + 2 * timings.heartbeatIntervalNanos();
        link = new SteadySign(true, steadyNanos);
        witness = new SteadySign(false, steadyNanos);
    }

    void onLink(long nowNanos, boolean carrier) {
        link.on(nowNanos, carrier);
    }

    void onWitness(long nowNanos, boolean reached) {
        witness.on(nowNanos, reached);
    }

    /** This host stood still for long enough to be missed: what is missing in the next round is its own fault. */
    void onStall(long nowNanos) {
        link.doubt(nowNanos);
        witness.doubt(nowNanos);
    }

    /** What the operator adds. */
    void add(int operatorExtra) {
        extra = Math.max(0, Math.min(MAX_EXTRA, operatorExtra));
    }

    int weight(long nowNanos) {
        int evidence = (link.counts(nowNanos) ? LINK_WEIGHT : 0) + (witness.counts(nowNanos) ? WITNESS_WEIGHT : 0);
        return 1 + extra + (counts ? evidence : 0);
    }
}
