package dev.liveset.sim;

import dev.liveset.VmId;
import dev.liveset.recovery.Permit;

/**
 * A virtual machine that runs, as the world sees it.
 *
 * @param vm which VM
 * @param host on which host
 * @param permit under which permit it was started
 * @param startedNanos since when, in virtual time
 */
record VmInstance(VmId vm, int host, Permit permit, long startedNanos) {}
