package dev.liveset.examples.campaign;

import java.util.ArrayList;
import java.util.List;

/**
 * Which schedules a campaign runs: as many as were asked for, spread evenly over pools of so many hosts, each with seeds
 * that rise from the first one.
 *
 * @param fewestHosts hosts of the smallest pool
 * @param mostHosts hosts of the largest
 * @param firstSeed the first seed for each of them
 * @param schedules how many in all
 */
public record CampaignPlan(int fewestHosts, int mostHosts, long firstSeed, long schedules) {
    /** How many of them run on pools of so many hosts. */
    long share(int hosts) {
        int sizes = mostHosts - fewestHosts + 1;
        return schedules / sizes + (hosts - fewestHosts < schedules % sizes ? 1 : 0);
    }

    /** What is not done yet, in pieces of at most so many schedules; small and large pools take turns. */
    List<SeedRange> open(SeedSet done, long pieceSize) {
        List<List<SeedRange>> pieces = new ArrayList<>();
        for (int hosts = fewestHosts; hosts <= mostHosts; hosts++) {
            List<SeedRange> ofPool = new ArrayList<>();
            for (SeedRange gap : done.gaps(new SeedRange(hosts, firstSeed, firstSeed + share(hosts) - 1))) {
                for (long first = gap.first(); first <= gap.last(); first += pieceSize) {
                    ofPool.add(new SeedRange(hosts, first, Math.min(gap.last(), first + pieceSize - 1)));
                }
            }
            pieces.add(ofPool);
        }
        List<SeedRange> inTurn = new ArrayList<>();
        int longest = pieces.stream().mapToInt(List::size).max().orElse(0);
        for (int turn = 0; turn < longest; turn++) {
            for (List<SeedRange> ofPool : pieces) {
                if (turn < ofPool.size()) {
                    inTurn.add(ofPool.get(turn));
                }
            }
        }
        return inTurn;
    }
}
