package dev.liveset.quorum;

import dev.liveset.HostSet;
import java.util.Arrays;

/**
 * What a pool that lives by a majority needs beside the {@link SilenceRule} before a host is removed: at least half of the
 * configured hosts, this one included, of which each has lately said that it has not heard the host for long enough, or
 * is itself outside every liveset for as long. Why that proves its death is told at the policy, which counts in the same
 * way for the living ({@code MajorityPolicy}).
 */
final class MajoritySilence {
    private final LivesetState state;
    private final Sightings seen;
    private final long freshNanos;
    /** By host that tells, by host that is told of: when it last heard it. */
    private final long[][] heardBy;

    private final long[] toldNanos = new long[HostSet.MAX_HOSTS];

    MajoritySilence(LivesetState state) {
        this.state = state;
        this.seen = state.seen;
        freshNanos = state.timings.heartbeatTimeoutNanos() / 2;
        heardBy = new long[state.majority ? seen.hostCount : 0][seen.hostCount];
        Arrays.fill(toldNanos, Sightings.NEVER);
    }

    /**
     * A packet tells how long ago its sender heard each host, in milliseconds, -1 never; it came no earlier than
     * {@code arrivedNanos}. A boot knows nothing of what its former life heard, and told the host that lives by it: who never
     * heard a host may have heard it until then.
     */
    void onAges(long arrivedNanos, int host, int[] sinceMillis) {
        if (!state.majority) {
            return;
        }
        toldNanos[host] = Math.max(toldNanos[host], arrivedNanos);
        for (int other = 0; other < seen.hostCount; other++) {
            int since = sinceMillis[other];
            long heard = since < 0 ? seen.bootNanos[host] : arrivedNanos - since * 1_000_000L;
            heardBy[host][other] = Math.max(heardBy[host][other], heard);
        }
    }

    /** Whether enough hosts have not heard it for {@code silenceNanos} before a read that began at {@code readNanos}. */
    boolean isProven(int host, long readNanos, long silenceNanos) {
        long before = readNanos - silenceNanos - 3 * state.timings.heartbeatTimeoutNanos();
        int silent = 0;
        for (int other = 0; other < seen.hostCount; other++) {
            if (other == host) {
                continue;
            }
            boolean proves = other == state.self
                    ? Math.max(seen.heardNanos[host], seen.beganNanos) <= before
                    : hasNotHeard(other, host, readNanos, before) || isOutside(other, readNanos, before);
            silent += proves ? 1 : 0;
        }
        return 2 * silent >= seen.hostCount;
    }

    private boolean hasNotHeard(int other, int host, long readNanos, long before) {
        return readNanos - toldNanos[other] <= freshNanos && heardBy[other][host] <= before;
    }

    private boolean isOutside(int other, long readNanos, long before) {
        return HostSet.contains(state.gone(), other)
                && state.goneNanos[other] <= before
                && seen.signNanos[other] <= before
                && readNanos - seen.observedNanos[other] <= freshNanos;
    }
}
