package dev.liveset.examples.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Schedules that are done: ranges by pool size. */
final class SeedSet {
    private final List<SeedRange> ranges = new ArrayList<>();

    void add(SeedRange range) {
        ranges.add(range);
    }

    /** What is missing of a range, in rising order. */
    List<SeedRange> gaps(SeedRange whole) {
        List<SeedRange> gaps = new ArrayList<>();
        long next = whole.first();
        for (SeedRange done : sorted(whole.hosts())) {
            if (done.first() > next && next <= whole.last()) {
                gaps.add(new SeedRange(whole.hosts(), next, Math.min(whole.last(), done.first() - 1)));
            }
            next = Math.max(next, done.last() + 1);
        }
        if (next <= whole.last()) {
            gaps.add(new SeedRange(whole.hosts(), next, whole.last()));
        }
        return gaps;
    }

    /** The seeds of a pool size as text: {@code 1-500, 900-1000}; empty for none. */
    String words(int hosts) {
        StringBuilder words = new StringBuilder();
        long first = 0;
        long last = 0;
        boolean open = false;
        for (SeedRange range : sorted(hosts)) {
            if (open && range.first() <= last + 1) {
                last = Math.max(last, range.last());
                continue;
            }
            if (open) {
                words.append(first).append('-').append(last).append(", ");
            }
            open = true;
            first = range.first();
            last = range.last();
        }
        return open ? words.append(first).append('-').append(last).toString() : "";
    }

    private List<SeedRange> sorted(int hosts) {
        return ranges.stream()
                .filter(range -> range.hosts() == hosts)
                .sorted(Comparator.comparingLong(SeedRange::first))
                .toList();
    }
}
