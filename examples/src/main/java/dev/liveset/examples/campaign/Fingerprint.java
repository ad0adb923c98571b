package dev.liveset.examples.campaign;

import dev.liveset.sim.RunReport;
import dev.liveset.sim.Simulation;
import java.util.Locale;
import java.util.Objects;

/** Tells simulators apart that do not do the same with the same seed, by what some schedules come to. */
public final class Fingerprint {
    private static final int SCHEDULES = 3;

    private Fingerprint() {}

    /** Runs some schedules from this seed on. */
    public static String of(Simulation simulation, long seed) {
        int hash = 0;
        for (long each = seed; each < seed + SCHEDULES; each++) {
            RunReport report = simulation.run(each);
            hash = 31 * hash
                    + Objects.hash(
                            report.events(),
                            report.simulatedNanos(),
                            report.restNanos(),
                            report.coverage().counts());
        }
        return String.format(Locale.ROOT, "simulator=%08x", hash);
    }
}
