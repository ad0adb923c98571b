package dev.liveset.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Prints the table of host sections, every contender beside C: in each round the C program runs right before each
 * contender's fork. A time is the least of the short iterations of all rounds, the one that nobody disturbed; the first
 * ratio is that of these times, the second the median over the rounds of the ratio within a round.
 */
final class CodecRatios {
    private static final List<String> WORK = List.of("encodeOne", "decodeOne", "decodePool");
    private static final List<String> CONTENDERS = List.of("chronicle", "twin", "byteBuffer", "varHandle", "agrona");

    private final String program;
    private final Map<String, List<Double>> times = new TreeMap<>();
    private final Map<String, List<Double>> ratios = new TreeMap<>();
    private final Map<String, List<Double>> allocated = new TreeMap<>();

    private CodecRatios(String program) {
        this.program = program;
    }

    /** {@code args}: the C program, and how many rounds. */
    public static void main(String[] args) throws IOException, RunnerException {
        CodecRatios ratios = new CodecRatios(args[0]);
        int rounds = Integer.parseInt(args[1]);
        for (int round = 0; round < rounds; round++) {
            for (String contender : CONTENDERS) {
                ratios.measure(contender);
            }
        }
        ratios.print(rounds);
    }

    private void measure(String contender) throws IOException, RunnerException {
        Map<String, Double> baseline = runC();
        Options options = new OptionsBuilder()
                .include(SectionBenchmark.class.getSimpleName())
                .param("contender", contender)
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(8)
                .warmupTime(TimeValue.milliseconds(150))
                .measurementIterations(30)
                .measurementTime(TimeValue.milliseconds(30))
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            String work = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
            double least = result.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .map(IterationResult::getPrimaryResult)
                    .mapToDouble(iteration -> iteration.getScore())
                    .min()
                    .orElseThrow();
            note(times, work + " " + contender, least);
            note(ratios, work + " " + contender, least / baseline.get(work));
            note(times, work + " C", baseline.get(work));
            note(
                    allocated,
                    work + " " + contender,
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        }
    }

    private Map<String, Double> runC() throws IOException {
        Map<String, Double> least = new TreeMap<>();
        Process process = new ProcessBuilder(program).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.trim().split(" +", -1);
                least.put(words[0], Double.valueOf(words[1]));
            }
        }
        return least;
    }

    private static void note(Map<String, List<Double>> where, String key, double value) {
        where.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private void print(int rounds) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%nJava %s, %d rounds, load %s, at most %.2f B allocated per operation%n%n",
                Runtime.version(),
                rounds,
                Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[1],
                allocated.values().stream().mapToDouble(Collections::min).max().orElseThrow());
        StringBuilder head = new StringBuilder("| ns, ratio to C, (median of the rounds) | C |");
        StringBuilder line = new StringBuilder("|---|---|");
        CONTENDERS.forEach(contender -> {
            head.append(' ').append(contender).append(" |");
            line.append("---|");
        });
        System.out.println(head + "\n" + line);
        for (String work : WORK) {
            double baseline = Collections.min(times.get(work + " C"));
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %s | %.1f |", work, baseline));
            for (String contender : CONTENDERS) {
                String key = work + " " + contender;
                double least = Collections.min(times.get(key));
                row.append(String.format(
                        Locale.ROOT, " %.1f, %.2f (%.2f) |", least, least / baseline, median(ratios.get(key))));
            }
            System.out.println(row);
        }
    }
}
