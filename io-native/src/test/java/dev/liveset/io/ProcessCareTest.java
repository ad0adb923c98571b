package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProcessCareTest {
    @Test
    void shouldRunTheCallingThreadFirstAndNoOtherOrSayWhyNot() throws Exception {
        AtomicReference<Optional<String>> refused = new AtomicReference<>();
        int[] policy = {-1};
        Thread lane = new Thread(() -> {
            refused.set(ProcessCare.runFirst(1));
            policy[0] = ProcessCare.policy();
        });
        lane.start();
        lane.join();
        assertEquals(refused.get().isEmpty() ? 2 : 0, policy[0]);
        refused.get().ifPresent(why -> assertTrue(why.contains("LimitRTPRIO=1"), why));
        assertEquals(0, ProcessCare.policy());
        assertThrows(IllegalArgumentException.class, () -> ProcessCare.runFirst(0));
    }

    @Test
    void shouldBeKilledLaterThanOthersOrSayWhyNot() throws Exception {
        Path score = Path.of("/proc/self/oom_score_adj");
        String before = Files.readString(score).strip();
        Optional<String> refused = ProcessCare.outliveOthers(Integer.parseInt(before)); // What it is: nothing to undo.
        assertEquals(Optional.empty(), refused);
        assertEquals(before, Files.readString(score).strip());
        assertThrows(IllegalArgumentException.class, () -> ProcessCare.outliveOthers(-1001));
    }

    @Test
    void shouldCountTheTimeSinceBootWithEverySuspensionInIt() {
        BootClock clock = new BootClock();
        long before = System.nanoTime();
        long first = clock.getAsLong();
        long second = clock.getAsLong();
        long after = System.nanoTime();
        assertTrue(second >= first && second - first <= after - before);
        assertTrue(first >= before, "less than without suspensions");
    }
}
