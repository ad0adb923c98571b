package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import java.util.Map;
import java.util.TreeMap;

/**
 * The software above the liveset that keeps the VMs of a mixed pool, as xapi does: one database, and on every host a part
 * that asks its own daemon for liveset and master once a second. Whoever is master by its own daemon takes every VM whose
 * host is not in its liveset for dead, and starts it on a host that is.
 */
final class Toolstack {
    private static final long LOOK_NANOS = 1_000_000_000L;

    private static final class Vm {
        boolean wanted;
        int host = -1;
        int startedBy = -1;
    }

    private final SimPool pool;
    private final Map<VmId, Vm> vms = new TreeMap<>();

    Toolstack(SimPool pool) {
        this.pool = pool;
    }

    /** Begins to look, on every host at a time of its own. */
    void begin() {
        for (SimHost host : pool.hosts()) {
            pool.queue().after(pool.random().between(0, LOOK_NANOS), () -> look(host));
        }
    }

    /** The VM is to run, on this host if possible. */
    void start(VmId vm, int host) {
        Vm record = vms.computeIfAbsent(vm, key -> new Vm());
        record.wanted = true;
        if (record.host < 0 && isMember(host)) {
            record.host = host;
        }
    }

    private void look(SimHost host) {
        pool.queue().after(LOOK_NANOS, () -> look(host));
        HostProcess process = host.process();
        if (process == null || process.isFrozen() || process.liveset() == 0) {
            return;
        }
        int master = process.master();
        if (master == host.index()) {
            judgeMaster(host);
            vms.forEach((vm, record) -> keep(host, vm, record));
        } else if (master < 0) {
            process.proposeMaster();
        }
    }

    private void judgeMaster(SimHost host) {
        pool.tally().count("looks of a master");
        for (SimHost other : pool.hosts()) {
            boolean acts = other != host
                    && other.process() != null
                    && !other.process().isFrozen()
                    && other.process().master() == other.index();
            if (acts && pool.makeup().isXhad(host.index()) && pool.makeup().isXhad(other.index())) {
                pool.tally().count("ORIGINAL two masters");
            } else if (acts) {
                pool.claims().violated("OneMaster", host.name() + " and " + other.name() + " are master at once");
            }
        }
    }

    /**
     * The original forms a liveset when its time to join is over, and never asks whether who is missing is dead. A host of
     * ours can do nothing about it while its agent stands still or is gone and its watchdog has not yet run out; else it is
     * to blame.
     */
    boolean bootedOver(SimHost booted, SimHost living) {
        return pool.makeup().isXhad(booted.index())
                && !HostSet.contains(booted.published().counted, living.index())
                && (living.process() == null || living.process().isFrozen());
    }

    private void keep(SimHost master, VmId vm, Vm record) {
        if (!record.wanted) {
            return;
        }
        long liveset = master.process().liveset();
        if (record.host < 0 || !HostSet.contains(liveset, record.host)) {
            int target = target(master, liveset);
            if (target >= 0) {
                record.host = target;
                run(master, pool.host(target), vm, record);
            }
        } else if (canTell(master, record.host) && isMember(record.host)) {
            SimHypervisor there = pool.host(record.host).hypervisor();
            boolean runs =
                    there.running().stream().anyMatch(instance -> instance.vm().equals(vm));
            if (!runs && !there.starting(vm)) {
                run(master, pool.host(record.host), vm, record);
            }
        }
    }

    /** The master that last had this VM started, -1 none. */
    int startedBy(VmId vm) {
        Vm record = vms.get(vm);
        return record == null ? -1 : record.startedBy;
    }

    private void run(SimHost master, SimHost host, VmId vm, Vm record) {
        record.startedBy = master.index();
        pool.log().add(host.index(), () -> "is told to start VM " + pool.log().vmName(vm));
        host.hypervisor().start(vm, null, -1);
    }

    /** The member with the fewest VMs that the master can talk to; -1 none. */
    private int target(SimHost master, long liveset) {
        int best = -1;
        for (long rest = liveset & pool.config().allHosts(); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (canTell(master, host) && isMember(host) && (best < 0 || load(host) < load(best))) {
                best = host;
            }
        }
        return best;
    }

    private int load(int host) {
        return pool.host(host).hypervisor().running().size();
    }

    private boolean canTell(SimHost master, int host) {
        return master.index() == host
                || pool.network().reaches(master.index(), host)
                        && pool.network().reaches(host, master.index());
    }

    private boolean isMember(int host) {
        HostProcess process = pool.host(host).process();
        return process != null && !process.isFrozen() && HostSet.contains(process.liveset(), host);
    }
}
