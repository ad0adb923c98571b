package dev.liveset.io;

/**
 * What a watchdog device makes of timeouts in whole seconds, tried out once while it is armed with the longest: drivers
 * round, and some round up. Nothing shorter than a quarter of the longest is tried, so that trying cannot reset the host.
 */
final class TimeoutTable {
    private final int[] secondsAsked;
    private final int[] secondsRead;
    private final int size;

    private TimeoutTable(int[] secondsAsked, int[] secondsRead, int size) {
        this.secondsAsked = secondsAsked;
        this.secondsRead = secondsRead;
        this.size = size;
    }

    /** Leaves the device at the last value tried; empty when it takes no value up to {@code longestSeconds}. */
    static TimeoutTable tryOut(WatchdogDevice device, int longestSeconds) {
        int shortestSeconds = Math.max(1, longestSeconds / 4);
        int count = longestSeconds - shortestSeconds + 1;
        int[] asked = new int[count];
        int[] read = new int[count];
        int size = 0;
        for (int seconds = longestSeconds; seconds >= shortestSeconds; seconds--) {
            int got = device.setTimeoutSeconds(seconds);
            if (got > 0 && got <= longestSeconds && (size == 0 || got < read[size - 1])) {
                asked[size] = seconds;
                read[size++] = got;
            }
        }
        return new TimeoutTable(asked, read, size);
    }

    /** The table of a device whose only timeout is this one. */
    static TimeoutTable fixed(int seconds) {
        return new TimeoutTable(new int[] {seconds}, new int[] {seconds}, 1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Index of the longest timeout not longer than the limit, or -1. */
    int within(long limitSeconds) {
        for (int i = 0; i < size; i++) {
            if (secondsRead[i] <= limitSeconds) {
                return i;
            }
        }
        return -1;
    }

    int shortest() {
        return size - 1;
    }

    int secondsAsked(int index) {
        return secondsAsked[index];
    }

    /** The timeout in force after asking for {@link #secondsAsked}. */
    int secondsRead(int index) {
        return secondsRead[index];
    }
}
