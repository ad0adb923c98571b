package dev.liveset;

import dev.liveset.LivesetException.Code;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a host measured of its storage, its network and itself, to see which timings it can live with. As text it is a
 * line for each bucket: what, at most so many milliseconds, how often; {@code #} begins a comment.
 *
 * @param histograms what was measured; nothing for what was not
 */
public record MeasuredTimes(Map<Kind, TimeHistogram> histograms) {
    /** Fewer of them say little about the longest. */
    static final long ENOUGH = 1_000;

    private static final double USUAL = 0.999;

    /** What is measured. */
    public enum Kind {
        /** One read or write of the statefile. */
        STATEFILE_LATENCY("statefile-latency"),
        /** How much later than its interval a heartbeat of a peer came. */
        HEARTBEAT_LATENESS("heartbeat-lateness"),
        /** How much later than it wanted the agent came to its work. */
        PAUSE("pause"),
        /** How much later than its timeout the watchdog reset the machine, in fire drills. */
        WATCHDOG_LATENESS("watchdog-lateness");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in the text. */
        public String word() {
            return word;
        }

        private static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            return null;
        }
    }

    public MeasuredTimes {
        histograms = Map.copyOf(histograms);
    }

    /** What was measured of this kind, empty when nothing was. */
    public TimeHistogram of(Kind kind) {
        return histograms.getOrDefault(kind, TimeHistogram.empty());
    }

    /** Reads the text; throws {@link LivesetException} that names the line and what was expected there. */
    public static MeasuredTimes parse(String name, List<String> lines) {
        Map<Kind, Map<Long, Long>> counts = new EnumMap<>(Kind.class);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                take(name, i + 1, line.split("\\s+", -1), counts);
            }
        }
        Map<Kind, TimeHistogram> histograms = new EnumMap<>(Kind.class);
        counts.forEach((kind, buckets) -> histograms.put(kind, new TimeHistogram(buckets)));
        return new MeasuredTimes(histograms);
    }

    private static void take(String name, int line, String[] words, Map<Kind, Map<Long, Long>> counts) {
        Kind kind = Kind.of(words[0]);
        if (kind == null) {
            throw wrong(name, line, "one of statefile-latency, heartbeat-lateness, pause, watchdog-lateness", words[0]);
        }
        if (words.length != 3) {
            throw wrong(name, line, "'" + words[0] + " MILLISECONDS COUNT'", words.length + " words");
        }
        if (!words[1].matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
            throw wrong(name, line, "milliseconds, for example 12.5", words[1]);
        }
        if (!words[2].matches("[0-9]{1,18}")) {
            throw wrong(name, line, "a count, for example 1200", words[2]);
        }
        long nanos = Math.round(Double.parseDouble(words[1]) * 1e6);
        long count = Long.parseLong(words[2]);
        if (count > 0) {
            counts.computeIfAbsent(kind, unused -> new TreeMap<>()).merge(nanos, count, Long::sum);
        }
    }

    private static LivesetException wrong(String name, int line, String expected, String found) {
        return new LivesetException(
                Code.INVALID_CONFIG,
                name + ", line " + line + ": expected " + expected + ", but found '" + found + "'.");
    }

    /** The text that {@link #parse} reads. */
    public String text() {
        StringBuilder text = new StringBuilder("# what, at most so many milliseconds, how often\n");
        for (Kind kind : Kind.values()) {
            of(kind).countByNanos()
                    .forEach((nanos, count) ->
                            text.append(String.format(Locale.ROOT, "%s %.6f %d%n", kind.word(), nanos / 1e6, count)));
        }
        return text.toString();
    }

    /** Why these timings do not suit what was measured, a sentence each; empty when they do. */
    public List<String> against(Timings timings) {
        TimingProof proof = timings.proof();
        List<String> reasons = new ArrayList<>();
        TimeHistogram storage = of(Kind.STATEFILE_LATENCY);
        check(
                reasons,
                "99.9 % of the statefile's I/Os",
                storage.within(USUAL),
                "the I/O bound",
                timings.ioBoundNanos());
        check(
                reasons,
                "the longest I/O of the statefile",
                storage.longestNanos(),
                "the tolerated hang",
                proof.storageMargin().nanos());
        check(
                reasons,
                "the latest heartbeat",
                of(Kind.HEARTBEAT_LATENESS).longestNanos(),
                "the tolerated silence",
                proof.networkMargin().nanos());
        check(
                reasons,
                "the longest pause",
                of(Kind.PAUSE).longestNanos(),
                "the pause budget",
                timings.pauseBudgetNanos());
        check(
                reasons,
                "the latest reset by the watchdog",
                of(Kind.WATCHDOG_LATENESS).longestNanos(),
                "the watchdog's granularity",
                timings.watchdogGranularityNanos());
        return reasons;
    }

    private static void check(List<String> reasons, String what, long nanos, String bound, long boundNanos) {
        if (nanos > boundNanos) {
            reasons.add(String.format(
                    Locale.ROOT, "%s: %.3f s, but %s is %.3f s", what, nanos / 1e9, bound, boundNanos / 1e9));
        }
    }

    /** What was not measured, or too seldom to rely on, a sentence each. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            long count = of(kind).count();
            long enough = kind == Kind.WATCHDOG_LATENESS ? 1 : ENOUGH;
            if (count < enough) {
                missing.add(kind.word() + " was measured " + count + " times, of " + enough
                        + " that are needed to rely on the longest");
            }
        }
        return missing;
    }
}
