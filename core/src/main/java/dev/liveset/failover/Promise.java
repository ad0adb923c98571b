package dev.liveset.failover;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts a promise together: what the packing tests prove, then what a search within the limits adds. */
final class Promise {

    /** So many orders of losses are searched at most. */
    private static final long ORDERS = 3_500;

    /** So many sets of hosts are each looked at once where rules make for a row of the tests for nearly every VM. */
    private static final long FEW_SETS = 20_000;

    /** With no more VMs than this a search of orders may take this many times the steps: then it hardly ever ends at its limit. */
    private static final int FEW_VMS = 256;

    private static final int PATIENCE = 30;

    private final PlannerPool pool;
    private final PlannerLimits limits;
    private final Survivors now;
    private final int[] live;

    Promise(PlannerPool pool, PlannerLimits limits) {
        this.pool = pool;
        this.limits = limits;
        now = new Survivors(pool.arrays());
        live = left(now);
    }

    private static int[] left(Survivors state) {
        return IntStream.range(0, state.pool.hostCount)
                .filter(h -> !state.isGone(h))
                .toArray();
    }

    /** As large a promise as the limits give. */
    FailoverPromise make() {
        return upTo(live.length);
    }

    /** A promise that is not followed beyond {@code enough} losses. */
    FailoverPromise upTo(int enough) {
        PoolArrays arrays = pool.arrays();
        FailoverPlan plan = PlanMaking.plan(pool, new BitSet(), limits);
        List<NonAgileVm> nonAgile = NonAgileVms.of(pool);
        int bound = UpperBounds.losses(arrays);
        if (!plan.isKept()) {
            PromisedLosses none = new PromisedLosses(
                    FailoverPromise.DOES_NOT_FIT, bound, Proof.NO_LOSS_PLANNED, Optional.of(present(plan)));
            return new FailoverPromise(plan, none, none, nonAgile);
        }
        PromisedLosses atOnce = simultaneous(bound, Math.min(live.length, enough) + 1);
        return new FailoverPromise(plan, atOnce, sequential(settled(plan), atOnce, enough), nonAgile);
    }

    private static CounterExample present(FailoverPlan plan) {
        return new CounterExample(List.of(), plan.leftOver(), !plan.isNodeLimitReached());
    }

    private Survivors settled(FailoverPlan plan) {
        return new Survivors(pool.after(plan).arrays());
    }

    /**
     * Whether the pool can be promised the target, as {@link #upTo} finds it, but with no more work than the answer needs:
     * where the packing tests alone decide, nothing is searched.
     */
    Admission admission(int target) {
        Admission tested = TestedVerdict.of(LossModel.of(now), usedHosts(), target);
        if (tested != null) {
            return tested;
        }
        FailoverPlan plan = PlanMaking.plan(pool, new BitSet(), limits);
        if (!plan.isKept()) {
            return Admission.refused(Admission.Verdict.WOULD_NOT_FIT, Optional.of(present(plan)));
        }
        PromisedLosses atOnce = simultaneous(UpperBounds.losses(pool.arrays()), Math.min(live.length, target) + 1);
        if (atOnce.promised() < target && atOnce.counterExample().isPresent()) {
            return Admission.refused(Admission.Verdict.BREAKS, atOnce.counterExample());
        }
        PromisedLosses inSequence = sequential(settled(plan), atOnce, target);
        if (Math.min(atOnce.promised(), inSequence.promised()) >= target) {
            return Admission.proven(
                    atOnce.proof() == inSequence.proof() ? atOnce.proof() : Proof.PACKING_TEST_AND_SEARCH);
        }
        Optional<CounterExample> broken = inSequence.counterExample();
        return Admission.refused(broken.isPresent() ? Admission.Verdict.BREAKS : Admission.Verdict.NOT_PROVEN, broken);
    }

    /** Where the search ends without an answer, it is tried in the pool without its spare hosts; lemma 8. */
    private PromisedLosses simultaneous(int bound, int enough) {
        PromisedLosses best = simultaneous(now, bound, enough);
        if (best.promised() == best.upperBound()) {
            return best;
        }
        for (int[] spare : SpareHosts.choices(now)) {
            PromisedLosses smaller = simultaneous(SpareHosts.without(now, spare), bound, enough);
            if (smaller.promised() > best.promised()) {
                best = new PromisedLosses(smaller.promised(), best.upperBound(), smaller.proof(), Optional.empty());
            }
        }
        return best;
    }

