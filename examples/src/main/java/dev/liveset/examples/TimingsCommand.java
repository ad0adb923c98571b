package dev.liveset.examples;

import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.TimingPresets;
import dev.liveset.TimingProof;
import dev.liveset.Timings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Proves timings and says how long everything takes at most; refused timings end with exit code 1. */
@Command(
        name = "timings",
        description = "Proves the timings of a pool and shows how long a failover takes at most.",
        mixinStandardHelpOptions = true)
final class TimingsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--failures",
            paramLabel = "N",
            description =
                    "Also stop so many hosts of simulated pools of 2 to 4 hosts and show the longest beside the proof.")
    private Long failures;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "Who of a broken pool goes on: ${COMPLETION-CANDIDATES} (default: XENSERVER).")
    private PoolConfig.Policy policy = PoolConfig.Policy.XENSERVER;

    @Option(
            names = "--power-fencers",
            description = "With --failures: the hosts have power fencers, which shorten the wait for a stopped host.")
    private boolean powerFencers;

    @Option(names = "--seed", paramLabel = "S", description = "With --failures: of the first pool; default: 1.")
    private Long seed;

    @Option(
            names = "--measured",
            paramLabel = "FILE",
            description = {
                "What a host measured (pool-host's order 'times', LivesetHost.times()): say which presets that allows and why"
                        + " not the others, or whether the given timings suit it.",
                "A line is: statefile-latency|heartbeat-lateness|pause|watchdog-lateness MILLISECONDS COUNT"
            })
    private Path measured;

    @ArgGroup
    private Source source = new Source();

    /** Where the values come from; the library's defaults when nothing is said. */
    static final class Source {
        @Option(
                names = "--preset",
                paramLabel = "NAME",
                description = "A preset of the library: fast, balanced or patient.")
        private String preset;

        @Option(
                names = "--xenserver",
                paramLabel = "T",
                description = "What XenServer derives from this timeout in whole seconds.")
        private Integer xenserver;

        @Option(
                names = "--from",
                paramLabel = "T",
                description = "What follows from this one timeout of both channels, in seconds.")
        private Double from;

        @ArgGroup(exclusive = false)
        private Values values = new Values();
    }

    /** Single values in seconds; what is not said stays at the library's default. */
    static final class Values {
        @Option(names = "--t1", paramLabel = "S", description = "Heartbeat interval.")
        private double heartbeatInterval = 1;

        @Option(names = "--T1", paramLabel = "S", description = "Heartbeat timeout.")
        private double heartbeatTimeout = 10;

        @Option(names = "--t2", paramLabel = "S", description = "Statefile interval.")
        private double statefileInterval = 1;

        @Option(names = "--T2", paramLabel = "S", description = "Statefile timeout.")
        private double statefileTimeout = 10;

        @Option(names = "--Wh", paramLabel = "S", description = "Watchdog timeout of the heartbeat loop.")
        private double heartbeatWatchdog = 20;

        @Option(names = "--Ws", paramLabel = "S", description = "Watchdog timeout of the statefile loop.")
        private double statefileWatchdog = 20;

        @Option(names = "--Tboot", paramLabel = "S", description = "Time to join a running pool.")
        private double bootJoin = 60;

        @Option(names = "--Tenable", paramLabel = "S", description = "Time to join a pool that starts.")
        private double enableJoin = 60;

        @Option(names = "--granularity", paramLabel = "S", description = "How late the watchdog may fire.")
        private double granularity = 0.1;

        @Option(names = "--io", paramLabel = "S", description = "What one I/O takes at most on storage that works.")
        private double ioBound = 0.25;

        @Option(names = "--pause", paramLabel = "S", description = "The longest pause that must do no harm.")
        private double pauseBudget = 1;

        @Option(names = "--drift", paramLabel = "F", description = "Difference of two clocks' rates, as a fraction.")
        private double drift = 0.01;

        private Timings.Builder builder() {
            return Timings.builder()
                    .heartbeat(time(heartbeatInterval), time(heartbeatTimeout))
                    .statefile(time(statefileInterval), time(statefileTimeout))
                    .watchdog(time(heartbeatWatchdog), time(statefileWatchdog))
                    .join(time(bootJoin), time(enableJoin))
                    .watchdogGranularity(time(granularity))
                    .ioBound(time(ioBound))
                    .pauseBudget(time(pauseBudget))
                    .drift(drift);
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        refuseWhatHasNoEffect();
        try {
            if (measured != null) {
                return new MeasuredRun(measured, isGiven() ? timings() : null).run(out)
                        ? ExitCode.OK
                        : ExitCode.SOFTWARE;
            }
            TimingProof proof = proof().under(policy);
            out.print(proof.report());
            out.flush();
            proof.broken().forEach(sentence -> err.println("Refused: " + sentence + "."));
            boolean holds = !proof.isSafe()
                    || failures == null
                    || new FailureRun(timings(), policy, powerFencers, failures, seed == null ? 1 : seed).run(out, err);
            return proof.isSafe() && holds ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (LivesetException refusal) {
            err.println(refusal.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private void refuseWhatHasNoEffect() {
        String mistake = failures == null && (powerFencers || seed != null)
                ? "--power-fencers and --seed say how to simulate --failures N; give that too."
                : failures != null && failures < 1
                        ? "--failures is at least 1."
                        : failures != null && measured != null
                                ? "--measured judges and --failures simulates; give one of them."
                                : null;
        if (mistake != null) {
            throw new ParameterException(spec.commandLine(), mistake);
        }
    }

    private TimingProof proof() {
        if (source.preset != null || source.from != null) {
            return timings().proof();
        }
        return builder().prove();
    }

    /** Whether timings were named in any way. */
    private boolean isGiven() {
        return spec.commandLine().getParseResult().matchedOptions().stream().anyMatch(option -> option.group() != null);
    }

    private Timings timings() {
        if (source.preset != null) {
            return TimingPresets.named(source.preset);
        }
        return source.from != null
                ? TimingPresets.from(time(source.from))
                : builder().build();
    }

    private Timings.Builder builder() {
        return source.xenserver != null ? TimingPresets.xenserverBuilder(source.xenserver) : source.values.builder();
    }

    /** Too much for a long is out of every range and refused by the proof. */
    private static Duration time(double seconds) {
        if (Double.isNaN(seconds)) {
            throw new LivesetException(LivesetException.Code.INVALID_CONFIG, "NaN is no time; give seconds.");
        }
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
