package dev.liveset.failover;

import java.util.HashMap;
import java.util.Map;

/** Argument checks shared by the inputs of the planner; every message says what to give instead. */
final class Checks {

    /** Largest amount of a resource: sums over thousands of VMs stay far from the end of a long. */
    static final long MAX_AMOUNT = 1L << 40;

    private Checks() {}

    static void name(String name, String what) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a " + what + " has no name; give one that is not blank");
        }
    }

    static void amount(long value, String what) {
        if (value < 0 || value > MAX_AMOUNT) {
            throw new IllegalArgumentException(what + " is " + value + "; give 0 to " + MAX_AMOUNT);
        }
    }

    static Map<String, Long> resources(Map<String, Long> resources, String owner) {
        resources.forEach((name, value) -> {
            name(name, "resource of " + owner);
            amount(value, name + " of " + owner);
        });
        return Map.copyOf(resources);
    }

    static Map<String, Long> added(Map<String, Long> resources, String name, long value) {
        Map<String, Long> all = new HashMap<>(resources);
        all.put(name, value);
        return all;
    }
}
