package dev.liveset.recovery;

import dev.liveset.RuleBranch;
import dev.liveset.VmId;

/**
 * Starts and stops through the hypervisor, and what their ends mean for the claims. At most one call is under way per
 * VM; a call past its deadline is still under way, its claim is UNKNOWN and stays until it has returned and a stop is
 * confirmed (E5).
 */
final class VmCalls {
    static final long RETRY_NANOS = 1_000_000_000L;
    static final int MAX_FAILURES = 3;

    private final RecoveryRules rules;
    private final OwnManifest own;
    private final RunningList list;
    private final WakeTime wake;
    private long calls;

    VmCalls(RecoveryRules rules, OwnManifest own, RunningList list, WakeTime wake) {
        this.rules = rules;
        this.own = own;
        this.list = list;
        this.wake = wake;
    }

    /** Starts under a claim that is durable, unless a failed try was just now. */
    void start(LocalClaim claim, VmRecord record, RecoveryView view, RecoveryActions actions) {
        if (isTime(claim, view)) {
            claim.called = true;
            claim.missing = false;
            claim.callId = ++calls;
            actions.startVm(record, claim.permit, claim.callId);
        }
    }

    /** Ends a claim: at once when nothing was ever started under it, else by a stop once STOPPING is durable. */
    void stop(LocalClaim claim, RecoveryView view, RecoveryActions actions) {
        if (!claim.called) {
            end(claim, Answer.Kind.REFUSED);
            return;
        }
        if (!claim.lettingGo || claim.state != ClaimState.STOPPING && claim.state != ClaimState.UNKNOWN) {
            claim.lettingGo = true;
            claim.failures = 0;
            become(claim, ClaimState.STOPPING);
        }
        if (claim.stopped && !mustStopAgain(claim)) {
            return;
        }
        if (own.isDurable(claim.stamp) && isTime(claim, view)) {
            claim.callId = ++calls;
            actions.stopVm(claim.vm, claim.permit, claim.callId);
        }
    }

    /** A stop was confirmed; whether it has to be repeated, for a start of the former agent is still on its way. */
    private boolean mustStopAgain(LocalClaim claim) {
        if (claim.listed && !claim.shown) {
            end(claim, claim.ending);
        }
        boolean again = claim.listed && claim.shown;
        claim.stopped = !again;
        claim.listed = false;
        return again;
    }

    void end(LocalClaim claim, Answer.Kind kind) {
        list.ended(claim.vm);
        own.end(claim, kind);
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
                claim.listFloor = list.lists();
                become(claim, ClaimState.RUNNING);
            }
            case FAILED, RETURNED_LATE -> failed(claim);
            case TIMED_OUT -> {
                if (rules.keep(RecoveryRule.TIMED_OUT_IS_UNKNOWN)) {
                    rules.hit(RuleBranch.E5_START_TIMED_OUT);
                    claim.doubtful = true;
                    become(claim, ClaimState.UNKNOWN);
                } else {
                    end(claim, Answer.Kind.FAILED);
                }
            }
        }
    }

    private void failed(LocalClaim claim) {
        tryAgain(claim);
        claim.missing = claim.state == ClaimState.RUNNING;
        if (claim.failures < MAX_FAILURES) {
            return;
        }
        if (claim.doubtful) {
            rules.hit(RuleBranch.E5_DOUBT_ENDED_BY_A_STOP);
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
                if (claim.inherited) {
                    claim.stopped = true;
                    claim.listed = false;
                    claim.listFloor = list.lists();
                } else {
                    end(claim, claim.ending);
                }
            }
            case TIMED_OUT -> {
                rules.hit(RuleBranch.STOP_TIMED_OUT);
                become(claim, ClaimState.UNKNOWN);
            }
            case FAILED, RETURNED_LATE -> tryAgain(claim);
        }
    }

    private static void tryAgain(LocalClaim claim) {
        claim.callId = 0;
        claim.failures++;
        claim.waiting = true;
    }

    private void become(LocalClaim claim, ClaimState state) {
        claim.state = state;
        claim.stamp = own.touch();
    }
}
