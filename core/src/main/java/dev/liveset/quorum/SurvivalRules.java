package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.RuleBranch;

/**
 * The survival rules of PROTOCOL.md §5, step 3, as small pure functions over a {@link SurvivalView}. Of two disjoint
 * sides that have the same snapshot at most one survives.
 */
public final class SurvivalRules {
    private SurvivalRules() {}

    /**
     * Rule 1: everybody who has the statefile is also heard, or this host is in the best partition. Ours: who survives is in
     * its own result. Without that a host which hears all and reads but cannot write would go on until another's fence
     * request or its own starving watchdog ends it, later than its verdict; who was merged away hears nobody and loses anyway.
     */
    public static boolean rule1(SurvivalView view, QuorumRules rules) {
        long hbd = view.hbd();
        long sfd = view.sfd();
        boolean inResult = HostSet.contains(sfd, view.self) && HostSet.contains(hbd, view.self);
        if (!inResult && rules.keep(QuorumRule.WINNER_IS_IN_RESULT)) {
            rules.hit(RuleBranch.RULE_1_NOT_IN_OWN_RESULT);
            return false; // ours: who cannot write, or was merged away
        }
        if (sfd != 0 && HostSet.isSubset(sfd, hbd)) {
            rules.hit(RuleBranch.RULE_1_HEARS_ALL);
            return true;
        }
        return inBestPartition(view, rules);
    }

    /**
     * Rule 2: nobody has the statefile, and every configured host is accounted for. Ours: for how long a host lives by it
     * is another matter, {@code PacketIntake.heardByAllNanos}: an excluded host is accounted for once it is sure to know.
     */
    public static boolean rule2(SurvivalView view) {
        long hbd = view.hbd();
        for (int host = 0; host < view.hostCount; host++) {
            boolean accounted;
            if (!HostSet.contains(hbd, host)) {
                accounted = HostSet.contains(view.excluded, host);
            } else if (host == view.self) {
                accounted = !view.statefileAccess;
            } else {
                accounted = !HostSet.contains(view.heardSfdomain[host], host);
            }
            if (!accounted) {
                return false;
            }
        }
        return true;
    }

    /** Index of the host with the best partition, -1 when no partition scores; the first best index wins. */
    public static int bestPartition(SurvivalView view) {
        int best = -1;
        int bestScore = 0;
        for (long rest = view.sfd(); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            int score = partitionScore(view, host);
            if (score > bestScore) {
                best = host;
                bestScore = score;
            }
        }
        return best;
    }

    private static boolean inBestPartition(SurvivalView view, QuorumRules rules) {
        int best = bestPartition(view);
        if (best < 0) {
            return false;
        }
        hit(view, best, rules);
        boolean tied =
                !rules.keep(QuorumRule.TIE_BY_INDEX) && partitionScore(view, best) == partitionScore(view, view.self);
        if (best == view.self || tied) {
            return true;
        }
        boolean withBest = HostSet.contains(view.hbdomain, best)
                && HostSet.contains(view.sfdomain, best)
                && HostSet.contains(view.readHbdomain[best], view.self)
                && HostSet.contains(view.readSfdomain[best], view.self);
        rules.hit(withBest ? RuleBranch.RULE_1_WITH_WINNER : RuleBranch.RULE_1_NOT_WITH_WINNER);
        return withBest;
    }

    /** Counts by what the best partition wins over the next best that is another one. */
    private static void hit(SurvivalView view, int best, QuorumRules rules) {
        if (best == view.self) {
            rules.hit(RuleBranch.RULE_1_WINNER);
        }
        long winners = sees(view, best);
        int next = -1;
        for (long rest = view.sfd(); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            boolean other = sees(view, host) != winners;
            if (other && (next < 0 || partitionScore(view, host) > partitionScore(view, next))) {
                next = host;
            }
        }
        if (next >= 0) {
            int bySize = Integer.compare(HostSet.size(winners), HostSet.size(sees(view, next)));
            if (partitionScore(view, best) == partitionScore(view, next)) {
                rules.hit(RuleBranch.RULE_1_TIE_BY_INDEX);
            } else {
                rules.hit(bySize > 0 ? RuleBranch.RULE_1_BY_SIZE : RuleBranch.RULE_1_BY_WEIGHT);
            }
        }
    }

    private static long sees(SurvivalView view, int host) {
        return host == view.self ? view.sfdomain & view.hbdomain : view.readSfdomain[host] & view.readHbdomain[host];
    }

    private static int partitionScore(SurvivalView view, int host) {
        int score = 0;
        for (long rest = sees(view, host); rest != 0; rest &= rest - 1) {
            score += 1 + 256 * view.weight[HostSet.lowest(rest)];
        }
        return score;
    }
}
