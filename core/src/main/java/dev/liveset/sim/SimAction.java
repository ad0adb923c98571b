package dev.liveset.sim;

import dev.liveset.HostSet;
import java.math.BigDecimal;

/**
 * One line of a timeline.
 *
 * @param atNanos when, in virtual time
 * @param verb what
 * @param host first host, -1 none
 * @param other second host, -1 none
 * @param set a set of hosts
 * @param number a number: of a VM, a percentage, a weight
 * @param word a word: a code, an answer; null none
 * @param forNanos how long a fault lasts, 0 for what has no end
 * @param trigger the moment it waits for from then on, null for none
 */
record SimAction(
        long atNanos,
        Verb verb,
        int host,
        int other,
        long set,
        int number,
        String word,
        long forNanos,
        Trigger trigger) {
    /**
     * A moment in the life of a host, or so much later.
     *
     * @param afterNanos so much
     */
    record Trigger(int host, Moment moment, long afterNanos) {
        /** As it stands in a timeline. */
        String words() {
            String later = afterNanos == 0 ? "" : " +" + seconds(afterNanos);
            return "h" + (host + 1) + " " + moment.word() + later;
        }
    }

    static SimAction of(long atNanos, Verb verb) {
        return new SimAction(atNanos, verb, -1, -1, 0, 0, null, 0, null);
    }

    SimAction on(int first) {
        return new SimAction(atNanos, verb, first, other, set, number, word, forNanos, trigger);
    }

    SimAction and(int second) {
        return new SimAction(atNanos, verb, host, second, set, number, word, forNanos, trigger);
    }

    SimAction among(long hosts) {
        return new SimAction(atNanos, verb, host, other, hosts, number, word, forNanos, trigger);
    }

    SimAction number(int value) {
        return new SimAction(atNanos, verb, host, other, set, value, word, forNanos, trigger);
    }

    SimAction lasting(long nanos) {
        return new SimAction(atNanos, verb, host, other, set, number, word, nanos, trigger);
    }

    SimAction word(String text) {
        return new SimAction(atNanos, verb, host, other, set, number, text, forNanos, trigger);
    }

    SimAction when(Trigger moment) {
        return new SimAction(atNanos, verb, host, other, set, number, word, forNanos, moment);
    }

    long endNanos() {
        return atNanos + forNanos;
    }

    /** The line as it stands in a timeline. */
    String line(int hostCount) {
        StringBuilder line = new StringBuilder(seconds(atNanos) + " ");
        if (trigger != null) {
            line.append("when ").append(trigger.words()).append(' ');
        }
        return line.append(words(hostCount)).toString();
    }

    /** The verb and its arguments. */
    String words(int hostCount) {
        StringBuilder line = new StringBuilder(verb.word());
        for (char argument : verb.shape().arguments.toCharArray()) {
            line.append(' ')
                    .append(
                            switch (argument) {
                                case 'h' -> "h" + (host + 1);
                                case 'o' -> "h" + (other + 1);
                                case 's' -> HostSet.format(set, hostCount);
                                case 'n' -> String.valueOf(number);
                                case 'w' -> word;
                                default -> "for " + seconds(forNanos);
                            });
        }
        return line.toString();
    }

    /** To the nanosecond, without zeros that say nothing. */
    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }
}
