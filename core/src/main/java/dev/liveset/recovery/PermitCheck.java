package dev.liveset.recovery;

import dev.liveset.RuleBranch;

/** Whether a host may take a permit that it has not claimed yet (E2, E3, <i>Permit</i>, <i>Arming</i>). */
final class PermitCheck {
    private final RecoverySettings settings;
    private final RecoveryRules rules;

    PermitCheck(RecoverySettings settings, RecoveryRules rules) {
        this.settings = settings;
        this.rules = rules;
    }

    /**
     * @param permit the permit
     * @param promisedEpoch the newest promise
     * @param answered the newest answer for the VM, or null
     * @param mayClaim whether the host is durably armed with its watchdog running, or need not be
     */
    boolean accepts(Permit permit, long promisedEpoch, Answer answered, boolean mayClaim) {
        if (permit.host() != settings.self() || !mayClaim) {
            rules.hit(RuleBranch.PERMIT_REFUSED_UNARMED);
            return false;
        }
        if (permit.incarnation() != settings.incarnation() && rules.keep(RecoveryRule.PERMIT_INCARNATION)) {
            rules.hit(RuleBranch.PERMIT_OF_ANOTHER_LIFE_REFUSED);
            return false;
        }
        if (permit.epoch() != promisedEpoch && rules.keep(RecoveryRule.PROMISE_IS_KEPT)) {
            rules.hit(RuleBranch.E2_PERMIT_OF_ANOTHER_EPOCH_REFUSED);
            return false;
        }
        boolean fresh = answered == null || !answered.permit().notOlderThan(permit);
        rules.hit(fresh ? RuleBranch.PERMIT_ACCEPTED : RuleBranch.PERMIT_ANSWERED_BEFORE);
        return fresh;
    }
}
