package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever recovery decides by must wake it when it changes, else it would go on with what was true before. */
class ViewMemoryTest {
    private static RecoveryView view() {
        RecoveryView view = new RecoveryView();
        view.hostCount = 2;
        return view;
    }

    @Test
    void shouldNoticeEveryChangeOnceAndOnlyOnce() {
        List<Consumer<RecoveryView>> changes = List.of(
                view -> view.online = true,
                view -> view.statefileUsable = true,
                view -> view.watchdogTimeoutMillis = 2000,
                view -> view.liveset = 0b11,
                view -> view.silentHosts = 0b10,
                view -> view.lockHolder = 0,
                view -> view.leftNanos[1] = 1,
                view -> view.incarnation[1] = 1,
                view -> view.regionSequence[1] = 1,
                view -> view.leftNanos[0] = 1,
                view -> view.incarnation[0] = 1,
                view -> view.regionSequence[0] = 1);
        RecoveryView view = view();
        ViewMemory memory = new ViewMemory();
        memory.keep(view);
        for (int i = 0; i < changes.size(); i++) {
            assertFalse(memory.isChanged(view));
            changes.get(i).accept(view);
            assertTrue(memory.isChanged(view), "change " + i);
            memory.keep(view);
        }
        assertFalse(memory.isChanged(view));
    }

    @Test
    void shouldNotWakeForTimeAlone() {
        RecoveryView view = view();
        ViewMemory memory = new ViewMemory();
        memory.keep(view);
        view.nowNanos = 1_000_000_000L;
        assertFalse(memory.isChanged(view));
    }
}
