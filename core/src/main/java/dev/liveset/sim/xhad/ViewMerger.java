package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/**
 * Makes one view of several that do not agree: who has lost the statefile goes, then the lowest score, until everybody
 * left hears everybody left. The result replaces the domains in the snapshot.
 */
final class ViewMerger {
    private final Snapshot snapshot;
    private final long liveset;
    private final int self;
    private final int hosts;
    private final long[] hears = new long[HostSet.MAX_HOSTS];
    private long left;

    ViewMerger(Snapshot snapshot, long liveset, int self, int hosts) {
        this.snapshot = snapshot;
        this.liveset = liveset;
        this.self = self;
        this.hosts = hosts;
    }

    void merge() {
        for (int host = 0; host < hosts; host++) {
            snapshot.heardSfdomain[host] &= liveset;
            snapshot.readSfdomain[host] &= liveset;
            snapshot.readHbdomain[host] &= liveset;
        }
        long hbd = snapshot.hbdomain & liveset;
        long sfd = snapshot.sfdomain & liveset;
        for (int host = 0; host < hosts; host++) {
            boolean blind = snapshot.readSfdomain[host] == 0 || snapshot.heardSfdomain[host] == 0;
            if (host != self && blind) {
                sfd = HostSet.without(sfd, host);
            }
            hears[host] = snapshot.readHbdomain[host];
        }
        hears[self] = hbd;
        left = sfd;
        for (int worst = worst(); worst >= 0 && !HostSet.isSubset(left, hears[worst]); worst = worst()) {
            left = HostSet.without(left, worst);
        }
        for (int host = 0; host < hosts; host++) {
            snapshot.readHbdomain[host] = HostSet.contains(left, host) ? hears[host] & left : 0;
        }
        snapshot.hbdomain = snapshot.readHbdomain[self];
        snapshot.sfdomain = sfd;
        snapshot.readSfdomain[self] = sfd;
    }

    /** The host left with the lowest score, of equal ones the highest index; -1 when nobody is left. */
    private int worst() {
        int worst = -1;
        for (int host = hosts - 1; host >= 0; host--) {
            if (HostSet.contains(left, host) && (worst < 0 || score(host) < score(worst))) {
                worst = host;
            }
        }
        return worst;
    }

    private long score(int host) {
        long set = hears[host] & left;
        long weights = 0;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            weights += snapshot.weight[HostSet.lowest(rest)];
        }
        long index = set == 0 ? 0 : HostSet.MAX_HOSTS - HostSet.lowest(set);
        return weights * 65_536 + HostSet.size(set) * 256L + index;
    }
}
