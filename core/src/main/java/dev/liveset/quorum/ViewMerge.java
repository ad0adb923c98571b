package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.RuleBranch;

/**
 * Makes one view out of views that did not become equal in time (PROTOCOL.md §5, step 2): hosts that lost the statefile
 * leave, and of the rest the lowest-scored host is removed until it sees everybody who is left. Pure: every host that
 * has the same snapshot comes to the same result.
 */
public final class ViewMerge {
    private ViewMerge() {}

    /** Changes the view's own domains to what the merge leaves of them; a rule that is not kept plants a bug. */
    public static void merge(SurvivalView view, QuorumRules rules) {
        long graph = 0;
        for (long rest = view.sfdomain; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (host == view.self || hasStatefile(view, host)) {
                graph = HostSet.with(graph, host);
            } else {
                rules.hit(RuleBranch.MERGE_DROPS_LOST_STATEFILE);
            }
        }
        view.sfdomain = graph;
        long left = graph & view.liveset;
        while (left != 0) {
            int lowest = lowestScored(view, left, rules);
            if (HostSet.isSubset(left, view.readHbdomain[lowest])) {
                break;
            }
            hit(view, left, lowest, rules);
            left = HostSet.without(left, lowest);
        }
        view.hbdomain = HostSet.contains(left, view.self) ? view.hbdomain & left : 0;
    }

    /** Whether the host shows, on both channels, at least one liveset host in its statefile domain. */
    private static boolean hasStatefile(SurvivalView view, int host) {
        boolean onStatefile = (view.readSfdomain[host] & view.liveset) != 0;
        boolean onHeartbeat = !HostSet.contains(view.hbdomain, host) || (view.heardSfdomain[host] & view.liveset) != 0;
        return onStatefile && onHeartbeat;
    }

    private static int lowestScored(SurvivalView view, long hosts, QuorumRules rules) {
        boolean tieBrokenForSelf = !rules.keep(QuorumRule.TIE_BY_INDEX);
        int lowest = -1;
        long lowestScore = Long.MAX_VALUE;
        for (long rest = hosts; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            long score = score(view, view.readHbdomain[host] & view.liveset);
            if (tieBrokenForSelf) {
                score = score / 256 * 256 + (host == view.self ? 1 : 0);
            }
            if (score <= lowestScore) { // on equal scores the highest index goes
                lowest = host;
                lowestScore = score;
            }
        }
        return lowest;
    }

    /** Counts by what the host that goes has the lowest score: its next best differs first in that. */
    private static void hit(SurvivalView view, long left, int lowest, QuorumRules rules) {
        long score = score(view, view.readHbdomain[lowest] & view.liveset);
        long next = Long.MAX_VALUE;
        for (long rest = HostSet.without(left, lowest); rest != 0; rest &= rest - 1) {
            next = Math.min(next, score(view, view.readHbdomain[HostSet.lowest(rest)] & view.liveset));
        }
        if (score == next) {
            rules.hit(RuleBranch.MERGE_REMOVES_BY_INDEX);
        } else if (score / 256 == next / 256) {
            rules.hit(RuleBranch.MERGE_REMOVES_BY_LOWEST_INDEX_HEARD);
        } else {
            rules.hit(
                    score / 65_536 == next / 65_536
                            ? RuleBranch.MERGE_REMOVES_BY_SIZE
                            : RuleBranch.MERGE_REMOVES_BY_WEIGHT);
        }
    }

    private static long score(SurvivalView view, long sees) {
        long weights = 0;
        for (long rest = sees; rest != 0; rest &= rest - 1) {
            weights += view.weight[HostSet.lowest(rest)];
        }
        return weights * 65_536 + HostSet.size(sees) * 256L + (64 - HostSet.lowest(sees));
    }
}
