package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * The survival rules of PROTOCOL.md §5, step 3, as small pure functions over a {@link SurvivalView}. Of two disjoint
 * sides that have the same snapshot at most one survives.
 */
public final class SurvivalRules {
    private SurvivalRules() {}

    /** Rule 1: everybody who has the statefile is also heard, or this host is in the best partition. */
    public static boolean rule1(SurvivalView view, QuorumRules rules) {
        long hbd = view.hbd();
        long sfd = view.sfd();
        boolean inResult = HostSet.contains(sfd, view.self) && HostSet.contains(hbd, view.self);
        if (!inResult && rules.keep(QuorumRule.WINNER_IS_IN_RESULT)) {
            return false; // ours: who cannot write, or was merged away
        }
        boolean tieBrokenForSelf = !rules.keep(QuorumRule.TIE_BY_INDEX);
        return sfd != 0 && HostSet.isSubset(sfd, hbd) || inBestPartition(view, tieBrokenForSelf);
    }

    /** Rule 2: nobody has the statefile, and every configured host is accounted for. */
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

    private static boolean inBestPartition(SurvivalView view, boolean tieBrokenForSelf) {
        int best = bestPartition(view);
        if (best < 0) {
            return false;
        }
        boolean tied = tieBrokenForSelf && partitionScore(view, best) == partitionScore(view, view.self);
        if (best == view.self || tied) {
            return true;
        }
        return HostSet.contains(view.hbdomain, best)
                && HostSet.contains(view.sfdomain, best)
                && HostSet.contains(view.readHbdomain[best], view.self)
                && HostSet.contains(view.readSfdomain[best], view.self);
    }

    private static int partitionScore(SurvivalView view, int host) {
        long sees =
                host == view.self ? view.sfdomain & view.hbdomain : view.readSfdomain[host] & view.readHbdomain[host];
        int score = 0;
        for (long rest = sees; rest != 0; rest &= rest - 1) {
            score += 1 + 256 * view.weight[HostSet.lowest(rest)];
        }
        return score;
    }
}
