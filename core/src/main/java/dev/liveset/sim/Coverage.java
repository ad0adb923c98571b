package dev.liveset.sim;

import dev.liveset.RuleBranch;
import dev.liveset.RuleTally;
import java.util.Map;
import java.util.TreeMap;

/** How often what happened, by name: shows whether schedules get where they are meant to get. */
public final class Coverage {
    private final TreeMap<String, Long> counts = new TreeMap<>();

    /** Counts something that happened so many times. */
    public void add(String name, long times) {
        counts.merge(name, times, Long::sum);
    }

    /** Adds what another run covered. */
    public void addAll(Coverage other) {
        other.counts.forEach(this::add);
    }

    /** Adds the branches of the rules that were taken. */
    void addBranches(RuleTally branches) {
        for (RuleBranch branch : RuleBranch.values()) {
            if (branches.count(branch) > 0) {
                add(name(branch), branches.count(branch));
            }
        }
    }

    /** The name under which a branch is counted. */
    static String name(RuleBranch branch) {
        return "branch " + branch.words();
    }

    /** How often this happened. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** Everything that happened at all, by name. */
    public Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
