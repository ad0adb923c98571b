package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks go bad under the sections of hosts that die, reboot, stand still, hang or are cut off: never drawn elsewhere. */
class BadBlockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SEEDS = Integer.getInteger("liveset.badblocks", 16);
    private static final long FIRST = Long.getLong("liveset.badblocks.first", 1);

    /** What may happen to the host under whose section the block goes bad. */
    private static final List<Verb> ENDS = List.of(
            Verb.POWER_OFF,
            Verb.POWER_OFF,
            Verb.POWER_OFF,
            Verb.RESET,
            Verb.CRASH_AGENT,
            Verb.FREEZE,
            Verb.SUSPEND,
            Verb.SUSPEND_STILL,
            Verb.CUT_NETWORK,
            Verb.HANG_STORAGE,
            Verb.FAIL_STORAGE);

    /** What may happen to the survivors, who are to overwrite it. */
    private static final List<Verb> MEANWHILE = List.of(
            Verb.DELAY_WRITES,
            Verb.DELAY_WRITES,
            Verb.TEAR_WRITES,
            Verb.SLOW_STORAGE,
            Verb.STALL_WRITE,
            Verb.FREEZE,
            Verb.FREEZE_IN_STEP,
            Verb.HANG_STORAGE,
            Verb.CUT_NETWORK,
            Verb.RESET);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void shouldKeepEveryRuleAndComeToRestWhenBlocksGoBadUnderHostsThatGo(int hosts) {
        Coverage coverage = new Coverage();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Schedule schedule = schedule(hosts, seed);
            RunReport report = new ScheduleRunner(schedule, PlantedBug.NONE, false).run();
            coverage.addAll(report.coverage());
            String told = "seed " + seed + "\n" + String.join("\n", Timeline.format(schedule.actions(), hosts));
            assertNull(report.violation(), () -> report.violation() + " " + told);
        }
        assertTrue(
                coverage.count("notice SectionOverwritten") > SEEDS / 3,
                () -> coverage.counts().toString());
        assertTrue(coverage.count("evictions") > SEEDS, () -> coverage.counts().toString());
    }

    /** The random schedules that everybody plays, with blocks that go bad in the midst of them. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void shouldKeepEveryRuleWhenBlocksGoBadInAnySchedule(int hosts) {
        for (long seed = FIRST; seed < FIRST + SEEDS / 2; seed++) {
            Schedule drawn = Schedule.random(SimPools.fast(hosts), SimSettings.rough(), seed);
            SimRandom random = new SimRandom(seed);
            List<SimAction> actions = new ArrayList<>(drawn.actions());
            for (long at = SECOND; at < drawn.endOfFaultsNanos() - SECOND; at += random.between(SECOND, 6 * SECOND)) {
                actions.add(SimAction.of(at, Verb.BAD_BLOCK).on(random.below(hosts)));
            }
            RunReport report = run(drawn, actions);
            assertNull(report.violation(), "seed " + seed);
        }
    }

    /** Two silences and what lies between them: whoever dies, and whenever its block goes bad. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void shouldRestartTheVmsOfADeadHostWhileItIsStillOff(int hosts) {
        for (int seed = 1; seed <= SEEDS / 2; seed++) {
            SimRandom random = new SimRandom(seed);
            int dead = 1 + random.below(hosts);
            double died = 20 + random.below(3_000) / 1e3;
            double broke = died + random.below(5_000) / 1e3 - 0.5;
            List<String> lines = new ArrayList<>(Beginning.lines(hosts, hosts));
            lines.add(String.format(Locale.ROOT, "%.3f power-off h%d for 90", died, dead));
            lines.add(String.format(Locale.ROOT, "%.3f bad-block h%d", broke, dead));
            lines.add("42 expect-online all-but-h" + dead);
            lines.add("42 expect-starts " + dead + " 2");
            lines.add("42 expect-vm-among " + dead + " all-but-h" + dead);
            lines.add("130 expect-online all");
            lines.add("130 expect-died h" + dead);
            RunReport report = new Simulation(SimPools.fast(hosts), SimSettings.calm()).play(lines, seed);
            assertNull(report.violation(), () -> String.join("\n", report.story()));
        }
    }

    /**
     * A host whose own cable is cut and who alone cannot read the other's section takes itself for the survivor, as the other
     * does: it overwrites, again and again, what a living host writes, which stalls as long as it may.
     */
    @Test
    void shouldRemoveNobodyWhoLivesWhileOneWhoIsBlindOverwritesWhatItWrites() {
        long overwritten = 0;
        for (long seed = FIRST; seed < FIRST + 2L * SEEDS; seed++) {
            SimRandom random = new SimRandom(seed);
            List<SimAction> actions = new ArrayList<>(Timeline.parse(Beginning.lines(2, 2), 2));
            long at = 20 * SECOND;
            actions.add(SimAction.of(at, Verb.CUT_NETWORK).on(0).lasting(18 * SECOND));
            long blind = at - random.between(0, SECOND);
            while (blind < at + 16 * SECOND) {
                long seconds = random.between(4 * SECOND, 12 * SECOND);
                actions.add(SimAction.of(blind, Verb.BLIND).on(0).and(1).lasting(seconds));
                blind += seconds + random.between(SECOND / 10, SECOND);
            }
            for (long stall = at + 2 * SECOND; stall < at + 16 * SECOND; stall += random.between(0, 3 * SECOND)) {
                long nanos = random.between(SECOND / 2, 3 * SECOND);
                actions.add(SimAction.of(stall, Verb.HANG_STORAGE).on(1).lasting(nanos));
                stall += nanos;
            }
            actions.sort(Comparator.comparingLong(SimAction::atNanos));
            Schedule schedule =
                    new Schedule(SimPools.fast(2), SimSettings.calm(), seed, Plot.SCATTERED, actions, at + 20 * SECOND);
            RunReport report = new ScheduleRunner(schedule, PlantedBug.NONE, true).run();
            assertNull(report.violation(), () -> String.join("\n", report.story()));
            overwritten += report.coverage().count("notice SectionOverwritten");
        }
        assertTrue(overwritten > SEEDS, "overwritten " + overwritten + " times");
    }

    private static RunReport run(Schedule drawn, List<SimAction> actions) {
        actions.sort(Comparator.comparingLong(SimAction::atNanos));
        Schedule schedule = new Schedule(
                drawn.pool(), drawn.settings(), drawn.seed(), Plot.SCATTERED, actions, drawn.endOfFaultsNanos());
        return new ScheduleRunner(schedule, PlantedBug.NONE, false).run();
    }

    private static Schedule schedule(int hosts, long seed) {
        SimRandom random = new SimRandom(seed * 64 + hosts);
        List<String> beginning = new ArrayList<>(Beginning.lines(hosts, hosts));
        beginning.removeIf(line -> line.contains("expect"));
        List<SimAction> actions = new ArrayList<>(Timeline.parse(beginning, hosts));
        long at = 20 * SECOND;
        for (int story = 2 + random.below(3); story > 0; story--) {
            at = addStory(random, hosts, at, actions);
        }
        actions.sort(Comparator.comparingLong(SimAction::atNanos));
        return new Schedule(SimPools.fast(hosts), SimSettings.rough(), seed, Plot.SCATTERED, actions, at);
    }

    /** A host goes, its block goes bad around then, or again and again, and the survivors meet their own troubles when it is their turn. */
    private static long addStory(SimRandom random, int hosts, long begin, List<SimAction> actions) {
        int lost = random.below(hosts);
        Verb end = ENDS.get(random.below(ENDS.size()));
        long lasting = random.between(SECOND, (end == Verb.POWER_OFF ? 30 : 10) * SECOND);
        add(actions, SimAction.of(begin, end).on(lost), lasting);
        for (int blocks = 1 + random.below(4); blocks > 0; blocks--) {
            long broken = begin - SECOND + random.between(0, 12 * SECOND);
            boolean dies = random.chance(0.15);
            SimAction action = SimAction.of(broken, dies ? Verb.DEAD_BLOCK : Verb.BAD_BLOCK);
            add(
                    actions,
                    action.on(random.chance(0.9) ? lost : random.below(hosts)),
                    random.between(SECOND, 12 * SECOND));
        }
        for (int blind = hosts > 1 ? random.below(3) : 0; blind > 0; blind--) {
            SimAction action = SimAction.of(begin - SECOND + random.between(0, 10 * SECOND), Verb.BLIND);
            int reader = (lost + 1 + random.below(hosts - 1)) % hosts;
            add(actions, action.on(reader).and(lost), random.between(SECOND / 2, 16 * SECOND));
        }
        for (int troubles = random.below(4); troubles > 0; troubles--) {
            Verb verb = MEANWHILE.get(random.below(MEANWHILE.size()));
            long from = begin + random.between(3 * SECOND, 12 * SECOND);
            add(actions, SimAction.of(from, verb).on(random.below(hosts)), random.between(SECOND / 5, 4 * SECOND));
        }
        if (random.chance(0.3) && hosts > 1) {
            long side = 1L + random.below((1 << hosts) - 2);
            SimAction split = SimAction.of(begin + random.between(0, 10 * SECOND), Verb.SPLIT)
                    .among(side);
            add(actions, split, random.between(SECOND, 8 * SECOND));
        }
        return begin + random.between(14 * SECOND, 40 * SECOND);
    }

    private static void add(List<SimAction> actions, SimAction action, long nanos) {
        actions.add(action.verb().shape().time ? action.lasting(nanos) : action);
    }
}
