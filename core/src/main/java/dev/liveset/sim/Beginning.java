package dev.liveset.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How scenarios begin that are about a pool at rest: everybody is online, h1 is master, and VMs run. */
final class Beginning {
    /** When the pool is at rest. */
    static final double SECONDS = 19.5;

    /** More are not started in that time. */
    static final int MAX_VMS = 8;

    private Beginning() {}

    static List<String> lines(int hosts, int vms) {
        List<String> lines = new ArrayList<>();
        for (int host = 1; host <= hosts; host++) {
            add(lines, "0 power-on h%d", host);
        }
        // Whoever holds the master lock for now gives it up for h1.
        for (int host = 2; host <= hosts; host++) {
            add(lines, "5.5 yield-master h%d", host);
            add(lines, "8 ask-for-master h%d", host);
        }
        lines.add("9 enable-ha");
        lines.add("9 tolerate 1");
        for (int vm = 1; vm <= vms; vm++) {
            add(lines, "9 define-vm %d", vm);
            add(lines, "9 start-vm %d h%d", vm, (vm - 1) % hosts + 1);
        }
        lines.add("19 expect-online all");
        lines.add("19 expect-master h1");
        for (int vm = 1; vm <= vms; vm++) {
            add(lines, "19 expect-vm %d h%d", vm, (vm - 1) % hosts + 1);
        }
        return lines;
    }

    private static void add(List<String> lines, String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments));
    }
}
