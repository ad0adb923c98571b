package dev.liveset.quorum;

import dev.liveset.HostSet;

/** All that hosts of a small pool can see of each other: which links are cut, who has the statefile, who is gone. */
public final class SmallViews {
    private SmallViews() {}

    /** How many ways there are to cut links between so many hosts. */
    public static int graphs(int hosts) {
        return 1 << hosts * (hosts - 1) / 2;
    }

    /** Whom each host hears, itself included, when only the links with a bit carry; both ends alike. */
    public static long[] graph(int hosts, int links) {
        long[] heard = new long[hosts];
        int link = 0;
        for (int a = 0; a < hosts; a++) {
            heard[a] = HostSet.with(heard[a], a);
            for (int b = a + 1; b < hosts; b++, link++) {
                if ((links >> link & 1) != 0) {
                    heard[a] = HostSet.with(heard[a], b);
                    heard[b] = HostSet.with(heard[b], a);
                }
            }
        }
        return heard;
    }

    /** What a host sees before any merge when everybody has judged who left the domains; all weigh 1. */
    public static SurvivalView view(long[] heard, long writers, long liveset, int self) {
        SurvivalView view = new SurvivalView();
        view.self = self;
        view.hostCount = heard.length;
        view.configured = HostSet.firstHosts(heard.length);
        view.liveset = liveset;
        view.gone = view.configured & ~liveset;
        view.hbdomain = heard[self] & liveset;
        view.sfdomain = HostSet.contains(writers, self) ? writers : 0;
        view.statefileAccess = view.sfdomain != 0;
        for (int host = 0; host < heard.length; host++) {
            view.heardHbdomain[host] = heard[host] & liveset;
            view.readHbdomain[host] = heard[host] & liveset;
            view.readSfdomain[host] = HostSet.contains(writers, host) ? writers : 0;
            view.heardSfdomain[host] = view.readSfdomain[host];
            view.weight[host] = 1;
        }
        return view;
    }

    /** Whether everybody whom the host sees at all sees the same as it does, so that nothing is merged. */
    public static boolean isConsistent(SurvivalView view) {
        boolean consistent = true;
        for (long seen = view.hbdomain | view.sfdomain; seen != 0; seen &= seen - 1) {
            int host = HostSet.lowest(seen);
            consistent &= view.readHbdomain[host] == view.hbdomain && view.readSfdomain[host] == view.sfdomain;
        }
        return consistent;
    }
}
