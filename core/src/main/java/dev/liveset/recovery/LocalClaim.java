package dev.liveset.recovery;

import dev.liveset.VmId;

/** A claim of this host with what is under way for it. */
final class LocalClaim {
    final VmId vm;
    Permit permit;
    ClaimState state;
    /** Version of the own manifest in which permit and state last changed. */
    long stamp;
    /** Version of the own manifest in which it was claimed under its permit. */
    long claimedStamp;
    /** The call under way, 0 for none; a call past its deadline is still under way (E5). */
    long callId;
    /** Whether a start was ever called, here or by a former agent: then only a confirmed stop ends the claim. */
    boolean called;
    /** Whether it ran under this claim: then it may restart here whatever was promised since (E9). */
    boolean held;
    /** Whether a stop was begun: it is finished before anything else. */
    boolean lettingGo;
    /** Whether a start passed its deadline: then only a confirmed stop ends the claim, whatever a later start says (E5). */
    boolean doubtful;
    /** Whether a former agent of this boot had it: a start of that one may still be on its way (E5), which only a list tells. */
    boolean inherited;
    /** Whether a stop of what was inherited is confirmed, and a list asked for since then is awaited. */
    boolean stopped;
    /** Whether such a list has come, for good or ill. */
    boolean listed;
    /** Whether it showed the VM. */
    boolean shown;
    /** How a confirmed stop is answered. */
    Answer.Kind ending = Answer.Kind.STOPPED;
    /** Whether the hypervisor no longer lists it. */
    boolean missing;

    int failures;
    long retryAtNanos;
    boolean waiting;
    /** Lists asked for until then say nothing of it. */
    long listFloor;

    LocalClaim(VmId vm, Permit permit, ClaimState state) {
        this.vm = vm;
        this.permit = permit;
        this.state = state;
    }

    /** What runs here without a permit of the pool. */
    static LocalClaim found(VmId vm, RecoverySettings settings) {
        LocalClaim found =
                new LocalClaim(vm, new Permit(0, 0, settings.self(), settings.incarnation()), ClaimState.RUNNING);
        found.called = true;
        found.held = true;
        return found;
    }

    Claim claim() {
        return new Claim(vm, permit, state);
    }

    /** Whether it was found running, not started under a permit of the pool. */
    boolean isFound() {
        return permit.epoch() == 0;
    }
}
