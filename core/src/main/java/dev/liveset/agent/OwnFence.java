package dev.liveset.agent;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.fencing.DeadManSwitch;
import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.FencingPolicy;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.SurvivalJudge;
import dev.liveset.quorum.SurvivalView;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.VmRecovery;
import java.util.List;

/** Where this host's own fence is decided by the policy, put into words and made the only effect of its step. */
final class OwnFence {
    private final AgentConfig config;
    private final Timings timings;
    private final FencingPolicy policy;
    private final VmRecovery recovery;
    private final List<Effect> effects;

    OwnFence(AgentConfig config, VmRecovery recovery, List<Effect> effects) {
        this.config = config;
        this.timings = config.pool().timings();
        this.policy = FencingPolicy.of(config.pool().policy());
        this.recovery = recovery;
        this.effects = effects;
    }

    /** The pool's policy as the judge of the quorum. */
    SurvivalJudge.Decision judge(SurvivalView view, boolean rule1, boolean rule2) {
        return switch (policy.decide(FenceVerdicts.facts(view, rule1, rule2))) {
            case SURVIVE_BY_RULE1 -> SurvivalJudge.Decision.RULE1;
            case SURVIVE_BY_RULE2 -> SurvivalJudge.Decision.RULE2;
            case SURVIVE_BY_MAJORITY -> SurvivalJudge.Decision.MAJORITY;
            case FENCE_SELF -> SurvivalJudge.Decision.FENCE;
        };
    }

    /** Fences; nothing that was wanted before in this step counts any more. */
    void fence(long nowNanos, VerdictCode code, Evidence first, FenceVerdicts verdicts) {
        Verdict verdict = verdicts.ownFence(code, nowNanos, first);
        effects.clear();
        effects.add(new Effect.SelfFence(verdict, lastWords(verdict)));
    }

    /** An interop pool has no area for them (E10). */
    private LastWords lastWords(Verdict verdict) {
        return config.pool().mode() == PoolConfig.Mode.INTEROP
                ? null
                : new LastWords(
                        config.self(),
                        config.incarnation(),
                        recovery.durableRegionSequence() + 1,
                        verdict.code().name(),
                        verdict.words());
    }

    /** Fences because the quorum said so. */
    void fenceByQuorum(long nowNanos, LivesetQuorum quorum, FenceVerdicts verdicts) {
        SurvivalView view = quorum.survivalView();
        VerdictCode code = quorum.fence() == LivesetQuorum.Fence.STUCK
                ? VerdictCode.FAULT_HANDLING_STUCK
                : policy.reason(FenceVerdicts.facts(view, false, false));
        fence(nowNanos, code, verdicts.judgement(view), verdicts);
    }

    /** The watchdog's deadline is over: this host's VMs may already run elsewhere. */
    void standStill(long nowNanos, long lastStepNanos, DeadManSwitch deadMan, FenceVerdicts verdicts) {
        long gap = nowNanos - lastStepNanos;
        if (gap > timings.pauseBudgetNanos()) {
            String fact = "stood still for " + gap / 1_000_000 + " ms, beyond its watchdog's deadline";
            fence(nowNanos, VerdictCode.TIME_JUMPED, new Evidence("this host", fact), verdicts);
        } else {
            fence(nowNanos, VerdictCode.WATCHDOG_STARVED, deadMan.evidence(nowNanos), verdicts);
        }
    }
}
