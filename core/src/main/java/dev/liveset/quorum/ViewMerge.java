package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * Makes one view out of views that did not become equal in time (PROTOCOL.md §5, step 2): hosts that lost the statefile
 * leave, and of the rest the lowest-scored host is removed until it sees everybody who is left. Pure: every host that
 * has the same snapshot comes to the same result.
 */
public final class ViewMerge {
    private ViewMerge() {}

    /** Changes the view's own domains to what the merge leaves of them; the flag plants the bug that every host wins ties. */
    public static void merge(SurvivalView view, boolean tieBrokenForSelf) {
        long graph = 0;
        for (long rest = view.sfdomain; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (host == view.self || hasStatefile(view, host)) {
                graph = HostSet.with(graph, host);
            }
        }
        view.sfdomain = graph;
        long left = graph & view.liveset;
        while (left != 0) {
            int lowest = lowestScored(view, left, tieBrokenForSelf);
            if (HostSet.isSubset(left, view.readHbdomain[lowest])) {
                break;
            }
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

    private static int lowestScored(SurvivalView view, long hosts, boolean tieBrokenForSelf) {
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

    private static long score(SurvivalView view, long sees) {
        long weights = 0;
        for (long rest = sees; rest != 0; rest &= rest - 1) {
            weights += view.weight[HostSet.lowest(rest)];
        }
        return weights * 65_536 + HostSet.size(sees) * 256L + (64 - HostSet.lowest(sees));
    }
}
