package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.VmId;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.VmRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What cannot be is refused where it is said, not by a start that has taken its ports already. */
class LivesetHostBuilderTest {
    private static final Hypervisor NONE = new Hypervisor() {
        @Override
        public Set<VmId> running() {
            return Set.of();
        }

        @Override
        public void start(VmRecord vm, Permit permit) {}

        @Override
        public void stop(VmId vm, Permit permit) {}
    };

    @Test
    void shouldRefuseAnAmountThatCannotBe() {
        List<Consumer<LivesetHost.Builder>> mistakes = List.of(
                builder -> builder.maxVms(0),
                builder -> builder.hypervisor(NONE, -1),
                builder -> builder.hypervisorCalls(0),
                builder -> builder.hypervisorDeadline(Duration.ZERO),
                builder -> builder.hypervisorDeadline(Duration.ofSeconds(-1)));
        for (Consumer<LivesetHost.Builder> mistake : mistakes) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> mistake.accept(LivesetHost.builder()));
            assertTrue(refused.getMessage().contains(" is at least "), refused.getMessage());
        }
        assertThrows(
                ArithmeticException.class, () -> LivesetHost.builder().hypervisorDeadline(Duration.ofDays(200_000)));
    }

    @Test
    void shouldRefuseNothingInPlaceOfAPort() {
        List<Consumer<LivesetHost.Builder>> mistakes = List.of(
                builder -> builder.listener(null),
                builder -> builder.keys(null),
                builder -> builder.planner(null),
                builder -> builder.hypervisorDeadline(null));
        for (Consumer<LivesetHost.Builder> mistake : mistakes) {
            assertThrows(NullPointerException.class, () -> mistake.accept(LivesetHost.builder()));
        }
    }
}
