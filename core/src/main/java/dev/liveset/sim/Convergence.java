package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;

/**
 * Once faults end: all hosts that can are online in one liveset with one master, every VM that is to run runs once and no
 * other one does, within {@link #boundNanos}. A host cannot when faults have spoilt every slot of its manifest and of its pool
 * table: it refuses to start, and tells that the disk has to be formatted anew, which nobody does while others run.
 */
final class Convergence {
    private final SimPool pool;

    Convergence(SimPool pool) {
        this.pool = pool;
    }

    /** Longest way from a fault to the removal of the host that it cost. */
    static long failoverNanos(PoolConfig config) {
        Timings timings = config.timings();
        long watchdog = timings.watchdogTimeoutNanos();
        // Beside xhad the wait is the longer of ours and the original's, which has a floor of 10 s.
        long besideXhad = config.mode() == PoolConfig.Mode.INTEROP ? 10_000_000_000L + watchdog : 0;
        boolean majority = config.policy() == PoolConfig.Policy.MAJORITY;
        long heardByOthers = majority ? 3 * timings.heartbeatTimeoutNanos() : 0;
        return heardByOthers
                + 2 * timings.longestTimeoutNanos()
                + watchdog
                + timings.marginNanos(watchdog)
                + besideXhad;
    }

    /** Longest time in which a pool comes to rest: removals, a boot, two attempts to join, the start of VMs after failures. */
    static long boundNanos(PoolConfig config, SimSettings settings) {
        Timings timings = config.timings();
        return 3 * failoverNanos(config)
                + settings.bootDelay().toNanos()
                + 2
                        * (Math.max(timings.bootJoinTimeoutNanos(), timings.enableJoinTimeoutNanos())
                                + settings.retryDelay().toNanos())
                + 6 * settings.callDeadline().toNanos();
    }

    /** What is not at rest yet, in words; empty when everything is. */
    String missing() {
        long able = able();
        for (SimHost host : pool.hosts()) {
            if (HostSet.contains(able, host.index()) && !atRest(host, able)) {
                return host.name() + " is not at rest in the full liveset";
            }
        }
        int master = pool.diskView().lockHolder(able);
        if (master < 0) {
            return master == -1 ? "there is no master" : "several hosts hold the master lock";
        }
        if (!pool.operator().isDone()) {
            return "the operator still waits for " + pool.operator().waitsFor();
        }
        return missingVm();
    }

    /** Whether every host that can is online in the full liveset with no fault handling and no rule 2 under way. */
    boolean allAtRest() {
        long able = able();
        return pool.hosts().stream().allMatch(host -> !HostSet.contains(able, host.index()) || atRest(host, able));
    }

    private long able() {
        long able = pool.config().allHosts();
        for (SimHost host : pool.hosts()) {
            boolean unable = !host.isOnline()
                    && pool.bitRot().hasSpoilt(host.index())
                    && pool.diskView().hasLostManifestAndTable(host.index());
            able = unable ? HostSet.without(able, host.index()) : able;
        }
        return able;
    }

    private static boolean atRest(SimHost host, long liveset) {
        Published published = host.published();
        return host.isOnline()
                && published.liveset == liveset
                && published.phase == Phase.STARTED.ordinal()
                && !published.sr2
                && host.watchdog().armed();
    }

    private String missingVm() {
        for (var wish : pool.operator().wishes().entrySet()) {
            long running = 0;
            for (SimHost host : pool.hosts()) {
                for (VmInstance instance : host.hypervisor().running()) {
                    running |= instance.vm().equals(wish.getKey()) ? HostSet.of(host.index()) : 0;
                }
            }
            if ((HostSet.size(running) == 1) != wish.getValue()) {
                return "VM " + pool.log().vmName(wish.getKey())
                        + (wish.getValue()
                                ? " does not run"
                                : " still runs on "
                                        + HostSet.format(running, pool.hosts().size()));
            }
        }
        return "";
    }
}
