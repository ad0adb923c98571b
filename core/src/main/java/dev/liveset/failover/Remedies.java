package dev.liveset.failover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Looks for the smallest single changes that would let a pool be promised a target number of losses. */
public final class Remedies {

    /** Hosts and VMs that are tried, so that the answer stays quick on a large pool. */
    private static final int CANDIDATES = 32;

    private final PlannerPool pool;
    private final int target;
    private final PlannerLimits limits;

    private Remedies(PlannerPool pool, int target, PlannerLimits limits) {
        this.pool = pool;
        this.target = target;
        this.limits = limits;
    }

    /**
     * At most one remedy of each kind, each proven to give the promise: the smallest host to add, the least memory to
     * free on one of the fullest hosts, the smallest VM to unprotect among those of the hosts that break the plan. Empty
     * if no single change of these kinds helps, or none is needed.
     */
    public static List<Remedy> of(PlannerPool pool, int target, PlannerLimits limits) {
        return new Remedies(pool, target, limits).find();
    }

    private List<Remedy> find() {
        List<Remedy> found = new ArrayList<>();
        FailoverPromise promise = new Promise(pool, limits).upTo(target);
        if (promise.tolerate() >= target) {
            return found;
        }
        long most = mostUseful();
        long added = smallest(most, mib -> holds(new PoolChange.AddHost(PlannerHost.of("new host", mib))));
        if (added > 0) {
            found.add(new Remedy.AddHost(added));
        }
        Remedy freed = freeMemory(most);
        if (freed != null) {
            found.add(freed);
        }
        Remedy unprotected = unprotect(promise);
        if (unprotected != null) {
            found.add(unprotected);
        }
        return found;
    }

    /** More room than this on one host changes nothing: everything would fit on it. */
    private long mostUseful() {
        long sum = 1;
        for (int v = 0; v < pool.vmCount(); v++) {
            sum += pool.vm(v).memoryMib();
        }
        return Math.min(sum, Checks.MAX_AMOUNT / 2);
    }

    private boolean holds(PoolChange change) {
        return new Promise(change.applyTo(pool), limits).upTo(target).tolerate() >= target;
    }

    /** The least value up to {@code most} that holds, or 0; larger values hold where smaller ones do. */
    private static long smallest(long most, LongPredicate holds) {
        if (!holds.test(most)) {
            return 0;
        }
        long no = 0;
        long yes = most;
        while (yes - no > 1) {
            long middle = (no + yes) >>> 1;
            if (holds.test(middle)) {
                yes = middle;
            } else {
                no = middle;
            }
        }
        return yes;
    }

    private Remedy freeMemory(long most) {
        List<Integer> fullestFirst = IntStream.range(0, pool.hostCount())
                .filter(h -> pool.host(h).alive() && pool.host(h).enabled())
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(pool::freeMib).thenComparing(Comparator.naturalOrder()))
                .limit(CANDIDATES)
                .toList();
        Remedy.FreeMemory best = null;
        for (int host : fullestFirst) {
            PlannerHost before = pool.host(host);
            long room = Math.min(best == null ? most : best.mib() - 1, Checks.MAX_AMOUNT - before.memoryMib());
            long mib = room < 1
                    ? 0
                    : smallest(
                            room,
                            more -> holds(new PoolChange.SetHost(host, before.withMemory(before.memoryMib() + more))));
            best = mib > 0 ? new Remedy.FreeMemory(host, mib) : best;
        }
        return best;
    }

    private Remedy unprotect(FailoverPromise promise) {
        List<Integer> breaking = promise.simultaneous()
                .counterExample()
                .or(() -> promise.sequential().counterExample())
                .map(CounterExample::lostHosts)
                .orElse(List.of());
        List<Integer> largestFirst = IntStream.range(0, pool.vmCount())
                .filter(v -> pool.vm(v).protection() == Protection.PROTECTED)
                .filter(v ->
                        pool.vm(v).host() < 0 || breaking.contains(pool.vm(v).host()))
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(v -> -pool.vm(v).memoryMib())
                        .thenComparing(Comparator.naturalOrder()))
                .limit(CANDIDATES)
                .toList();
        Remedy best = null;
        for (int vm : largestFirst) {
            if (holds(new PoolChange.SetVm(vm, pool.vm(vm).with(Protection.UNPROTECTED)))) {
                best = new Remedy.Unprotect(vm);
            }
        }
        return best;
    }
}
