package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The local host's side of recovery: converges what runs here to the newest table it promised to follow (E2, E3, E5,
 * E9). Level-triggered: every pass looks at every claim and at every VM the table gives to this host.
 */
final class ClaimLedger {
    static final long LIST_NANOS = 1_000_000_000L;
    static final long RETRY_NANOS = 1_000_000_000L;
    static final int MAX_FAILURES = 3;

    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final OwnManifest own;
    private final PermitCheck check;
    private final WakeTime wake;
    private TableIndex table = TableIndex.EMPTY;
    private long calls;
    private long lists;
    private boolean listUnderWay;
    private long listedNanos;
    /** Ended claims by VM: lists asked for until then say nothing of the VM. */
    private final Map<VmId, Long> ended = new HashMap<>();

    private boolean full;
    private boolean toldFull;

    ClaimLedger(RecoverySettings settings, RecoveryRules rules, OwnManifest own, WakeTime wake) {
        this.settings = settings;
        this.rules = rules;
        this.own = own;
        this.wake = wake;
        this.check = new PermitCheck(settings, rules);
    }

    /** The table that is followed. */
    TableIndex table() {
        return table;
    }

    /** Follows a newer table of the promised epoch. */
    void follow(PoolTable newer) {
        table = new TableIndex(newer);
        own.forgetAnswers(table);
    }

    /**
     * One pass.
     *
     * @param verified whether the own manifest on the disk is what was last written
     */
    void converge(RecoveryView view, boolean verified, RecoveryActions actions) {
        if (!view.online) {
            return;
        }
        poll(view, actions);
        if (full && !toldFull) {
            toldFull = true;
            actions.warn("More VMs run on this host than the heartbeat disk was formatted for (" + settings.maxVms()
                    + "), so not all of them are known to the pool; format it for more.");
        }
        boolean usable = view.statefileUsable && verified;
        boolean mayClaim = settings.acceptsUnarmed() || own.isArmed();
        for (LocalClaim claim : own.claimArray()) {
            if (claim.callId == 0) {
                advance(claim, view, usable, mayClaim, actions);
            }
        }
        if (usable) {
            for (int i = 0; i < table.table().vms().size(); i++) {
                takeUp(table.table().vms().get(i), mayClaim, actions);
            }
        }
    }

    private void poll(RecoveryView view, RecoveryActions actions) {
        if (listUnderWay) {
            return;
        }
        if (lists > 0 && view.nowNanos - listedNanos < LIST_NANOS) {
            wake.at(listedNanos + LIST_NANOS);
            return;
        }
        listUnderWay = true;
        listedNanos = view.nowNanos;
        lists++;
        actions.listVms();
    }

    private void advance(
            LocalClaim claim, RecoveryView view, boolean usable, boolean mayClaim, RecoveryActions actions) {
        VmRecord record = table.find(claim.vm);
        switch (wish(claim, record, usable, mayClaim)) {
            case RUN -> {
                run(claim, record, view, usable, mayClaim, actions);
            }
            case STOP -> {
                stop(claim, view, usable, actions);
            }
            case DROP -> {
                if (usable) {
                    end(claim, Answer.Kind.REFUSED);
                }
            }
            case STAY -> {
                if (claim.isFound() && claim.missing && usable) {
                    end(claim, Answer.Kind.STOPPED);
                }
            }
        }
    }

    private enum Wish {
        RUN,
        STOP,
        DROP,
        STAY
    }

    private Wish wish(LocalClaim claim, VmRecord record, boolean usable, boolean mayClaim) {
        if (claim.lettingGo) {
            return Wish.STOP;
        }
        if (record == null) {
            return Wish.STAY;
        }
        boolean flipped = isFlipped(record);
        Permit given = flipped ? null : record.assignment();
        if (given != null && given.host() == settings.self() && usable) {
            adopt(claim, given, record.desiredRunning(), mayClaim);
        }
        if (claim.state == ClaimState.INCOMING) {
            return record.desiredRunning() && claim.permit.equals(record.move()) ? Wish.STAY : Wish.DROP;
        }
        if (!record.desiredRunning()) {
            return claim.isFound() ? Wish.STAY : Wish.STOP;
        }
        if (claim.isFound() || record.assignment() == null) {
            return Wish.STAY;
        }
        if (record.assignment().equals(claim.permit)) {
            return Wish.RUN;
        }
        boolean elsewhere = record.assignment().host() != settings.self();
        return elsewhere && record.assignment().notOlderThan(claim.permit) ? Wish.STOP : Wish.STAY;
    }

