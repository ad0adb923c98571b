package dev.liveset.sim;

import dev.liveset.LivesetException.Code;
import dev.liveset.RuleBranch;
import dev.liveset.fencing.VerdictCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What random schedules must come to when there are enough of them: every branch of the rules, every code, every plot. */
public final class CoverageGoals {
    /** So many schedules are a long run: what it never came to is a failure. */
    public static final long LONG_RUN = 20_000;

    /** From so many hosts on a pool has every branch: ties between partitions, someone who vouches, views to be merged. */
    public static final int HOSTS_FOR_ALL = 5;

    /** A configuration that is wrong, and one with another policy, are given to a host only in a scenario. */
    private static final Set<Code> NOT_DRAWN = EnumSet.of(Code.INVALID_CONFIG, Code.POOL_POLICY_MISMATCH);

    /** Why hosts fence themselves; a statefile that is replaced while they are online has a scenario. */
    private static final Set<VerdictCode> FENCES = EnumSet.of(
            VerdictCode.STATEFILE_LOST,
            VerdictCode.NETWORK_LOST,
            VerdictCode.BOTH_LOST,
            VerdictCode.RULE2_BROKEN,
            VerdictCode.FENCE_REQUESTED,
            VerdictCode.FAULT_HANDLING_STUCK,
            VerdictCode.WATCHDOG_STARVED,
            VerdictCode.TIME_JUMPED,
            VerdictCode.HEALTH_CHECK_FAILED,
            VerdictCode.OPERATOR);

    private CoverageGoals() {}

    /** The goals that are not reached, by the names under which they would be counted. */
    public static List<String> missing(Coverage coverage) {
        List<String> missing = new ArrayList<>();
        for (String goal : names()) {
            if (coverage.count(goal) == 0) {
                missing.add(goal);
            }
        }
        return missing;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of("evictions", "rule 2", "VM starts"));
        for (Plot plot : Plot.values()) {
            names.add("plot " + plot);
        }
        for (Code code : Code.values()) {
            if (!NOT_DRAWN.contains(code)) {
                names.add("ended " + code);
            }
        }
        FENCES.forEach(code -> names.add("fenced " + code));
        names.add("removed " + VerdictCode.HOST_REMOVED);
        names.add("removed " + VerdictCode.HOST_RESTARTED);
        for (RuleBranch branch : RuleBranch.values()) {
            if (branch.isDrawn()) {
                names.add(Coverage.name(branch));
            }
        }
        return names;
    }
}
