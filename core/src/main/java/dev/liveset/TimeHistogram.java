package dev.liveset;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often something took how long: counts by the longest time that still counts in the bucket. Immutable.
 *
 * @param countByNanos how many took at most so many nanoseconds, and longer than the bucket before
 */
public record TimeHistogram(Map<Long, Long> countByNanos) {
    /** Steps between one power of two and the next: a bucket is at most an eighth longer than what is in it. */
    private static final int STEPS_BITS = 3;

    private static final int STEPS = 1 << STEPS_BITS;
    private static final long UNIT_NANOS = 10_000;
    private static final int POWERS = 36;

    /** So many buckets there are for {@link #bucket}. */
    public static final int BUCKETS = POWERS * STEPS;

    public TimeHistogram {
        countByNanos = Collections.unmodifiableMap(new TreeMap<>(countByNanos));
    }

    public static TimeHistogram empty() {
        return new TimeHistogram(Map.of());
    }

    /** The bucket of a time, for those who count while it goes on; what is longer than a week is in the last. */
    public static int bucket(long nanos) {
        long units = Math.max(0, nanos) / UNIT_NANOS;
        if (units < STEPS) {
            return (int) units;
        }
        int power = 63 - Long.numberOfLeadingZeros(units) - STEPS_BITS;
        int bucket = (power << STEPS_BITS) + (int) (units >>> power);
        return Math.min(bucket, BUCKETS - 1);
    }

    /** The longest time in that bucket, in nanoseconds. */
    public static long longestNanos(int bucket) {
        if (bucket < STEPS) {
            return (bucket + 1) * UNIT_NANOS - 1;
        }
        int power = (bucket >>> STEPS_BITS) - 1;
        long units = (long) (STEPS + (bucket & (STEPS - 1)) + 1) << power;
        return units * UNIT_NANOS - 1;
    }

    /** How much was counted. */
    public long count() {
        return countByNanos.values().stream().mapToLong(Long::longValue).sum();
    }

    /** No shorter than the longest that was counted, in nanoseconds; 0 when nothing was. */
    public long longestNanos() {
        return countByNanos.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** At most this was taken by this share of all, for example 0.999, in nanoseconds. */
    public long within(double share) {
        long needed = (long) Math.ceil(count() * share);
        long seen = 0;
        for (Map.Entry<Long, Long> bucket : countByNanos.entrySet()) {
            seen += bucket.getValue();
            if (seen >= needed) {
                return bucket.getKey();
            }
        }
        return longestNanos();
    }
}