    /** A newer permit for a VM that is claimed here already: the claim goes on under it. */
    private void adopt(LocalClaim claim, Permit given, boolean wanted, boolean mayClaim) {
        if (given.equals(claim.permit) || claim.permit.notOlderThan(given)) {
            return;
        }
        Answer answer = own.answer(claim.vm);
        if (answer != null && answer.permit().equals(given)) {
            return;
        }
        if (!check.accepts(given, own.promisedEpoch(), answer, mayClaim)
                || !wanted && claim.state == ClaimState.INCOMING) {
            own.answer(claim.vm, given, Answer.Kind.REFUSED);
            return;
        }
        claim.permit = given;
        if (claim.state == ClaimState.INCOMING) {
            claim.state = ClaimState.CLAIMED;
        }
        claim.stamp = own.touch();
        claim.claimedStamp = claim.stamp;
    }

    private void run(
            LocalClaim claim,
            VmRecord record,
            RecoveryView view,
            boolean usable,
            boolean mayClaim,
            RecoveryActions actions) {
        if (claim.state == ClaimState.RUNNING && !claim.missing) {
            return;
        }
        boolean restart = claim.held
                && record.protection() == VmRecord.Protection.RESTART
                && table.table().haEnabled();
        boolean first = !claim.held
                && (claim.permit.incarnation() == settings.incarnation()
                        || !rules.keep(RecoveryRule.PERMIT_INCARNATION))
                && mayClaim
                && (claim.permit.epoch() == own.promisedEpoch() || !rules.keep(RecoveryRule.PROMISE_IS_KEPT));
        if (!restart && !first) {
            letGo(claim, view, usable, actions);
        } else if (isDurable(claim) && (restart || usable) && isTime(claim, view)) {
            start(claim, record, actions);
        }
    }

    private boolean isDurable(LocalClaim claim) {
        return own.isDurable(claim.claimedStamp) || !rules.keep(RecoveryRule.CLAIM_BEFORE_START);
    }

    private boolean isTime(LocalClaim claim, RecoveryView view) {
        if (claim.waiting) {
            claim.waiting = false;
            claim.retryAtNanos = view.nowNanos + RETRY_NANOS;
        }
        if (claim.failures > 0 && view.nowNanos < claim.retryAtNanos) {
            wake.at(claim.retryAtNanos);
            return false;
        }
        return true;
    }

    private void start(LocalClaim claim, VmRecord record, RecoveryActions actions) {
        claim.called = true;
        claim.missing = false;
        claim.callId = ++calls;
        actions.startVm(record, claim.permit, claim.callId);
    }

    /** Ends a claim under which nothing was started at once, any other by a stop. */
    private void letGo(LocalClaim claim, RecoveryView view, boolean usable, RecoveryActions actions) {
        if (!claim.called) {
            if (usable) {
                end(claim, Answer.Kind.REFUSED);
            }
        } else {
            stop(claim, view, usable, actions);
        }
    }

    private void stop(LocalClaim claim, RecoveryView view, boolean usable, RecoveryActions actions) {
        if (!usable) {
            return;
        }
        if (!claim.called) {
            end(claim, Answer.Kind.REFUSED);
            return;
        }
        if (!claim.lettingGo || claim.state != ClaimState.STOPPING && claim.state != ClaimState.UNKNOWN) {
            claim.lettingGo = true;
            claim.state = ClaimState.STOPPING;
            claim.stamp = own.touch();
            claim.failures = 0;
        }
        if (own.isDurable(claim.stamp) && isTime(claim, view)) {
            claim.callId = ++calls;
            actions.stopVm(claim.vm, claim.permit, claim.callId);
        }
    }

    private void takeUp(VmRecord record, boolean mayClaim, RecoveryActions actions) {
        Permit given = isFlipped(record) ? null : record.assignment();
        if (given != null && given.host() == settings.self()) {
            takeUp(record, given, ClaimState.CLAIMED, mayClaim, actions);
        }
        Permit move = record.move();
        if (move != null && move.host() == settings.self()) {
            takeUp(record, move, ClaimState.INCOMING, mayClaim, actions);
        }
    }

