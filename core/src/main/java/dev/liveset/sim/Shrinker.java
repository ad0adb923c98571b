package dev.liveset.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes a schedule that fails as short as it can be: drops lines while the same checker still complains. */
final class Shrinker {
    private static final int MOST_RUNS = 120;
    /** Without these there is no pool to fail. */
    private static final Set<Verb> SETUP = EnumSet.of(Verb.POWER_ON, Verb.ENABLE_HA, Verb.TOLERATE, Verb.DEFINE_VM);

    private final PlantedBug bug;
    private int runs;

    Shrinker(PlantedBug bug) {
        this.bug = bug;
    }

    Schedule shrink(Schedule failing, Violation violation) {
        Schedule shortest = failing;
        boolean shorter = true;
        while (shorter && runs < MOST_RUNS) {
            shorter = false;
            for (int i = shortest.actions().size() - 1; i >= 0 && runs < MOST_RUNS; i--) {
                if (SETUP.contains(shortest.actions().get(i).verb())) {
                    continue;
                }
                List<SimAction> fewer = new ArrayList<>(shortest.actions());
                fewer.remove(i);
                Schedule candidate = shortest.withActions(fewer);
                if (stillFails(candidate, violation)) {
                    shortest = candidate;
                    shorter = true;
                }
            }
        }
        return shortest;
    }

    private boolean stillFails(Schedule candidate, Violation violation) {
        runs++;
        Violation found = new ScheduleRunner(candidate, bug, false).run().violation();
        return found != null
                && found.checker().equals(violation.checker())
                && withoutNumbers(found.sentence()).equals(withoutNumbers(violation.sentence()));
    }

    private static String withoutNumbers(String sentence) {
        return sentence.replaceAll("[0-9]+", "#");
    }
}
