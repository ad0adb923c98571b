package dev.liveset.examples.campaign;

import dev.liveset.LivesetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sizes of the pools to simulate.
 *
 * @param fewest hosts of the smallest
 * @param most hosts of the largest
 */
public record PoolSizes(int fewest, int most) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");

    /** Reads {@code 3} or {@code 2-8}; throws {@link LivesetException} for anything else or beyond 2 to 64. */
    public static PoolSizes parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refused("Give --hosts as one number or as a range like 2-8; '" + text + "' is neither.");
        }
        int fewest = Integer.parseInt(form.group(1));
        int most = form.group(2) == null ? fewest : Integer.parseInt(form.group(2));
        if (fewest < 2 || most > 64 || most < fewest) {
            throw refused("A simulated pool has 2 to 64 hosts; " + text + " were asked for.");
        }
        return new PoolSizes(fewest, most);
    }

    /** Just this size. */
    public static PoolSizes of(int hosts) {
        return new PoolSizes(hosts, hosts);
    }

    private static LivesetException refused(String sentence) {
        return new LivesetException(LivesetException.Code.INVALID_CONFIG, sentence);
    }
}
