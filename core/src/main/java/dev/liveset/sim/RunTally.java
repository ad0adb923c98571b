package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.RuleTally;
import dev.liveset.VmId;
import java.util.HashMap;
import java.util.Map;

/** One run in numbers: what happened how often, who died, which VM was started. */
final class RunTally {
    private final Coverage coverage = new Coverage();
    private final RuleTally branches = new RuleTally();
    private final Map<VmId, Integer> vmStarts = new HashMap<>();
    private long steps;
    private long died;

    void count(String what) {
        coverage.add(what, 1);
    }

    /** What happened so far, the branches of the rules that were taken among it. */
    Coverage coverage() {
        Coverage all = new Coverage();
        all.addAll(coverage);
        all.addBranches(branches);
        return all;
    }

    /** Where agents count the branches of the rules that they take. */
    RuleTally branches() {
        return branches;
    }

    void countStep() {
        steps++;
    }

    /** Steps of all agents. */
    long steps() {
        return steps;
    }

    void countStart(VmId vm) {
        vmStarts.merge(vm, 1, Integer::sum);
        count("VM starts");
    }

    /** How often the VM has been started. */
    int vmStarts(VmId vm) {
        return vmStarts.getOrDefault(vm, 0);
    }

    void countDeath(int host, String cause) {
        count("died of " + cause);
        died = HostSet.with(died, host);
    }

    /** Hosts that died at least once. */
    long died() {
        return died;
    }
}
