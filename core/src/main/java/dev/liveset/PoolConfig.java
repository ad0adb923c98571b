package dev.liveset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What all hosts of a pool must agree on: generation, hosts, timings and trust. Immutable; wrong combinations do not
 * build. A host's index is its rank among the ids sorted as bytes (PROTOCOL.md).
 */
public final class PoolConfig {
    /** Who the other hosts may be. */
    public enum Mode {
        /** All hosts run this library: trailers are written and demanded. The default. */
        STRICT,
        /** xhad may be among the hosts: trailers are written, sections and packets without are accepted; no VM is started. */
        INTEROP
    }

    /** Who of a broken pool goes on: one setting of the whole pool, in every section's trailer. */
    public enum Policy {
        /** XenServer's survival rules 1 and 2. The default, and the only one in interop. */
        XENSERVER,
        /** The case table with a majority: see {@code MajorityPolicy}. */
        MAJORITY;

        /** The number in the trailer. */
        public int number() {
            return ordinal();
        }
    }

    private final String name;
    private final Generation generation;
    private final List<HostConfig> hosts;
    private final Timings timings;
    private final Mode mode;
    private final Policy policy;

    /**
     * @param name what operators call the pool
     * @param generation generation of the statefile
     * @param hosts 1 to 64 hosts with distinct ids, in any order
     * @param timings the same on every host
     * @param mode who the other hosts may be
     */
    public PoolConfig(String name, Generation generation, List<HostConfig> hosts, Timings timings, Mode mode) {
        this(name, generation, hosts, timings, mode, Policy.XENSERVER);
    }

    /**
     * @param name what operators call the pool
     * @param generation generation of the statefile
     * @param hosts 1 to 64 hosts with distinct ids, in any order
     * @param timings the same on every host
     * @param mode who the other hosts may be
     * @param policy who of a broken pool goes on
     */
    public PoolConfig(
            String name, Generation generation, List<HostConfig> hosts, Timings timings, Mode mode, Policy policy) {
        this.name = name;
        this.generation = generation;
        List<HostConfig> sorted = new ArrayList<>(hosts);
        sorted.sort(Comparator.comparing(HostConfig::id));
        this.hosts = List.copyOf(sorted);
        this.timings = timings;
        this.mode = mode;
        this.policy = policy;
        timings.proof().require(mode == Mode.INTEROP);
        if (sorted.isEmpty() || sorted.size() > HostSet.MAX_HOSTS) {
            throw invalid("A pool has 1 to 64 hosts; " + sorted.size() + " are configured.");
        }
        if (mode == Mode.INTEROP && policy != Policy.XENSERVER) {
            throw invalid(
                    "A pool with XenServer's daemon in it lives by XenServer's rules; choose the policy XENSERVER.");
        }
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).id().sameOnDisk(sorted.get(i - 1).id())) {
                throw invalid("The host id " + sorted.get(i).id() + " is configured twice; give every host its own.");
            }
        }
    }

    public String name() {
        return name;
    }

    public Generation generation() {
        return generation;
    }

    /** The hosts by index. */
    public List<HostConfig> hosts() {
        return hosts;
    }

    public HostConfig host(int index) {
        return hosts.get(index);
    }

    public int hostCount() {
        return hosts.size();
    }

    /** All configured hosts as a host set. */
    public long allHosts() {
        return HostSet.firstHosts(hosts.size());
    }

    public Timings timings() {
        return timings;
    }

    public Mode mode() {
        return mode;
    }

    public Policy policy() {
        return policy;
    }

    /** The same pool with another policy. */
    public PoolConfig withPolicy(Policy other) {
        return new PoolConfig(name, generation, hosts, timings, mode, other);
    }

    /** The index of a host by its exact id; throws {@link LivesetException} when it is not configured. */
    public int indexOf(HostId id) {
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).id().equals(id)) {
                return i;
            }
        }
        throw invalid(
                "The host id " + id + " is not one of pool '" + name + "'; check the id or the pool's host list.");
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(LivesetException.Code.INVALID_CONFIG, sentence);
    }
}