    private PromisedLosses simultaneous(Survivors state, int bound, int enough) {
        int[] hosts = left(state);
        PackingTest test = PackingTest.atOnce(state);
        boolean isRuled = test instanceof RuledProof;
        int promised = Math.max(0, test.losses());
        Proof proof = Proof.PACKING_TEST;
        LossSearch search = new LossSearch(pool.arrays(), limits, false);
        SetSearch sets = new SetSearch(state, hosts, search);
        int upper = bound;
        while (promised < Math.min(hosts.length, enough)) {
            List<SuspectRow> rows = test.suspects(promised + 1);
            LossSearch.Outcome outcome = isRuled && SetSearch.sets(hosts.length, promised + 1, FEW_SETS) <= FEW_SETS
                    ? sets.all(promised + 1, rows, burden(hosts))
                    : sets.suspects(promised + 1, rows);
            if (outcome == LossSearch.Outcome.LIMIT) {
                break;
            }
            if (outcome == LossSearch.Outcome.BROKEN) {
                upper = search.found().certain() ? promised : upper;
                break;
            }
            promised++;
            proof = Proof.PACKING_TEST_AND_SEARCH;
        }
        return new PromisedLosses(promised, upper, proof, Optional.ofNullable(search.found()));
    }

    /**
     * The tests give a number that never drops when the pool grows. The search adds to it only as far as its orders can
     * all be looked at, so that it does not end at its limit in a large pool and at an answer in a smaller one; and
     * beyond two losses, as far as plans look ahead, only where one more is survived at once. At that edge it would be
     * luck whether the placements chosen suffice, and a larger pool may have less of it.
     */
    private PromisedLosses sequential(Survivors settled, PromisedLosses atOnce, int enough) {
        int promised = PackingTest.inSequence(settled);
        Proof proof = Proof.PACKING_TEST;
        LossSearch search = new LossSearch(pool.arrays(), patient(), true);
        int[] heaviestFirst = heaviestFirst();
        int most = Math.min(live.length, enough);
        if (LossModel.of(settled) != null) {
            most = Math.min(most, searchedLosses(atOnce.promised()));
        }
        while (promised < most) {
            LossSearch.Outcome outcome = new OrderSearch(settled, heaviestFirst, search).orders(promised + 1);
            if (outcome != LossSearch.Outcome.NONE_BREAKS) {
                break;
            }
            promised++;
            proof = Proof.PACKING_TEST_AND_SEARCH;
        }
        return new PromisedLosses(promised, atOnce.upperBound(), proof, Optional.ofNullable(search.found()));
    }

    /** Only what does not change when the pool grows decides it. */
    private PlannerLimits patient() {
        boolean isSmall = pool.vmCount() <= FEW_VMS;
        return new PlannerLimits(limits.nodesPerPlan(), limits.stepsPerPromise() * (isSmall ? PATIENCE : 1));
    }

    private int searchedLosses(int atOnce) {
        return Math.min(fewOrders(usedHosts()), Math.max(Lookahead.FAR, atOnce - 1));
    }

    private int usedHosts() {
        BitSet used = usedHosts(pool.arrays(), PlannerVm.NO_HOST);
        return used.cardinality();
    }

    /** How many hosts would have VMs after the change of one. */
    static int usedHosts(PoolChange change, PlannerPool pool) {
        PoolChange.SetVm set = change instanceof PoolChange.SetVm known ? known : null;
        PlannerVm vm = set == null ? ((PoolChange.AddVm) change).vm() : set.vm();
        BitSet used = usedHosts(pool.arrays(), set == null ? PlannerVm.NO_HOST : set.index());
        if (vm.host() >= 0) {
            used.set(vm.host());
        }
        return used.cardinality();
    }

    private static BitSet usedHosts(PoolArrays arrays, int except) {
        BitSet used = new BitSet();
        for (int v = 0; v < arrays.vmCount; v++) {
            if (arrays.vmHost[v] >= 0 && v != except) {
                used.set(arrays.vmHost[v]);
            }
        }
        return used;
    }

    /** How many losses are few enough for {@link #ORDERS}; empty hosts do not count, so more of them change nothing. */
    static int fewOrders(int usedHosts) {
        int losses = 0;
        long orders = usedHosts;
        for (int left = usedHosts; left > 0 && orders <= ORDERS; orders *= left) {
            losses++;
            left--;
        }
        return Math.max(1, losses);
    }

    private int[] heaviestFirst() {
        long[] burden = burden(live);
        return IntStream.range(0, live.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> -burden[i]).thenComparing(Comparator.naturalOrder()))
                .mapToInt(i -> live[i])
                .toArray();
    }

    /** Protected memory on each live host plus the room that is lost with it. */
    private long[] burden(int[] hosts) {
        PoolArrays arrays = pool.arrays();
        long[] byHost = new long[arrays.hostCount];
        for (int v = 0; v < arrays.vmCount; v++) {
            if (arrays.vmHost[v] >= 0 && arrays.protection[v] == Protection.PROTECTED) {
                byHost[arrays.vmHost[v]] += arrays.need(0, v);
            }
        }
        return Arrays.stream(hosts)
                .mapToLong(h -> byHost[h] + (arrays.receives[h] ? arrays.free(0, h) : 0))
                .toArray();
    }
}
