package dev.liveset.sim;

import java.util.Locale;

/**
 * A rule that did not hold in the simulated world.
 *
 * @param checker name of the checker that saw it
 * @param sentence what it saw
 * @param step number of agent steps until then
 * @param atNanos virtual time
 */
public record Violation(String checker, String sentence, long step, long atNanos) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at %.3f s, step %d: %s", checker, atNanos / 1e9, step, sentence);
    }
}
