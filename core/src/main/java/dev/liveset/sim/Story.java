package dev.liveset.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The story of a run, told shorter: only the turns, and once what several hosts do alike. */
final class Story {
    private static final Pattern LINE = Pattern.compile(" *([0-9.]+)  (\\S+) +(.*)");
    private static final Pattern PASSING =
            Pattern.compile("^FH|^STARTING|asks (no more )?for the lock|^sees|^booted|^UNKNOWN|^NOT_MASTER");
    private static final Pattern BITS = Pattern.compile("[01]{9,}");
    private static final int MANY = 8;
    private static final double ALIKE_SECONDS = 3;

    private record Turn(double seconds, String what, TreeSet<Integer> hosts) {}

    private Story() {}

    /**
     * Drops what passes (phases of fault handling but the one that only survivors reach, who asks for the lock), the evidence in verdicts, and what was before
     * the beginning, and folds what several hosts do alike within some seconds into one line. Of many hosts it tells no livesets
     * that few of them pass through.
     */
    static List<String> turns(List<String> story, double beginSeconds, boolean manyHosts) {
        List<Turn> turns = new ArrayList<>();
        Map<String, Turn> alike = new LinkedHashMap<>();
        Map<Integer, List<String>> lastOf = new TreeMap<>();
        for (String line : story) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || Double.parseDouble(parts.group(1)) < beginSeconds) {
                continue;
            }
            String what = shorter(parts.group(3), manyHosts);
            int host = parts.group(2).startsWith("h")
                    ? Integer.parseInt(parts.group(2).substring(1))
                    : 0;
            if (passes(what, manyHosts)
                    || host > 0 && isRepeated(lastOf.computeIfAbsent(host, key -> new ArrayList<>()), what)) {
                continue;
            }
            double seconds = Double.parseDouble(parts.group(1));
            Turn former = alike.get(what);
            boolean soon = former != null && seconds - former.seconds < ALIKE_SECONDS;
            if (host > 0 && soon && (former.hosts.add(host) || manyHosts)) {
                continue;
            }
            Turn turn = new Turn(seconds, what, new TreeSet<>());
            if (host > 0) {
                turn.hosts.add(host);
                alike.put(what, turn);
            }
            turns.add(turn);
        }
        return turns.stream()
                .filter(turn -> !manyHosts || turn.hosts.size() >= MANY || !turn.what.startsWith("online"))
                .map(Story::line)
                .toList();
    }

    /** Whether it is one of the last two turns of the host again: a retry, or a retry that failed. */
    private static boolean isRepeated(List<String> turns, String what) {
        if (turns.contains(what)) {
            return true;
        }
        turns.add(what);
        if (turns.size() > 2) {
            turns.remove(0);
        }
        return false;
    }

    private static boolean passes(String what, boolean manyHosts) {
        return PASSING.matcher(what).find()
                || manyHosts && (what.startsWith("agent starts") || what.startsWith("watchdog armed"));
    }

    private static String shorter(String what, boolean manyHosts) {
        String text = manyHosts ? BITS.matcher(what).replaceAll(bits -> names(bits.group())) : what;
        return (manyHosts ? text.replaceFirst("^removes h[0-9]+", "removes hosts") : text)
                .replaceFirst(", hears .*?(, rule 2|$)", "$1")
                .replaceFirst("^(fences itself|removes h[0-9a-z]+): ([^:]*):.*", "$1: $2")
                .replaceFirst("^FH4(DONE)?, liveset .*", "survives the round")
                .replaceFirst("^STARTED, liveset", "online, liveset");
    }

    private static String names(String bits) {
        TreeSet<Integer> hosts = new TreeSet<>();
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) == '1') {
                hosts.add(i + 1);
            }
        }
        return hosts.isEmpty() ? "none" : names(hosts);
    }

    private static String line(Turn turn) {
        String who = turn.hosts.isEmpty() ? "pool" : names(turn.hosts);
        return String.format(Locale.ROOT, "%8.1f  %-6s %s", turn.seconds, who, turn.what);
    }

    /** Numbers as names, with ranges: {@code h1,h3-h5}. */
    private static String names(SortedSet<Integer> hosts) {
        StringBuilder names = new StringBuilder();
        for (int host : hosts) {
            if (hosts.contains(host - 1) && hosts.contains(host + 1)) {
                continue;
            }
            boolean endsRange = hosts.contains(host - 1);
            names.append(names.isEmpty() ? "" : endsRange ? "-" : ",")
                    .append('h')
                    .append(host);
        }
        return names.toString();
    }
}
