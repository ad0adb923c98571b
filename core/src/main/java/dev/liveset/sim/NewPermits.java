package dev.liveset.sim;

import dev.liveset.VmId;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.VmRecord;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Tells which permits of a table no table before it had. */
final class NewPermits {
    private record Given(VmId vm, Permit permit) {}

    private final Set<Given> given = new HashSet<>();

    /** Calls with every VM and permit that is new; a permit that orders a move stays known when it becomes the assignment. */
    void of(PoolTable table, BiConsumer<VmRecord, Permit> each) {
        for (VmRecord vm : table.vms()) {
            if (vm.assignment() != null && given.add(new Given(vm.vm(), vm.assignment()))) {
                each.accept(vm, vm.assignment());
            }
            if (vm.move() != null && given.add(new Given(vm.vm(), vm.move()))) {
                each.accept(vm, vm.move());
            }
        }
    }
}
