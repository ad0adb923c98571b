package dev.liveset;

import java.util.Locale;

/**
 * One inequality that timings must satisfy, or had better satisfy.
 *
 * @param rule its name in PROTOCOL.md §3, R1 to R5
 * @param left what must be the greater, in words
 * @param leftNanos its value
 * @param orEqual whether equal will do
 * @param right what must be the smaller, in words
 * @param rightNanos its value
 * @param advice whether breaking it costs availability only, so that it is said but not refused
 * @param parameter the parameter whose change mends it with the least
 * @param mendedNanos the value of that parameter nearest to the present one with which it holds
 */
public record TimingRelation(
        String rule,
        String left,
        long leftNanos,
        boolean orEqual,
        String right,
        long rightNanos,
        boolean advice,
        Parameter parameter,
        long mendedNanos) {
    /** The parameters that a remedy may change. */
    public enum Parameter {
        t1,
        T1,
        t2,
        T2,
        Wh,
        Ws,
        Tboot,
        Tenable,
        PAUSE_BUDGET;

        /** As people write it. */
        public String words() {
            return this == PAUSE_BUDGET ? "the pause budget" : name();
        }
    }

    /** Whether the inequality is satisfied. */
    public boolean holds() {
        return orEqual ? leftNanos >= rightNanos : leftNanos > rightNanos;
    }

    /** The inequality with its numbers, and when it is broken the smallest change that mends it. */
    public String words() {
        String sign = orEqual ? ">=" : ">";
        String inequality = left + " " + sign + " " + right;
        if (holds()) {
            return String.format(
                    Locale.ROOT, "%s: %.3f s %s %.3f s", inequality, leftNanos / 1e9, sign, rightNanos / 1e9);
        }
        return String.format(
                Locale.ROOT,
                "%s, but %.3f s %s %.3f s; set %s to %.3f s",
                inequality,
                leftNanos / 1e9,
                orEqual ? "<" : "<=",
                rightNanos / 1e9,
                parameter.words(),
                mendedNanos / 1e9);
    }
}
