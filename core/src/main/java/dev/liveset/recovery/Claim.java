package dev.liveset.recovery;

import dev.liveset.VmId;

/**
 * A VM that may be running on the host that wrote the claim. A claim ends only with a confirmed stop (E3).
 *
 * @param vm the VM
 * @param permit the permit under which it was claimed
 * @param state what is known
 */
public record Claim(VmId vm, Permit permit, ClaimState state) {
    public Claim withState(ClaimState next) {
        return new Claim(vm, permit, next);
    }
}
