package dev.liveset.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Where the VMs of lost hosts restart, in which order, and which ones find no place. Immutable. */
public final class FailoverPlan {

    private final PlannerPool pool;
    private final BitSet lostHosts;
    private final int[] hostOf;
    private final List<LeftOver> leftOver;
    private final boolean nodeLimitReached;

    FailoverPlan(PlannerPool pool, BitSet lostHosts, int[] hostOf, List<LeftOver> leftOver, boolean nodeLimitReached) {
        this.pool = pool;
        this.lostHosts = (BitSet) lostHosts.clone();
        this.hostOf = hostOf;
        this.leftOver = List.copyOf(leftOver);
        this.nodeLimitReached = nodeLimitReached;
    }

    /** The hosts whose loss was planned for, without those already dead in the pool. */
    public BitSet lostHosts() {
        return (BitSet) lostHosts.clone();
    }

    /** The host that this plan starts the VM on, or {@link PlannerVm#NO_HOST} if it starts it nowhere. */
    public int hostOf(int vm) {
        return hostOf[vm];
    }

    /** What to start where: waves in restart order, within a wave the largest first. */
    public List<RestartWave> waves() {
        PoolArrays arrays = pool.arrays();
        Integer[] placed = java.util.stream.IntStream.range(0, hostOf.length)
                .filter(v -> hostOf[v] != PlannerVm.NO_HOST)
                .boxed()
                .toArray(Integer[]::new);
        Arrays.sort(
                placed,
                Comparator.<Integer>comparingInt(v -> arrays.rank[v])
                        .thenComparing(v -> arrays.protection[v])
                        .thenComparingLong(v -> -arrays.need(0, v))
                        .thenComparing(Comparator.naturalOrder()));
        List<RestartWave> waves = new ArrayList<>();
        for (int from = 0; from < placed.length; ) {
            int to = from;
            List<Placement> wave = new ArrayList<>();
            Duration pause = Duration.ZERO;
            for (; to < placed.length && arrays.rank[placed[to]] == arrays.rank[placed[from]]; to++) {
                wave.add(new Placement(placed[to], hostOf[placed[to]]));
                Duration delay = pool.vm(placed[to]).startDelay();
                pause = delay.compareTo(pause) > 0 ? delay : pause;
            }
            waves.add(new RestartWave(pool.vm(placed[from]).order(), wave, pause));
            from = to;
        }
        return waves;
    }

    /** The lost VMs, protected ones first, that found no place. */
    public List<LeftOver> leftOver() {
        return leftOver;
    }

    /** Whether every protected VM that has to be placed was placed. */
    public boolean isComplete() {
        return leftOver.stream().noneMatch(l -> pool.vm(l.vm()).protection() == Protection.PROTECTED);
    }

    /** Whether every protected VM was placed that still has an enabled host it is allowed on: the promised quality. */
    public boolean isKept() {
        return leftOver.stream()
                .noneMatch(l -> l.reason() != LeftOver.Reason.STRANDED
                        && pool.vm(l.vm()).protection() == Protection.PROTECTED);
    }

    /** Whether the search gave up at its node limit: a left-over VM may then have a place that was not found. */
    public boolean isNodeLimitReached() {
        return nodeLimitReached;
    }
}
