package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** Which side is the best one by what the sections say, and whether this host is on it. */
final class Partition {
    private Partition() {}

    static boolean isOnBestSide(Snapshot snapshot, int self, int hosts) {
        int best = -1;
        int most = 0;
        for (int host = 0; host < hosts; host++) {
            int score = HostSet.contains(snapshot.sfdomain, host) ? score(snapshot, self, host, hosts) : 0;
            if (score > most) {
                best = host;
                most = score;
            }
        }
        return best == self || best >= 0 && snapshot.isSeenBy(best, self) && snapshot.sees(best);
    }

    /** In 32 bits with a sign, as the original counts. */
    private static int score(Snapshot snapshot, int self, int host, int hosts) {
        long sfdomain = host == self ? snapshot.sfdomain : snapshot.readSfdomain[host];
        long hbdomain = host == self ? snapshot.hbdomain : snapshot.readHbdomain[host];
        int score = 0;
        for (int each = 0; each < hosts; each++) {
            if (HostSet.contains(sfdomain & hbdomain, each)) {
                score += 1 + 256 * snapshot.weight[each];
            }
        }
        return score;
    }
}
