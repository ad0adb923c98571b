package dev.liveset.failover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places the largest VM first, each on the host with most free memory.
 *
 * <p>Fast and simple, and it balances the survivors; it can miss a placement that exists. It promises only losses that
 * it has planned one by one, so on a large pool it promises little.
 */
public final class WorstFitPlanner implements FailoverPlanner {

    private final int planLimit;

    /**
     * A planner whose promise tries at most this many plans per answer.
     *
     * @throws IllegalArgumentException if {@code planLimit} is below 1
     */
    public WorstFitPlanner(int planLimit) {
        if (planLimit < 1) {
            throw new IllegalArgumentException("planLimit is " + planLimit + "; give at least 1");
        }
        this.planLimit = planLimit;
    }

    /** A planner whose promise tries at most 4096 plans per answer. */
    public WorstFitPlanner() {
        this(4096);
    }

    @Override
    public FailoverPlan plan(PlannerPool pool, BitSet lostHosts) {
        PoolArrays arrays = pool.arrays();
        boolean[] gone = arrays.gone(lostHosts);
        int[] protectedVms = largestFirst(arrays, v -> arrays.mustBePlaced(v, gone));
        int[] hostOf = nowhere(arrays);
        Room room = new Room(arrays, gone);
        if (!place(arrays, room, protectedVms, hostOf)) {
            room = new Room(arrays, gone);
            hostOf = nowhere(arrays);
            place(arrays, room, byRank(arrays, protectedVms), hostOf);
        }
        int[] bestEffort =
                largestFirst(arrays, v -> arrays.protection[v] == Protection.BEST_EFFORT && arrays.lost(v, gone));
        place(arrays, room, byRank(arrays, bestEffort), hostOf);
        List<LeftOver> leftOver = new ArrayList<>();
        explain(room, protectedVms, hostOf, leftOver);
        explain(room, bestEffort, hostOf, leftOver);
        return new FailoverPlan(pool, arrays.newlyLost(lostHosts), hostOf, leftOver, false);
    }

    private static int[] nowhere(PoolArrays arrays) {
        int[] hostOf = new int[arrays.vmCount];
        Arrays.fill(hostOf, PlannerVm.NO_HOST);
        return hostOf;
    }

    private static int[] largestFirst(PoolArrays arrays, java.util.function.IntPredicate wanted) {
        return IntStream.range(0, arrays.vmCount)
                .filter(wanted)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(v -> -arrays.need(0, v))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] byRank(PoolArrays arrays, int[] vms) {
        return Arrays.stream(vms)
                .boxed()
                .sorted(Comparator.comparingInt(v -> arrays.rank[v]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static boolean place(PoolArrays arrays, Room room, int[] vms, int[] hostOf) {
        boolean all = true;
        for (int vm : vms) {
            int host = roomiest(arrays, room, vm);
            if (host >= 0) {
                room.take(vm, host);
                hostOf[vm] = host;
            } else {
                all = false;
            }
        }
        return all;
    }

    private static int roomiest(PoolArrays arrays, Room room, int vm) {
        int best = PlannerVm.NO_HOST;
        boolean bestShares = false;
        for (int h = 0; h < arrays.hostCount; h++) {
            if (!room.fits(vm, h)) {
                continue;
            }
            boolean shares = room.sharesGroup(vm, h);
            boolean better = shares == bestShares ? best < 0 || room.freeMib(h) > room.freeMib(best) : bestShares;
            if (best < 0 || better) {
                best = h;
                bestShares = shares;
            }
        }
        return best;
    }

    private static void explain(Room room, int[] vms, int[] hostOf, List<LeftOver> leftOver) {
        for (int vm : vms) {
            if (hostOf[vm] < 0) {
                leftOver.add(room.explain(vm));
            }
        }
    }

    @Override
    public FailoverPromise maxHostFailuresToTolerate(PlannerPool pool) {
        return new EveryLossPlanned(this, planLimit).promise(pool);
    }
}
