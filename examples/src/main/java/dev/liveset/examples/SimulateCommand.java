package dev.liveset.examples;

import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.examples.campaign.Campaign;
import dev.liveset.examples.campaign.CampaignFile;
import dev.liveset.examples.campaign.CampaignPlan;
import dev.liveset.examples.campaign.CampaignReport;
import dev.liveset.examples.campaign.CampaignTotals;
import dev.liveset.examples.campaign.Fingerprint;
import dev.liveset.examples.campaign.PoolSizes;
import dev.liveset.sim.CoverageGoals;
import dev.liveset.sim.PlantedBug;
import dev.liveset.sim.SimPools;
import dev.liveset.sim.SimSettings;
import dev.liveset.sim.Simulation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs random schedules of a simulated pool and tells every rule that did not hold. */
@Command(
        name = "simulate",
        description = {
            "Simulates a pool under random faults, in virtual time: every seed is one schedule of start, join, VMs, at"
                    + " least three faults, and rest, with the rules checked at every change. With several pool"
                    + " sizes each gets its share of the schedules.",
            "A long run notes in a --campaign file what is done: stopped by Ctrl-C or worse, the same command goes on"
                    + " where it was, and a larger --schedules adds to it.",
            "What happened is counted, the branches of the rules and the codes of starts and verdicts among it; what never"
                    + " did says so. A run of at least 20,000 schedules that covers pools of at least 5 hosts fails then.",
            "The last line counts: schedules=... violations=... simulatedSeconds=... wallSeconds=..."
        },
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    /** Failing schedules that are told at length. */
    private static final int STORIES = 3;

    @Spec
    private CommandSpec command;

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = "--hosts",
            paramLabel = "N[-M]",
            description = "Hosts of the pool, 2 to 64, or of pools of several sizes, as 2-8 (default: 3).")
    private String hosts;

    @Option(names = "--pool", paramLabel = "FILE", description = "Simulate this pool, with its timings.")
    private Path pool;

    @Option(
            names = "--networks",
            paramLabel = "N",
            defaultValue = "1",
            description = "Networks between them (default: 1).")
    private int networks;

    @Option(names = "--schedules", paramLabel = "K", defaultValue = "1000", description = "How many (default: 1000).")
    private long schedules;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "The first seed (default: 1).")
    private long seed;

    @Option(names = "--threads", paramLabel = "T", description = "How many at once (default: one a processor).")
    private Integer threads;

    @Option(
            names = "--campaign",
            paramLabel = "FILE",
            description = "Note in this file what is done, and go on from what it says.")
    private Path campaignFile;

    @Option(
            names = "--mixed",
            description =
                    "Put models of XenServer's own daemon beside our hosts, on whichever hosts the seed says; only what"
                            + " ours may be blamed for counts.")
    private boolean mixed;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "Who of a broken pool goes on: ${COMPLETION-CANDIDATES} (default: XENSERVER).")
    private PoolConfig.Policy policy;

    @Option(
            names = "--power-fencers",
            description =
                    "Give every host a power fencer, which now and then is late, hangs, refuses, or sees nothing.")
    private boolean powerFencers;

    @Option(
            names = "--bug",
            paramLabel = "NAME",
            description = "Plant a bug in every host and see it caught: ${COMPLETION-CANDIDATES}.")
    private PlantedBug bug = PlantedBug.NONE;

    @Option(
            names = "--scenario",
            paramLabel = "FOLDER",
            description = {
                "Play this folder instead, print its history, and say whether what it expects held. It has a"
                        + " setup.properties (hosts = 3, vms = 3) and a timeline.txt (a line is: seconds verb arguments)."
            })
    private Path scenario;

    @Option(
            names = "--everything",
            description = "With --scenario: print every line of the history, not only its turns.")
    private boolean everything;

    @Override
    public Integer call() throws InterruptedException {
        log.apply();
        if (scenario != null) {
            return ScenarioFolder.read(scenario).play(command.commandLine().getOut(), everything) == 0 ? 0 : 1;
        }
        if (networks < 1 || networks > 8) {
            throw invalid("Give 1 to 8 networks.");
        }
        if (schedules < 1 || (threads != null && threads < 1)) {
            throw invalid("Give at least one schedule and one thread.");
        }
        if (mixed && pool != null) {
            throw invalid("A mixed pool has timings of its own; give no --pool with --mixed.");
        }
        if (mixed && policy == PoolConfig.Policy.MAJORITY) {
            throw invalid("A mixed pool lives by XenServer's rules; give no --policy with --mixed.");
        }
        if (mixed && powerFencers) {
            throw invalid("In a mixed pool everybody waits as long as XenServer's daemon; give no --power-fencers.");
        }
        PoolConfig given = pool == null ? null : given();
        PoolSizes sizes =
                given != null ? PoolSizes.of(given.hostCount()) : PoolSizes.parse(hosts == null ? "3" : hosts);
        IntFunction<Simulation> simulations =
                size -> mixed ? mixed(size) : simulation(given == null ? SimPools.fast(size) : given);
        CampaignPlan plan = new CampaignPlan(sizes.fewest(), sizes.most(), seed, schedules);
        long began = System.nanoTime();
        CampaignTotals totals = run(plan, simulations);
        PrintWriter out = command.commandLine().getOut();
        List<CampaignTotals.Failing> failing = totals.failing();
        for (CampaignTotals.Failing each : failing.subList(0, Math.min(STORIES, failing.size()))) {
            simulations.apply(each.hosts()).explain(each.seed()).forEach(out::println);
            out.println();
        }
        for (CampaignTotals.Failing each : failing) {
            out.println("Replay: liveset simulate " + options(String.valueOf(each.hosts()), each.seed())
                    + " --schedules 1");
        }
        List<String> missing = mixed ? List.of() : CoverageGoals.missing(totals.coverage());
        CampaignReport.print(totals, missing, (System.nanoTime() - began) / 1e9, out);
        boolean mustReachAll = given == null && bug == PlantedBug.NONE && isLong(totals.schedules(), sizes);
        if (mustReachAll && !missing.isEmpty()) {
            command.commandLine()
                    .getErr()
                    .println("So long a run must come to every branch of the rules; see what it never came to above.");
            return 1;
        }
        return failing.isEmpty() ? 0 : 1;
    }

    private static boolean isLong(long ran, PoolSizes sizes) {
        return ran >= CoverageGoals.LONG_RUN && sizes.most() >= CoverageGoals.HOSTS_FOR_ALL;
    }

    private CampaignTotals run(CampaignPlan plan, IntFunction<Simulation> simulations) throws InterruptedException {
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        PrintWriter progress = command.commandLine().getErr();
        if (campaignFile == null) {
            Campaign campaign = new Campaign(plan, simulations, null);
            campaign.run(workers, progress);
            return campaign.totals();
        }
        String sizes = plan.fewestHosts() == plan.mostHosts()
                ? String.valueOf(plan.fewestHosts())
                : plan.fewestHosts() + "-" + plan.mostHosts();
        String version = Fingerprint.of(simulations.apply(plan.fewestHosts()), plan.firstSeed());
        try (CampaignFile file = CampaignFile.open(campaignFile, options(sizes, seed), version)) {
            Campaign campaign = new Campaign(plan, simulations, file);
            campaign.run(workers, progress);
            return campaign.totals();
        }
    }

    private Simulation simulation(PoolConfig config) {
        PoolConfig lived = policy == null ? config : config.withPolicy(policy);
        SimSettings world = SimSettings.rough().withNetworks(networks);
        return new Simulation(lived, powerFencers ? world.withPowerFencers() : world).withBug(bug);
    }

    private Simulation mixed(int size) {
        return new Simulation(
                        SimPools.provenInterop(size), SimSettings.roughMixed().withNetworks(networks))
                .besideXhad()
                .withBug(bug);
    }

    private PoolConfig given() {
        if (hosts != null) {
            throw invalid("Give --hosts or --pool, not both.");
        }
        PoolConfig config = PoolFile.read(pool).pool();
        if (config.hostCount() < 2) {
            throw invalid("A pool of one host has nothing to simulate; give a pool file with at least two.");
        }
        return config;
    }

    /** The options that decide what a schedule is, as they are typed. */
    private String options(String sizes, long firstSeed) {
        return (pool != null ? "--pool " + pool : "--hosts " + sizes)
                + " --networks " + networks
                + " --seed " + firstSeed
                + (mixed ? " --mixed" : "")
                + (policy == null ? "" : " --policy " + policy.name().toLowerCase(Locale.ROOT))
                + (powerFencers ? " --power-fencers" : "")
                + (bug == PlantedBug.NONE ? "" : " --bug " + bug);
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(LivesetException.Code.INVALID_CONFIG, sentence);
    }
}
