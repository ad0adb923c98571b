package dev.liveset;

/**
 * A set of hosts as a 64-bit map, bit <i>i</i> for host index <i>i</i> (PROTOCOL.md §1). The map itself is a plain
 * {@code long}, so that sets cost nothing on the beat path; this class names what is done with it.
 */
public final class HostSet {
    /** The most hosts a pool can have. */
    public static final int MAX_HOSTS = 64;

    public static final long EMPTY = 0L;

    private HostSet() {}

    /** The set with just this host. */
    public static long of(int host) {
        return 1L << host;
    }

    /** The set of the hosts with index 0 to {@code count - 1}. */
    public static long firstHosts(int count) {
        return count >= MAX_HOSTS ? -1L : (1L << count) - 1;
    }

    public static boolean contains(long set, int host) {
        return (set >>> host & 1L) != 0;
    }

    public static long with(long set, int host) {
        return set | 1L << host;
    }

    public static long without(long set, int host) {
        return set & ~(1L << host);
    }

    /** Whether every host of {@code part} is in {@code whole}; the empty set is in every set. */
    public static boolean isSubset(long part, long whole) {
        return (part & ~whole) == 0;
    }

    public static int size(long set) {
        return Long.bitCount(set);
    }

    /** The lowest index in the set, or 64 when it is empty. */
    public static int lowest(long set) {
        return Long.numberOfTrailingZeros(set);
    }

    /** The set as bits by host index, lowest first: {@code "110"} is hosts 0 and 1 of three. */
    public static String format(long set, int hostCount) {
        StringBuilder bits = new StringBuilder(hostCount);
        for (int host = 0; host < hostCount; host++) {
            bits.append(contains(set, host) ? '1' : '0');
        }
        return bits.toString();
    }
}
