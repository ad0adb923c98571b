package dev.liveset.sim;

import dev.liveset.fencing.FencingPolicy;
import dev.liveset.fencing.SurvivalFacts;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.fencing.XenServerPolicy;

/** A policy that is another one by its number: to see that hosts of different policies do not meet in one liveset. */
final class OtherPolicy implements FencingPolicy {
    private static final int NUMBER = 7;

    private final FencingPolicy decides = new XenServerPolicy();

    @Override
    public Decision decide(SurvivalFacts facts) {
        return decides.decide(facts);
    }

    @Override
    public VerdictCode reason(SurvivalFacts facts) {
        return decides.reason(facts);
    }

    @Override
    public int number() {
        return NUMBER;
    }
}
