package dev.liveset.failover;

import java.util.List;

/** A test that proves in polynomial time how many losses plans survive. */
interface PackingTest {

    /** The sharpest test for losses at the same moment that holds for this state. */
    static PackingTest atOnce(Survivors state) {
        LossModel model = LossModel.of(state);
        return model == null ? RuledProof.atOnce(state) : new SimultaneousProof(model);
    }

    /** How many losses one after another are proven, in a state in which no protected VM waits that has a place. */
    static int inSequence(Survivors state) {
        LossModel model = LossModel.of(state);
        if (model != null) {
            return new SequentialProof(model).losses();
        }
        int proven = RuledProof.inSequence(state).losses();
        // The first loss is one at once, and that test is sharper.
        return proven > 0 ? proven : Math.min(1, RuledProof.atOnce(state).losses());
    }

    /** How many losses the test proves; 0 or less if it does not even prove that the waiting VMs fit. */
    int losses();

    /** What the test leaves open of so many losses at once: a set of hosts that no row suspects surely breaks no plan. */
    List<SuspectRow> suspects(int losses);
}
