package dev.liveset;

import java.util.List;
import java.util.Locale;

/**
 * A time that is proven as a sum of what each step takes at most.
 *
 * @param name what takes so long
 * @param terms the steps, in order
 */
public record TimingBound(String name, List<Term> terms) {
    /**
     * One step.
     *
     * @param what the step, in words
     * @param nanos what it takes at most; negative for what is taken away
     */
    public record Term(String what, long nanos) {}

    public TimingBound {
        terms = List.copyOf(terms);
    }

    static TimingBound of(String name, Term... terms) {
        return new TimingBound(name, List.of(terms));
    }

    static Term term(String what, long nanos) {
        return new Term(what, nanos);
    }

    /** The sum, in nanoseconds. */
    public long nanos() {
        long sum = 0;
        for (Term term : terms) {
            sum += term.nanos();
        }
        return sum;
    }

    /** The sum with its terms, in one line. */
    public String words() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s %.3f s", name, nanos() / 1e9));
        String separator = " = ";
        for (Term term : terms) {
            line.append(term.nanos() < 0 ? " - " : separator)
                    .append(String.format(Locale.ROOT, "%.3f %s", Math.abs(term.nanos()) / 1e9, term.what()));
            separator = " + ";
        }
        return line.toString();
    }
}
