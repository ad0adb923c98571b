package dev.liveset.examples.lab;

import dev.liveset.examples.host.Message;
import java.util.List;

/** Asks the lab's hosts why something was decided about one of them, and tells it. */
final class LabWhy {
    private static final double LIMIT_SECONDS = 10;

    private final Lab lab;
    private final Report report;

    LabWhy(Lab lab, Report report) {
        this.lab = lab;
        this.report = report;
    }

    /** Until a survivor knows one of these codes of the victim; then everything that it knows since the wall-clock time. */
    void survivors(Machine victim, long sinceMillis, String... codes) throws LabFailure {
        Machine survivor = lab.machines().stream()
                .filter(machine -> machine != victim && machine.online())
                .findFirst()
                .orElse(victim);
        await(survivor, victim, sinceMillis, codes);
    }

    /** The same of what the victim itself knows after its reboot. */
    void itself(Machine victim, long sinceMillis, String... codes) throws LabFailure {
        await(victim, victim, sinceMillis, codes);
    }

    private void await(Machine asked, Machine about, long sinceMillis, String... codes) throws LabFailure {
        String whose = asked == about ? "itself" : about.name;
        lab.await(
                asked.name + " can tell why of " + whose,
                LIMIT_SECONDS,
                System.nanoTime(),
                () -> tells(lines(asked, about, sinceMillis), codes));
        lines(asked, about, sinceMillis).forEach(report::did);
    }

    private static boolean tells(List<String> lines, String... codes) {
        for (String code : codes) {
            if (lines.stream().anyMatch(line -> line.contains(" told " + code + ": "))) {
                return true;
            }
        }
        return false;
    }

    private List<String> lines(Machine asked, Machine about, long sinceMillis) {
        Message answer = lab.ask(asked, "why", "host", about.index, "since", sinceMillis);
        return answer == null
                ? List.of()
                : answer.fields().entrySet().stream()
                        .filter(field -> field.getKey().startsWith("why"))
                        .map(field -> "why, by " + asked.name + ": " + field.getValue())
                        .toList();
    }
}
