package dev.liveset.agent;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;

/**
 * This host's weight (PROTOCOL.md §5): 1, what the operator adds, and the evidence of its own link, so that in a tie the
 * host whose own side is broken loses. A link that was down counts again only when it has been up without a break for so
 * long that everybody has heard this host again: until then what is missing is still this host's own fault.
 */
final class LinkEvidence {
    /** Weight that a host with a carrier on its own link has above one without. */
    private static final int LINK_WEIGHT = 16;

    private static final int MAX_EXTRA = 10_000;

    private final boolean counts;
    private final long steadyNanos;
    private boolean up = true;
    private boolean everDown;
    private long upNanos;
    private int extra;

    LinkEvidence(PoolConfig pool) {
        Timings timings = pool.timings();
        counts = pool.mode() == PoolConfig.Mode.STRICT; // an xhad has weight 1, whatever its link
        steadyNanos = timings.heartbeatTimeoutNanos() + 2 * timings.heartbeatIntervalNanos();
    }

    void onLink(long nowNanos, boolean carrier) {
        if (carrier && !up) {
            upNanos = nowNanos;
        }
        everDown |= !carrier;
        up = carrier;
    }

    /** This host stood still for long enough to be missed: what is missing in the next round is its own fault. */
    void onStall(long nowNanos) {
        everDown = true;
        upNanos = nowNanos;
    }

    /** What the operator adds. */
    void add(int operatorExtra) {
        extra = Math.max(0, Math.min(MAX_EXTRA, operatorExtra));
    }

    int weight(long nowNanos) {
        boolean steady = up && (!everDown || nowNanos - upNanos >= steadyNanos);
        return 1 + extra + (counts && steady ? LINK_WEIGHT : 0);
    }
}
