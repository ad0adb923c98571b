package dev.liveset.failover;

/**
 * A change of one VM on one host, in the terms of the packing tests.
 *
 * @param host the host concerned
 * @param roomAfter its free memory after the change, in MiB
 * @param before size that the tests counted there before, 0 for none
 * @param protectedBefore whether that was protected, not best-effort
 * @param after size that they count after, 0 for none
 * @param protectedAfter whether that is protected
 * @param addsSize whether the pool has no size like that of the VM after the change yet
 * @param mayDivide whether the sizes that the change leaves may divide each other, even if those before did not
 */
record VmDelta(
        int host,
        long roomAfter,
        long before,
        boolean protectedBefore,
        long after,
        boolean protectedAfter,
        boolean addsSize,
        boolean mayDivide) {

    /** The change in these terms, or null if it is not of this simple kind: then everything is to be looked at again. */
    static VmDelta of(PoolChange change, PlannerPool pool) {
        PlannerVm old = null;
        PlannerVm vm;
        if (change instanceof PoolChange.AddVm add) {
            vm = add.vm();
        } else if (change instanceof PoolChange.SetVm set) {
            old = pool.vm(set.index());
            vm = set.vm();
        } else {
            return null;
        }
        int from = old == null ? PlannerVm.NO_HOST : old.host();
        boolean waits = vm.host() < 0 && vm.protection() == Protection.PROTECTED;
        boolean moves = from >= 0 && vm.host() >= 0 && from != vm.host();
        int host = Math.max(from, vm.host());
        if (host < 0
                || host >= pool.hostCount()
                || waits
                || moves
                || !isSimple(vm)
                || (old != null && !isSimple(old))) {
            return null;
        }
        PoolArrays arrays = pool.arrays();
        long room = arrays.free(0, host);
        long roomAfter = room + (from >= 0 ? old.memoryMib() : 0) - (vm.host() >= 0 ? vm.memoryMib() : 0);
        // A host that is full may be overfull: what a stop would free there is not known from its room. And with more
        // memory free, another resource may run out first.
        if (!arrays.alive[host]
                || roomAfter < 0
                || (room == 0 && from >= 0)
                || (roomAfter > room && arrays.resourceCount > 1)) {
            return null;
        }
        return new VmDelta(
                host,
                roomAfter,
                from >= 0 && old.protection() != Protection.UNPROTECTED ? old.memoryMib() : 0,
                from >= 0 && old.protection() == Protection.PROTECTED,
                vm.host() >= 0 && vm.protection() != Protection.UNPROTECTED ? vm.memoryMib() : 0,
                vm.host() >= 0 && vm.protection() == Protection.PROTECTED,
                vm.protection() != Protection.UNPROTECTED && !arrays.sizes.has(vm.memoryMib()),
                old != null
                        && old.protection() != Protection.UNPROTECTED
                        && arrays.sizes.divideWithout(old.memoryMib())
                        && arrays.isOnlyOne(old.memoryMib()));
    }

    private static boolean isSimple(PlannerVm vm) {
        return vm.allowedHosts() == null
                && vm.group() < 0
                && vm.incomingHost() < 0
                && vm.resources().isEmpty();
    }
}
