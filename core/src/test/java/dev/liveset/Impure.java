package dev.liveset;

import java.time.Clock;
import java.time.Duration;

/** Does what a pure class must not do, so that {@link ArchitectureTest} can show that it notices. */
final class Impure {
    private Impure() {}

    static Duration noise(Clock clock) {
        return Duration.ofNanos(System.nanoTime() + clock.millis() + new java.util.Random().nextInt());
    }
}
