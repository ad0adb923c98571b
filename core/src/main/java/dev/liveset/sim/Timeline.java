package dev.liveset.sim;

import dev.liveset.LivesetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The language of scenarios: a line is a time in seconds, a {@link Verb} and its arguments; {@code #} begins a comment.
 * With {@code when h2 has-epoch} between time and verb it happens at the next such {@link Moment} of that host after that
 * time, with {@code when h2 has-epoch +0.2} so many seconds after that. Hosts and sets of them are written as
 * {@link HostWords} says; durations follow {@code for}.
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
                    String why = e instanceof NoSuchElementException ? "there are words missing" : e.getMessage();
                    throw new LivesetException(
                            LivesetException.Code.INVALID_CONFIG,
                            "The timeline's line '" + line.strip() + "' cannot be understood: " + why + ".",
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
        long atNanos = nanos(words.next());
        String word = words.next();
        SimAction.Trigger trigger = null;
        if (word.equals("when")) {
            int host = HostWords.host(words.next(), hostCount);
            Moment moment = Moment.of(words.next());
            word = words.next();
            boolean later = word.startsWith("+");
            trigger = new SimAction.Trigger(host, moment, later ? nanos(word) : 0);
            word = later ? words.next() : word;
        }
        SimAction action = SimAction.of(atNanos, verb(word)).when(trigger);
        for (char argument : action.verb().shape().arguments.toCharArray()) {
            action = argument(action, argument, words, hostCount);
        }
        require(!words.hasNext(), "there are words left over");
        return action;
    }

    private static SimAction argument(SimAction action, char argument, Iterator<String> words, int hostCount) {
        String word = words.next();
        return switch (argument) {
            case 'h' -> action.on(HostWords.host(word, hostCount));
            case 'o' -> action.and(HostWords.host(word, hostCount));
            case 's' -> action.among(HostWords.set(word, hostCount));
            case 'n' -> action.number(Integer.parseInt(word));
            case 'w' -> action.word(word);
            default -> {
                require("for".equals(word), "a duration follows 'for'");
                yield action.lasting(nanos(words.next()));
            }
        };
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

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
