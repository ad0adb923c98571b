package dev.liveset.agent;

import dev.liveset.LivesetException.Code;
import dev.liveset.PoolState;
import dev.liveset.RuleBranch;
import dev.liveset.quorum.QuorumRules;

/**
 * What tells an online host to leave without a command: the pool was declared invalid, or an offline tool set this host's
 * excluded flag under its feet (PROTOCOL.md §5, <i>Leaving</i>, and §6). It leaves once no VM may run here; ours never
 * disarms before, it warns instead, once for each order. Nor does it leave in a round of fault handling, in which the
 * others would take it for lost: who stays because of its VMs could lose the round by that.
 */
final class StandingOrders {
    private static final String INVALID = "The pool was declared invalid, so this host stopped.";
    private static final String INVALID_WAITS =
            "The pool was declared invalid, but protected VMs run on this host; it stops once they are shut down.";
    private static final String EXCLUDED =
            "This host was excluded while it ran, so it stopped;" + " start it again if it is to take part.";
    private static final String EXCLUDED_WAITS =
            "This host was excluded on the heartbeat disk while it runs, but protected VMs run on it;"
                    + " it stops once they are moved or shut down.";

    private final RecoveryLink link;
    private final QuorumRules rules;
    private boolean excluded;
    private Code warned;

    StandingOrders(RecoveryLink link, QuorumRules rules) {
        this.link = link;
        this.rules = rules;
    }

    /** A read shows the own section as another one changed it. */
    void onExcludedByAnother() {
        excluded = true;
    }

    /** The order to leave now, or null: there is none, or VMs may run here, or a round is under way. */
    Code toLeave(PoolState poolState, boolean claimsNothing, boolean inRound) {
        boolean invalid = poolState == PoolState.INVALID;
        if (!invalid && !excluded) {
            return null;
        }
        Code order = invalid ? Code.INVALID_POOL_STATE : Code.EXCLUDED_SET_WHILE_RUNNING;
        if (claimsNothing && inRound) {
            return null;
        }
        if (claimsNothing) {
            rules.hit(invalid ? RuleBranch.LEAVES_INVALID_POOL : RuleBranch.LEAVES_EXCLUDED);
            return order;
        }
        if (warned != order) {
            warned = order;
            link.warn(invalid ? INVALID_WAITS : EXCLUDED_WAITS);
        }
        return null;
    }

    static String sentence(Code order) {
        return order == Code.INVALID_POOL_STATE ? INVALID : EXCLUDED;
    }
}
