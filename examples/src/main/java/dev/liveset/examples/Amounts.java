package dev.liveset.examples;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts of memory and time as people write them. */
public final class Amounts {
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,9})\\s*(MiB|GiB|TiB)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|min)");

    private Amounts() {}

    /** Memory in MiB, for example from {@code 512 MiB} or {@code 2 GiB}; throws {@link LivesetException} for anything else. */
    public static long memoryMib(String text) {
        Matcher match = MEMORY.matcher(text.strip());
        if (!match.matches() || Long.parseLong(match.group(1)) == 0) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "'" + text
                            + "' is no amount of memory; write a number from 1 and MiB, GiB or TiB, for example 512 MiB.");
        }
        int factor = switch (match.group(2)) {
            case "GiB" -> 1024;
            case "TiB" -> 1024 * 1024;
            default -> 1;
        };
        return Long.parseLong(match.group(1)) * factor;
    }

    /** A duration, for example from {@code 250 ms} or {@code 4 s}; throws {@link LivesetException} for anything else. */
    public static Duration time(String text) {
        Matcher match = TIME.matcher(text.strip());
        if (!match.matches()) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "'" + text + "' is no time; write a whole number and ms, s or min, for example 250 ms.");
        }
        long count = Long.parseLong(match.group(1));
        return switch (match.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }
}
