package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Asks the hypervisor once a second what runs, and compares it with the claims; an answer that says nothing new allocates nothing. */
final class RunningList {
    static final long LIST_NANOS = 1_000_000_000L;

    private final RecoverySettings settings;
    private final OwnManifest own;
    private final WakeTime wake;
    private long lists;
    private boolean underWay;
    private long askedNanos;
    /** Ended claims by VM: lists asked for until then say nothing of the VM. */
    private final Map<VmId, Long> ended = new HashMap<>();

    private boolean full;
    private boolean toldFull;

    RunningList(RecoverySettings settings, OwnManifest own, WakeTime wake) {
        this.settings = settings;
        this.own = own;
        this.wake = wake;
    }

    /** Number of the list asked for last. */
    long lists() {
        return lists;
    }

    void ended(VmId vm) {
        ended.put(vm, lists);
    }

    void poll(RecoveryView view, RecoveryActions actions) {
        if (full && !toldFull) {
            toldFull = true;
            actions.warn("More VMs run on this host than the heartbeat disk was formatted for (" + settings.maxVms()
                    + "), so not all of them are known to the pool; format it for more.");
        }
        if (underWay) {
            return;
        }
        if (lists > 0 && view.nowNanos - askedNanos < LIST_NANOS) {
            wake.at(askedNanos + LIST_NANOS);
            return;
        }
        underWay = true;
        askedNanos = view.nowNanos;
        lists++;
        actions.listVms();
    }

    /** Takes the answer; null when the hypervisor could not tell. */
    void onVmsListed(Set<VmId> running) {
        if (!underWay) {
            return;
        }
        underWay = false;
        if (running == null) {
            return;
        }
        int claimed = 0;
        for (LocalClaim claim : own.claimArray()) {
            boolean runs = running.contains(claim.vm);
            claimed += runs ? 1 : 0;
            if (claim.stopped && lists > claim.listFloor) {
                claim.listed = true;
                claim.shown = runs;
            }
            if (claim.callId == 0 && lists > claim.listFloor) {
                claim.missing = claim.state == ClaimState.RUNNING && !runs;
            }
        }
        if (claimed < running.size()) {
            findUnclaimed(running);
        }
        if (!ended.isEmpty()) {
            ended.values().removeIf(floor -> floor < lists);
        }
    }

    private void findUnclaimed(Set<VmId> running) {
        for (VmId vm : running) {
            Long floor = ended.get(vm);
            if (own.claim(vm) == null && (floor == null || floor < lists)) {
                find(vm);
            }
        }
    }

    /** What runs here without a claim is claimed: what may run is the union of the claims (E2). */
    private void find(VmId vm) {
        if (own.claims().size() >= settings.maxVms()) {
            full = true;
            return;
        }
        LocalClaim found = LocalClaim.found(vm, settings);
        found.listFloor = lists;
        own.add(found);
    }
}
