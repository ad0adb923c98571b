package dev.liveset.sim;

import java.util.ArrayList;
import java.util.List;

/** The faults of one plot while they are thought up: what is written stays in its order. */
final class FaultSheet {
    private final SimRandom random;
    private final FaultDice dice;
    private final List<SimAction> faults = new ArrayList<>();
    private Moment[] moments = {};

    FaultSheet(SimRandom random, FaultDice dice) {
        this.random = random;
        this.dice = dice;
    }

    List<SimAction> faults() {
        return faults;
    }

    /** Some of the faults that come from now on wait for such a moment in the life of a host. */
    void waitFor(Moment... those) {
        moments = those;
    }

    /** A fault whose other circumstances the dice decide. */
    void add(long at, Verb verb, long nanos) {
        SimAction fault = dice.fault(at, verb, nanos);
        boolean waits = moments.length > 0 && random.chance(0.25);
        faults.add(waits ? fault.when(dice.moment(moments)) : fault);
    }

    /** So many faults of these kinds, mild ones, at any time from then on within so much. */
    void addMild(int count, long from, long withinNanos, Verb... verbs) {
        for (int i = 0; i < count; i++) {
            add(soon(from, withinNanos), dice.any(verbs), dice.mildNanos());
        }
    }

    /** A fault of this host. */
    void on(int host, long at, Verb verb, long nanos) {
        faults.add(SimAction.of(at, verb).on(host).lasting(nanos));
    }

    /** Something that happens to this host, or that it is told, once. */
    void on(int host, long at, Verb verb) {
        faults.add(SimAction.of(at, verb).on(host));
    }

    /** Some time from then on, at most so much later. */
    long soon(long at, long mostNanos) {
        return at + random.between(0, mostNanos);
    }
}
