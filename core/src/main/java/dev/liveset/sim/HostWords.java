package dev.liveset.sim;

import dev.liveset.HostSet;

/**
 * Hosts as timelines write them. One host: {@code h3}, or {@code hN} for the last one. Several: bits by host
 * ({@code 1100}), {@code all}, {@code none}, names and ranges ({@code h1,h3-hN}), or {@code all-but-h1,h2}.
 */
final class HostWords {
    private static final String ALL_BUT = "all-but-";

    private HostWords() {}

    static int host(String word, int hostCount) {
        int host = word.equals("hN") ? hostCount - 1 : word.startsWith("h") ? number(word.substring(1)) - 1 : -1;
        if (host < 0 || host >= hostCount) {
            throw new IllegalArgumentException("there is no host '" + word + "'");
        }
        return host;
    }

    static long set(String word, int hostCount) {
        long all = HostSet.firstHosts(hostCount);
        if (word.equals("all")) {
            return all;
        } else if (word.equals("none")) {
            return HostSet.EMPTY;
        } else if (word.startsWith(ALL_BUT)) {
            return all & ~names(word.substring(ALL_BUT.length()), hostCount);
        }
        return word.startsWith("h") ? names(word, hostCount) : bits(word, hostCount);
    }

    private static long names(String words, int hostCount) {
        long set = HostSet.EMPTY;
        for (String word : words.split(",", -1)) {
            int dash = word.indexOf('-');
            int first = host(dash < 0 ? word : word.substring(0, dash), hostCount);
            int last = dash < 0 ? first : host(word.substring(dash + 1), hostCount);
            for (int host = first; host <= last; host++) {
                set = HostSet.with(set, host);
            }
        }
        return set;
    }

    private static long bits(String bits, int hostCount) {
        if (bits.length() != hostCount || !bits.matches("[01]+")) {
            throw new IllegalArgumentException(
                    "'" + bits + "' is no set of hosts; bits are 0 and 1, one for each of the " + hostCount + " hosts");
        }
        long set = HostSet.EMPTY;
        for (int host = 0; host < hostCount; host++) {
            set |= bits.charAt(host) == '1' ? HostSet.of(host) : 0;
        }
        return set;
    }

    private static int number(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : 0;
    }
}
