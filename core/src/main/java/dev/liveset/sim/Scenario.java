package dev.liveset.sim;

import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One story of a pool that somebody wrote: a pool, a timeline with what is expected of it, and the rule that is broken on
 * purpose, if any. A folder of setup and timeline may describe several, see {@link #of}.
 *
 * @param name what tells it from the others of its folder; empty when it is the only one
 * @param pool the pool
 * @param seed decides what the timeline leaves open, such as how long a boot takes
 * @param bug the rule that every host breaks
 * @param brokenBy the checkers of which one must see that; empty when every rule must hold
 * @param timeline its lines
 * @param beginSeconds when the story begins that the timeline is about
 */
public record Scenario(
        String name,
        PoolConfig pool,
        SimSettings settings,
        long seed,
        PlantedBug bug,
        Set<String> brokenBy,
        List<String> timeline,
        double beginSeconds) {
    private static final Set<String> KEYS = Set.of(
            "hosts", "seed", "vms", "networks", "late-writes", "timings", "policy", "power", "rule", "broken-by");
    private static final String EACH = "each.";
    private static final int MANY_HOSTS = 8;

    public Scenario {
        timeline = List.copyOf(timeline);
        brokenBy = Set.copyOf(brokenBy);
    }

    /**
     * Reads a folder. Setup: {@code hosts} (one number or several: a scenario for each), {@code seed}, {@code vms} (so many
     * VMs run from the beginning, vm1 on h1 and so on, or {@code each} for one a host; h1 is master; without it the timeline
     * begins with hosts that are off), {@code networks}, {@code late-writes} (so many seconds
     * later a delayed write lands at most), {@code timings} ({@code fast}, or the {@code original}'s defaults), {@code policy}
     * ({@code xenserver} or {@code majority}), {@code power} ({@code none}, or {@code fenced}: every host has a power fencer), {@code each.NAME} (values for {@code $NAME} in the timeline,
     * between commas or blanks: a scenario for each), {@code rule} with {@code broken-by} (a further scenario in which every host breaks this rule and
     * one of these checkers must see it). Throws {@link LivesetException} that says what cannot be understood.
     */
    public static List<Scenario> of(Map<String, String> setup, List<String> timeline) {
        for (String key : setup.keySet()) {
            if (!KEYS.contains(key) && !key.startsWith(EACH)) {
                throw invalid("The setup's key '" + key + "' is not known; known are " + KEYS + " and each.NAME");
            }
        }
        List<Map<String, String>> choices = choices(setup);
        List<Scenario> scenarios = new ArrayList<>();
        for (Map<String, String> choice : choices) {
            Scenario scenario = of(setup, choice, name(setup, choice), timeline);
            scenarios.add(scenario);
            if (setup.containsKey("rule")) {
                scenarios.add(scenario.withBug(
                        bug(setup), Set.of(setup.getOrDefault("broken-by", "").split("\\s+", -1))));
            }
        }
        return scenarios;
    }

    private static Scenario of(
            Map<String, String> setup, Map<String, String> choice, String name, List<String> timeline) {
        int hosts = number("hosts", choice.get("hosts"), 1, 64);
        int networks = number("networks", setup.getOrDefault("networks", "1"), 1, 8);
        int late = number("late-writes", setup.getOrDefault("late-writes", "1"), 0, 3_600);
        String vms = setup.get("vms");
        int vmCount = vms == null ? 0 : vms.equals("each") ? hosts : number("vms", vms, 0, Beginning.MAX_VMS);
        List<String> lines = new ArrayList<>(vms == null ? List.of() : Beginning.lines(hosts, vmCount));
        for (String line : timeline) {
            String text = line;
            for (Map.Entry<String, String> each : choice.entrySet()) {
                text = text.replace("$" + each.getKey(), each.getValue());
            }
            lines.add(text);
        }
        return new Scenario(
                name,
                pool(setup.getOrDefault("timings", "fast"), hosts)
                        .withPolicy(policy(setup.getOrDefault("policy", "xenserver"))),
                settings(setup.getOrDefault("power", "none"))
                        .withNetworks(networks)
                        .withLateWrites(Duration.ofSeconds(late)),
                number("seed", setup.getOrDefault("seed", "1"), 0, Integer.MAX_VALUE),
                PlantedBug.NONE,
                Set.of(),
                lines,
                vms == null ? 0 : Beginning.SECONDS);
    }

    private Scenario withBug(PlantedBug planted, Set<String> checkers) {
        String other = name.isEmpty() ? planted.words() : name + "-" + planted.words();
        return new Scenario(other, pool, settings, seed, planted, checkers, timeline, beginSeconds);
    }

    /** Every combination of a number of hosts and a value of each variable. */
    private static List<Map<String, String>> choices(Map<String, String> setup) {
        Map<String, String> variables = new TreeMap<>();
        setup.forEach((key, values) -> {
            if (key.startsWith(EACH)) {
                variables.put(key.substring(EACH.length()), values);
            }
        });
        variables.put("hosts", setup.getOrDefault("hosts", "3"));
        List<Map<String, String>> choices = List.of(Map.of());
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> choice : choices) {
                for (String value : variable.getValue()
                        .strip()
                        .split(variable.getValue().contains(",") ? "\\s*,\\s*" : "\\s+", -1)) {
                    Map<String, String> next = new TreeMap<>(choice);
                    next.put(variable.getKey(), value);
                    longer.add(next);
                }
            }
            choices = longer;
        }
        return choices;
    }

    /** The values of what has several. */
    private static String name(Map<String, String> setup, Map<String, String> choice) {
        List<String> words = new ArrayList<>();
        choice.forEach((key, value) -> {
            if (!key.equals("hosts")) {
                words.add(value.replace(' ', '-'));
            } else if (!setup.getOrDefault("hosts", value).strip().equals(value)) {
                words.add(value + "-hosts");
            }
        });
        return String.join("-", words);
    }

    private static PlantedBug bug(Map<String, String> setup) {
        for (PlantedBug bug : PlantedBug.values()) {
            if (bug.words().equals(setup.get("rule"))) {
                return bug;
            }
        }
        throw invalid("There is no rule '" + setup.get("rule") + "' to be broken");
    }

    private static PoolConfig pool(String timings, int hosts) {
        return switch (timings) {
            case "fast" -> SimPools.fast(hosts);
            case "original" -> SimPools.original(hosts);
            default -> throw invalid("The setup's timings are '" + timings + "' and must be fast or original");
        };
    }

    private static SimSettings settings(String power) {
        return switch (power) {
            case "none" -> SimSettings.calm();
            case "fenced" -> SimSettings.calm().withPowerFencers();
            default -> throw invalid("The setup's power is '" + power + "' and must be none or fenced");
        };
    }

    private static PoolConfig.Policy policy(String name) {
        for (PoolConfig.Policy policy : PoolConfig.Policy.values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(name)) {
                return policy;
            }
        }
        throw invalid("The setup's policy is '" + name + "' and must be xenserver or majority");
    }

    private static int number(String key, String text, int least, int most) {
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most) {
            return Integer.parseInt(text);
        }
        throw invalid(String.format(
                Locale.ROOT, "The setup's %s is '%s' and must be a number from %d to %d", key, text, least, most));
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(LivesetException.Code.INVALID_CONFIG, sentence + ".");
    }

    /** Plays it; the report's violation tells the first rule or expectation that did not hold. */
    public RunReport play() {
        return new Simulation(pool, settings).withBug(bug).play(timeline, seed);
    }

    /** Whether the report is as the scenario wants it: no violation, or one by a checker that must see the broken rule. */
    public boolean holds(RunReport report) {
        Violation violation = report.violation();
        return brokenBy.isEmpty() ? violation == null : violation != null && brokenBy.contains(violation.checker());
    }

    /** The turns of the story, short enough to be read; more so for many hosts. */
    public List<String> history(RunReport report) {
        return Story.turns(report.story(), beginSeconds, pool.hostCount() > MANY_HOSTS);
    }
}
