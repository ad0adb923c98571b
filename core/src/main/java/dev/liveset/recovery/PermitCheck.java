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
     * The rule of the incarnation stands behind two others, so that no random schedule is known in which it alone decides.
     * A permit of a former life is a danger only once the master has given the VM to another host, which it does while the
     * host of that permit is out of the liveset (E4, <i>Answers</i>). To be seen by the next life that table has to be on its
     * way to the disk from before that life is acked until after it has read the older one, taken up the permit and started.
     * And a life reads the table first when it comes online, before its manifest says durably that it is armed: a permit that it
     * finds then is answered REFUSED for good (<i>Arming</i>). Only a life whose first look comes later, for a round began as
     * it entered, while the master's write hangs across both, would start the VM under it, and the other host then too.
     *
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
