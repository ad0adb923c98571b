package dev.liveset.failover;

/**
 * VMs that should not share a host.
 *
 * @param name shown in reports; not blank
 * @param hard true: two members never share a host; false: the planner spreads them when it can
 */
public record AntiAffinityGroup(String name, boolean hard) {
    public AntiAffinityGroup {
        Checks.name(name, "anti-affinity group");
    }
}
