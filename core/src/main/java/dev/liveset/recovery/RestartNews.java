package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.HashSet;
import java.util.Set;

/** Tells once per VM that it should run and does not, until it recovers. */
final class RestartNews {
    private final Set<VmId> told = new HashSet<>();

    void clear() {
        told.clear();
    }

    void failed(VmId vm, String why, RecoveryActions actions) {
        if (told.add(vm)) {
            actions.restartFailed(vm, why);
        }
    }

    void recovered(VmId vm) {
        told.remove(vm);
    }
}
