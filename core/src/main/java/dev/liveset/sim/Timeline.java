package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The language of scenarios: a line is a time in seconds, a {@link Verb} and its arguments; {@code #} begins a comment.
 * Hosts are {@code h1}, {@code h2}, …; sets of hosts are bits by host, first host first; durations follow {@code for}.
 */
final class Timeline {
    private Timeline() {}

    /** Reads a timeline; throws {@link LivesetException} that names the line that cannot be understood. */
    static List<SimAction> parse(List<String> lines, int hostCount) {
        List<SimAction> actions = new ArrayList<>();
        for (String line : lines) {
            String text = line.contains("#") ? line.substring(0, line.indexOf('#')) : line;
            if (!text.isBlank()) {
                try {
                    actions.add(
                            parseLine(Arrays.asList(text.strip().split("\\s+")).iterator(), hostCount));
                } catch (RuntimeException e) {
                    throw new LivesetException(
                            LivesetException.Code.INVALID_CONFIG,
                            "The timeline's line '" + line.strip() + "' cannot be understood: " + e.getMessage() + ".",
                            e);
                }
            }
        }
        return actions;
    }

    static List<String> format(List<SimAction> actions, int hostCount) {
        return actions.stream().map(action -> action.line(hostCount)).toList();
    }

    private static SimAction parseLine(Iterator<String> words, int hostCount) {
        SimAction action = SimAction.of(nanos(words.next()), verb(words.next()));
        Verb.Shape shape = action.verb().shape();
        if (shape == Verb.Shape.HOST_NUMBER) {
            action = action.on(host(words.next(), hostCount)).number(Integer.parseInt(words.next()));
        } else {
            if (shape.number) {
                action = action.number(Integer.parseInt(words.next()));
            }
            if (shape.set) {
                action = action.among(set(words.next(), hostCount));
            }
            if (shape.host) {
                action = action.on(host(words.next(), hostCount));
            }
            if (shape.other) {
                action = action.and(host(words.next(), hostCount));
            }
        }
        if (shape.time) {
            require("for".equals(words.next()), "a duration follows 'for'");
            action = action.lasting(nanos(words.next()));
        }
        require(!words.hasNext(), "there are words left over");
        return action;
    }

    private static Verb verb(String word) {
        for (Verb verb : Verb.values()) {
            if (verb.word().equals(word)) {
                return verb;
            }
        }
        throw new IllegalArgumentException("there is no verb '" + word + "'");
    }

    private static long nanos(String seconds) {
        return Math.round(Double.parseDouble(seconds) * 1e9);
    }

    private static int host(String word, int hostCount) {
        int host = Integer.parseInt(word.substring(1)) - 1;
        require(word.startsWith("h") && host >= 0 && host < hostCount, "there is no host '" + word + "'");
        return host;
    }

    private static long set(String bits, int hostCount) {
        require(bits.length() == hostCount, "a set of hosts has a bit for each host");
        long set = 0;
        for (int host = 0; host < hostCount; host++) {
            require(bits.charAt(host) == '0' || bits.charAt(host) == '1', "bits are 0 and 1");
            set |= bits.charAt(host) == '1' ? HostSet.of(host) : 0;
        }
        return set;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
