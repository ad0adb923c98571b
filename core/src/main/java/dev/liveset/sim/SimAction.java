package dev.liveset.sim;

import dev.liveset.HostSet;
import java.util.Locale;

/**
 * One line of a timeline.
 *
 * @param atNanos when, in virtual time
 * @param verb what
 * @param host first host, -1 none
 * @param other second host, -1 none
 * @param set a set of hosts
 * @param number a number: of a VM, a percentage, a weight
 * @param forNanos how long a fault lasts, 0 for what has no end
 */
record SimAction(long atNanos, Verb verb, int host, int other, long set, int number, long forNanos) {
    static SimAction of(long atNanos, Verb verb) {
        return new SimAction(atNanos, verb, -1, -1, 0, 0, 0);
    }

    SimAction on(int first) {
        return new SimAction(atNanos, verb, first, other, set, number, forNanos);
    }

    SimAction and(int second) {
        return new SimAction(atNanos, verb, host, second, set, number, forNanos);
    }

    SimAction among(long hosts) {
        return new SimAction(atNanos, verb, host, other, hosts, number, forNanos);
    }

    SimAction number(int value) {
        return new SimAction(atNanos, verb, host, other, set, value, forNanos);
    }

    SimAction lasting(long nanos) {
        return new SimAction(atNanos, verb, host, other, set, number, nanos);
    }

    long endNanos() {
        return atNanos + forNanos;
    }

    /** The line as it stands in a timeline. */
    String line(int hostCount) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%.3f %s", atNanos / 1e9, verb.word()));
        Verb.Shape shape = verb.shape();
        if (shape == Verb.Shape.HOST_NUMBER) {
            return line.append(" h").append(host + 1).append(' ').append(number).toString();
        }
        if (shape.number) {
            line.append(' ').append(number);
        }
        if (shape.set) {
            line.append(' ').append(HostSet.format(set, hostCount));
        }
        if (shape.host) {
            line.append(" h").append(host + 1);
        }
        if (shape.other) {
            line.append(" h").append(other + 1);
        }
        if (shape.time) {
            line.append(String.format(Locale.ROOT, " for %.3f", forNanos / 1e9));
        }
        return line.toString();
    }
}
