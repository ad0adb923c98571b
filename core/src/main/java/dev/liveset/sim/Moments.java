package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.VmId;
import dev.liveset.agent.Effect;
import dev.liveset.recovery.Claim;
import dev.liveset.recovery.ClaimState;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.VmRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Waits for {@link Moment moments} in the lives of hosts and lets happen what was to happen at them, each once. */
final class Moments extends Checker {
    private record Waiting(int host, Moment moment, Runnable action) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private final Manifest[] manifests;
    private final PoolTable[] tablesOnTheirWay;
    private final PoolTable[] tablesLanded;
    private final long[] livesets;

    Moments(SimPool pool) {
        super(pool);
        int hosts = pool.hosts().size();
        manifests = new Manifest[hosts];
        tablesOnTheirWay = new PoolTable[hosts];
        tablesLanded = new PoolTable[hosts];
        livesets = new long[hosts];
    }

    /** From now on, at the next such moment of this host, the action happens. */
    void await(int host, Moment moment, Runnable action) {
        waiting.add(new Waiting(host, moment, action));
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        int index = host.index();
        if (effect instanceof Effect.WriteTable write) {
            table(index, write.table());
        }
        if (effect instanceof Effect.SendHeartbeat beat) {
            said(host, beat);
        } else if (effect instanceof Effect.StartVm) {
            reached(index, Moment.STARTS);
        } else if (effect instanceof Effect.StopVm) {
            reached(index, Moment.STOPS);
        }
    }

    private void said(SimHost host, Effect.SendHeartbeat beat) {
        int index = host.index();
        long before = livesets[index];
        long now = host.published().liveset;
        livesets[index] = now;
        if (waiting.isEmpty()) {
            return;
        }
        Phase phase = Phase.of(beat.message.phase);
        if (phase.ordinal() >= Phase.FHREADY.ordinal()) {
            reached(index, Moment.valueOf(phase.name()));
        }
        if (beat.message.joining) {
            reached(index, Moment.JOINING);
        }
        if (beat.message.sr2) {
            reached(index, Moment.RULE_2);
        }
        if (HostSet.contains(now, index)) {
            reached(index, Moment.ONLINE);
            if ((before & ~now) != 0) {
                reached(index, Moment.REMOVES);
            }
        }
    }

    private void table(int host, PoolTable table) {
        PoolTable before = tablesOnTheirWay[host];
        tablesOnTheirWay[host] = table;
        if (before == null || before.epoch() != table.epoch()) {
            reached(host, Moment.BEGINS_EPOCH);
        } else if (newPermit(before, table, false)) {
            reached(host, Moment.BEGINS_ASSIGNMENT);
        }
    }

    @Override
    void onLanded(SimHost host, Effect effect) {
        int index = host.index();
        if (effect instanceof Effect.WriteManifest write) {
            manifest(index, write.manifest());
        } else if (effect instanceof Effect.WriteTable write) {
            tableLanded(index, write.table());
        } else if (effect instanceof Effect.WriteSection write && !waiting.isEmpty()) {
            if (write.section.lockRequest) {
                reached(index, Moment.ASKS_FOR_LOCK);
            }
            noteMasters();
        }
    }

    private void tableLanded(int host, PoolTable table) {
        PoolTable before = tablesLanded[host];
        tablesLanded[host] = table;
        if (before == null || before.epoch() != table.epoch()) {
            reached(host, Moment.HAS_EPOCH);
            return;
        }
        if (newPermit(before, table, false)) {
            reached(host, Moment.ASSIGNS);
        }
        if (newPermit(before, table, true)) {
            reached(host, Moment.ORDERS_MOVE);
        }
    }

    private void noteMasters() {
        for (Waiting each : List.copyOf(waiting)) {
            if (each.moment == Moment.IS_MASTER) {
                long members = pool.host(each.host).published().liveset;
                if (HostSet.contains(members, each.host) && pool.diskView().lockHolder(members) == each.host) {
                    reached(each.host, Moment.IS_MASTER);
                }
            }
        }
    }

    private static boolean newPermit(PoolTable before, PoolTable after, boolean move) {
        for (VmRecord vm : after.vms()) {
            VmRecord old = before.find(vm.vm());
            Permit permit = move ? vm.move() : vm.assignment();
            Permit former = old == null ? null : move ? old.move() : old.assignment();
            if (permit != null && !permit.equals(former)) {
                return true;
            }
        }
        return false;
    }

    private void manifest(int host, Manifest manifest) {
        Manifest before = manifests[host];
        manifests[host] = manifest;
        if (before == null || before.incarnation() != manifest.incarnation()) {
            return;
        }
        if (manifest.promisedEpoch() > before.promisedEpoch()) {
            reached(host, Moment.PROMISES);
        }
        for (Claim claim : manifest.claims()) {
            ClaimState former = state(before, claim.vm());
            if (claim.state() != former && claim.state() == ClaimState.CLAIMED) {
                reached(host, Moment.CLAIMS);
            } else if (claim.state() != former && claim.state() == ClaimState.INCOMING) {
                reached(host, Moment.EXPECTS_VM);
            } else if (claim.state() != former && claim.state() == ClaimState.STOPPING) {
                reached(host, Moment.LETS_GO);
            }
        }
        for (Claim claim : before.claims()) {
            if (state(manifest, claim.vm()) == null) {
                reached(host, Moment.UNCLAIMS);
            }
        }
    }

    private static ClaimState state(Manifest manifest, VmId vm) {
        for (Claim claim : manifest.claims()) {
            if (claim.vm().equals(vm)) {
                return claim.state();
            }
        }
        return null;
    }

    @Override
    void onVmStarted(VmInstance instance) {
        reached(instance.host(), Moment.RUNS);
    }

    @Override
    void onHostDied(SimHost host, String cause) {
        reached(host.index(), Moment.DIES);
    }

    /** It happens right after what the host is doing now. */
    private void reached(int host, Moment moment) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            if (one.host == host && one.moment == moment) {
                each.remove();
                pool.queue().after(0, one.action);
            }
        }
    }
}
