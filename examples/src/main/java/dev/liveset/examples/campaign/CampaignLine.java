package dev.liveset.examples.campaign;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** A range and what came of it as one line of text, its parts divided by tabs. */
final class CampaignLine {
    private static final int FIELDS = 7;

    private CampaignLine() {}

    static String format(SeedRange range, Tally tally) {
        StringBuilder line = new StringBuilder()
                .append("hosts=")
                .append(range.hosts())
                .append("\tseeds=")
                .append(range.first())
                .append("..")
                .append(range.last())
                .append("\tevents=")
                .append(tally.events)
                .append("\tsimulatedNanos=")
                .append(tally.simulatedNanos)
                .append("\tbusyNanos=")
                .append(tally.busyNanos)
                .append("\tfailing=")
                .append(tally.failing.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .append("\tcoverage");
        for (Map.Entry<String, Long> count : tally.coverage.counts().entrySet()) {
            line.append('\t').append(count.getKey()).append('=').append(count.getValue());
        }
        return line.toString();
    }

    /** Throws {@link IllegalArgumentException} when the line is not one that {@link #format} made. */
    static void parse(String line, BiConsumer<SeedRange, Tally> taker) {
        String[] parts = line.split("\t", -1);
        if (parts.length < FIELDS || !parts[FIELDS - 1].equals("coverage")) {
            throw new IllegalArgumentException(line);
        }
        String seeds = value(parts[1], "seeds");
        int dots = seeds.indexOf("..");
        if (dots < 0) {
            throw new IllegalArgumentException(line);
        }
        SeedRange range = new SeedRange(
                Integer.parseInt(value(parts[0], "hosts")),
                Long.parseLong(seeds.substring(0, dots)),
                Long.parseLong(seeds.substring(dots + 2)));
        Tally tally = new Tally();
        tally.schedules = range.size();
        tally.events = Long.parseLong(value(parts[2], "events"));
        tally.simulatedNanos = Long.parseLong(value(parts[3], "simulatedNanos"));
        tally.busyNanos = Long.parseLong(value(parts[4], "busyNanos"));
        String failing = value(parts[5], "failing");
        for (String seed : failing.isEmpty() ? new String[0] : failing.split(",", -1)) {
            tally.failing.add(Long.parseLong(seed));
        }
        for (int i = FIELDS; i < parts.length; i++) {
            int equals = parts[i].lastIndexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(line);
            }
            tally.coverage.add(parts[i].substring(0, equals), Long.parseLong(parts[i].substring(equals + 1)));
        }
        taker.accept(range, tally);
    }

    private static String value(String part, String name) {
        if (!part.startsWith(name + "=")) {
            throw new IllegalArgumentException(part);
        }
        return part.substring(name.length() + 1);
    }
}
