package dev.liveset.examples.poolhost;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolState;
import dev.liveset.agent.Command;
import java.util.Locale;

/** A line on standard input, as a command of the agent. */
final class Order {
    private static final int MOST_WEIGHT = 10_000;

    private Order() {}

    /** The command; throws {@link LivesetException} that says what can be ordered. */
    static Command parse(String line) {
        String[] words = line.strip().split("\\s+", -1);
        String argument = words.length == 2 ? words[1] : "";
        boolean takesOne = words[0].equals("set-pool-state") || words[0].equals("set-weight");
        if (words.length != (takesOne ? 2 : 1)) {
            throw refused("'" + line.strip() + "' has not as many words as '" + words[0] + "' needs; see --help.");
        }
        return switch (words[0]) {
            case "propose-master" -> new Command.RequestMaster(true);
            case "cancel-master" -> new Command.RequestMaster(false);
            case "set-excluded" -> new Command.SetExcluded(true);
            case "clear-excluded" -> new Command.SetExcluded(false);
            case "set-pool-state" -> new Command.SetPoolState(state(argument));
            case "set-weight" -> new Command.SetWeight(weight(argument));
            case "disarm" -> new Command.Disarm();
            case "stop" -> new Command.Leave(false);
            default -> throw refused("There is no order '" + words[0] + "'; see --help.");
        };
    }

    private static PoolState state(String text) {
        try {
            return PoolState.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw refused("'" + text + "' is no pool state; give NONE, INIT, ACTIVE or INVALID.");
        }
    }

    private static int weight(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MOST_WEIGHT) {
            return Integer.parseInt(text);
        }
        throw refused("'" + text + "' is no weight; give a whole number from 0 to " + MOST_WEIGHT + ".");
    }

    private static LivesetException refused(String sentence) {
        return new LivesetException(Code.INVALID_CONFIG, sentence);
    }
}
