package dev.liveset.failover;

import java.util.List;

/**
 * Hosts whose loss breaks the plan, and what is left over: a reader can check it by hand.
 *
 * @param lostHosts indices of the hosts, in the order of their loss
 * @param leftOver the VMs left over after the last of them
 * @param certain whether no placement exists at all; false if the planner only found none within its limits
 */
public record CounterExample(List<Integer> lostHosts, List<LeftOver> leftOver, boolean certain) {
    public CounterExample {
        lostHosts = List.copyOf(lostHosts);
        leftOver = List.copyOf(leftOver);
    }
}
