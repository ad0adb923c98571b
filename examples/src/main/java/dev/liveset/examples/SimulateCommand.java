package dev.liveset.examples;

import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.sim.PlantedBug;
import dev.liveset.sim.SimPools;
import dev.liveset.sim.SimSettings;
import dev.liveset.sim.Simulation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
                    + " least three faults, and rest, with the rules checked at every change. A run is resumed by"
                    + " giving the seed where it stopped.",
            "The last line counts: schedules=... violations=... simulatedSeconds=... wallSeconds=..."
        },
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(names = "--hosts", paramLabel = "N", description = "Hosts of the pool, 2 to 64 (default: 3).")
    private Integer hosts;

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
        PoolConfig config = config();
        if (networks < 1 || networks > 8) {
            throw invalid("Give 1 to 8 networks.");
        }
        if (schedules < 1 || (threads != null && threads < 1)) {
            throw invalid("Give at least one schedule and one thread.");
        }
        Simulation simulation = new Simulation(config, SimSettings.rough().withNetworks(networks)).withBug(bug);
        SimulationCampaign campaign = new SimulationCampaign(simulation, seed, schedules);
        PrintWriter out = command.commandLine().getOut();
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        campaign.run(workers, command.commandLine().getErr());
        for (long failing : campaign.firstFailing(3)) {
            simulation.explain(failing).forEach(out::println);
            out.println("Replay: liveset simulate " + poolOption() + " --networks " + networks + " --seed " + failing
                    + " --schedules 1" + (bug == PlantedBug.NONE ? "" : " --bug " + bug));
            out.println();
        }
        for (Map.Entry<String, Long> entry : campaign.coverage().counts().entrySet()) {
            out.printf(Locale.ROOT, "%10d  %s%n", entry.getValue(), entry.getKey());
        }
        out.println(campaign.summary());
        return campaign.violations() == 0 ? 0 : 1;
    }

    private PoolConfig config() {
        if (pool != null && hosts != null) {
            throw invalid("Give --hosts or --pool, not both.");
        }
        if (pool != null) {
            PoolConfig config = PoolFile.read(pool).pool();
            if (config.hostCount() < 2) {
                throw invalid("A pool of one host has nothing to simulate; give a pool file with at least two.");
            }
            return config;
        }
        int count = hosts == null ? 3 : hosts;
        if (count < 2 || count > 64) {
            throw invalid("A simulated pool has 2 to 64 hosts; " + count + " were asked for.");
        }
        return SimPools.fast(count);
    }

    private String poolOption() {
        return pool != null ? "--pool " + pool : "--hosts " + (hosts == null ? 3 : hosts);
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(LivesetException.Code.INVALID_CONFIG, sentence);
    }
}
