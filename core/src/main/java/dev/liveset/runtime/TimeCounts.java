package dev.liveset.runtime;

import dev.liveset.TimeHistogram;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts durations by bucket; allocates nothing while it counts. Written by one thread, read by any. */
final class TimeCounts {
    private final AtomicLongArray counts = new AtomicLongArray(TimeHistogram.BUCKETS);

    void took(long nanos) {
        counts.getAndIncrement(TimeHistogram.bucket(nanos));
    }

    TimeHistogram histogram() {
        Map<Long, Long> histogram = new TreeMap<>();
        for (int bucket = 0; bucket < counts.length(); bucket++) {
            long count = counts.get(bucket);
            if (count > 0) {
                histogram.put(TimeHistogram.longestNanos(bucket), count);
            }
        }
        return new TimeHistogram(histogram);
    }
}
