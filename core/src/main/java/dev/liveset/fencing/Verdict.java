package dev.liveset.fencing;

import java.util.List;

/**
 * A decision about a host's life that explains itself; its rule and what would have changed it stand at the code.
 *
 * @param code stable name
 * @param host index of the host it is about
 * @param evidence what was seen, the most important first
 */
public record Verdict(VerdictCode code, int host, List<Evidence> evidence) {
    public Verdict {
        evidence = List.copyOf(evidence);
    }

    /** The verdict with its rule and what would have changed it, in a few lines, for people. */
    public String explanation() {
        return words() + "\nrule: " + code.rule() + "\nwhat would have changed it: " + code.remedy();
    }

    /** The verdict in one line, for people. */
    public String words() {
        StringBuilder line = new StringBuilder(code.words());
        String separator = ": ";
        for (Evidence item : evidence) {
            line.append(separator).append(item.subject()).append(' ').append(item.fact());
            separator = "; ";
        }
        return line.toString();
    }
}