    private void takeUp(VmRecord record, Permit permit, ClaimState state, boolean mayClaim, RecoveryActions actions) {
        LocalClaim claim = own.claim(record.vm());
        Answer answer = own.answer(record.vm());
        if (claim != null || answer != null && answer.permit().equals(permit)) {
            return;
        }
        if (!record.desiredRunning()
                || own.claims().size() >= settings.maxVms()
                || !check.accepts(permit, own.promisedEpoch(), answer, mayClaim)) {
            own.answer(record.vm(), permit, Answer.Kind.REFUSED);
            return;
        }
        LocalClaim taken = new LocalClaim(record.vm(), permit, state);
        own.add(taken);
        if (!rules.keep(RecoveryRule.CLAIM_BEFORE_START) && state == ClaimState.CLAIMED) {
            start(taken, record, actions);
        }
    }

    /** Whether a move has turned: the source lets go and the destination waits for its permit to start (E6). */
    private static boolean isFlipped(VmRecord record) {
        return record.move() != null && record.move().equals(record.assignment());
    }

    private void end(LocalClaim claim, Answer.Kind kind) {
        ended.put(claim.vm, lists);
        own.end(claim, kind);
    }

    void onVmsListed(Set<VmId> running) {
        if (!listUnderWay) {
            return;
        }
        listUnderWay = false;
        if (running == null) {
            return;
        }
        for (LocalClaim claim : own.claims()) {
            if (claim.callId == 0 && lists > claim.listFloor) {
                claim.missing = claim.state == ClaimState.RUNNING && !running.contains(claim.vm);
            }
        }
        for (VmId vm : running) {
            Long floor = ended.get(vm);
            if (own.claim(vm) == null && (floor == null || floor < lists)) {
                find(vm);
            }
        }
        ended.values().removeIf(floor -> floor < lists);
    }

    /** What runs here without a claim is claimed: what may run is the union of the claims (E2). */
    private void find(VmId vm) {
        if (own.claims().size() >= settings.maxVms()) {
            full = true;
            return;
        }
        LocalClaim found =
                new LocalClaim(vm, new Permit(0, 0, settings.self(), settings.incarnation()), ClaimState.RUNNING);
        found.called = true;
        found.held = true;
        found.listFloor = lists;
        own.add(found);
    }

    void onVmStarted(VmId vm, long callId, CallOutcome outcome) {
        LocalClaim claim = own.claim(vm);
        if (claim == null || claim.callId != callId) {
            return;
        }
        switch (outcome) {
            case DONE -> {
                claim.callId = 0;
                claim.failures = 0;
                claim.held = true;
                claim.missing = false;
                claim.listFloor = lists;
                become(claim, ClaimState.RUNNING);
            }
            case FAILED -> {
                failed(claim);
            }
            case TIMED_OUT -> {
                if (rules.keep(RecoveryRule.TIMED_OUT_IS_UNKNOWN)) {
                    claim.doubtful = true;
                    become(claim, ClaimState.UNKNOWN);
                } else {
                    end(claim, Answer.Kind.FAILED);
                }
            }
            case RETURNED_LATE -> {
                failed(claim);
            }
        }
    }

    private void failed(LocalClaim claim) {
        claim.callId = 0;
        claim.failures++;
        claim.waiting = true;
        claim.missing = claim.state == ClaimState.RUNNING;
        if (claim.failures < MAX_FAILURES) {
            return;
        }
        if (claim.doubtful) {
            claim.lettingGo = true;
            claim.ending = Answer.Kind.FAILED;
        } else {
            end(claim, Answer.Kind.FAILED);
        }
    }

    void onVmStopped(VmId vm, long callId, CallOutcome outcome) {
        LocalClaim claim = own.claim(vm);
        if (claim == null || claim.callId != callId) {
            return;
        }
        switch (outcome) {
            case DONE -> {
                claim.callId = 0;
                end(claim, claim.ending);
            }
            case TIMED_OUT -> {
                become(claim, ClaimState.UNKNOWN);
            }
            case FAILED, RETURNED_LATE -> {
                claim.callId = 0;
                claim.failures++;
                claim.waiting = true;
            }
        }
    }

    private void become(LocalClaim claim, ClaimState state) {
        claim.state = state;
        claim.stamp = own.touch();
    }
}
