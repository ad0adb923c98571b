package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * {@link ViewMerge} for pools that live by a majority: hosts without the statefile stay in the view while they are heard.
 * Of the hosts that do not hear everybody who is left the weakest goes, one after the other: whose hearing weighs least,
 * of equal ones who has lost the statefile, then the highest index. Pure.
 */
public final class MajorityMerge {
    private MajorityMerge() {}

    /** Changes the view's own heartbeat domain to what the merge leaves of it; the statefile domain stays. */
    public static void merge(SurvivalView view) {
        boolean reads = HostSet.contains(view.sfdomain, view.self);
        long left = view.hbdomain | (reads ? view.sfdomain : 0);
        long statefile = reads ? view.sfdomain : 0;
        for (long rest = HostSet.without(view.hbd(), view.self); !reads && rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest); // who cannot read goes by what the others say
            left |= view.heardHbdomain[host];
            statefile |= view.heardSfdomain[host];
        }
        left &= view.liveset;
        for (int weakest = weakest(view, left, statefile); weakest >= 0; weakest = weakest(view, left, statefile)) {
            left = HostSet.without(left, weakest);
        }
        view.hbdomain = HostSet.contains(left, view.self) ? view.hbdomain & left : 0;
    }

    /** The weakest of the hosts that do not hear all that are left, -1 when there is none. */
    private static int weakest(SurvivalView view, long left, long statefile) {
        int weakest = -1;
        long lowestScore = Long.MAX_VALUE;
        for (long rest = left; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            long hears = hears(view, host, left);
            long score = score(view, hears & view.liveset, HostSet.contains(statefile, host));
            if (!HostSet.isSubset(left, hears) && score <= lowestScore) {
                weakest = host;
                lowestScore = score;
            }
        }
        return weakest;
    }

    /** What the host publishes on the channel on which it is seen; of one that is only told of: who tells of it. */
    private static long hears(SurvivalView view, int host, long left) {
        if (host == view.self) {
            return view.hbdomain;
        }
        if (HostSet.contains(view.sfdomain, host)) {
            return view.readHbdomain[host];
        }
        if (HostSet.contains(view.hbdomain, host)) {
            return view.heardHbdomain[host];
        }
        long hearers = HostSet.of(host);
        for (long rest = left & view.hbdomain; rest != 0; rest &= rest - 1) {
            int other = HostSet.lowest(rest);
            boolean tells = other != view.self && HostSet.contains(view.heardHbdomain[other], host);
            hearers = tells ? HostSet.with(hearers, other) : hearers;
        }
        return hearers;
    }

    private static long score(SurvivalView view, long sees, boolean statefile) {
        long weights = 0;
        for (long rest = sees; rest != 0; rest &= rest - 1) {
            weights += view.weight[HostSet.lowest(rest)];
        }
        int lowest = sees == 0 ? HostSet.MAX_HOSTS : HostSet.lowest(sees);
        return weights * 65_536 + HostSet.size(sees) * 256L + (statefile ? 128 : 0) + HostSet.MAX_HOSTS - lowest;
    }
}
