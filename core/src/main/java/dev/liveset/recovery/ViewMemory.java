package dev.liveset.recovery;

import dev.liveset.HostSet;
import java.util.Arrays;

/** What the last pass saw of the view, to notice a change without allocating. */
final class ViewMemory {
    private boolean online;
    private boolean statefileUsable;
    private int watchdogTimeoutMillis;
    private long liveset;
    private long withoutStatefile;
    private long silentHosts;
    private int lockHolder = -1;
    private final long[] leftNanos = new long[HostSet.MAX_HOSTS];
    private final long[] incarnation = new long[HostSet.MAX_HOSTS];
    private final long[] regionSequence = new long[HostSet.MAX_HOSTS];

    boolean isChanged(RecoveryView view) {
        if (online != view.online
                || statefileUsable != view.statefileUsable
                || watchdogTimeoutMillis != view.watchdogTimeoutMillis
                || liveset != view.liveset
                || withoutStatefile != view.withoutStatefile
                || silentHosts != view.silentHosts
                || lockHolder != view.lockHolder) {
            return true;
        }
        return isOther(leftNanos, view.leftNanos, view.hostCount)
                || isOther(incarnation, view.incarnation, view.hostCount)
                || isOther(regionSequence, view.regionSequence, view.hostCount);
    }

    private static boolean isOther(long[] kept, long[] seen, int hostCount) {
        return !Arrays.equals(kept, 0, hostCount, seen, 0, hostCount);
    }

    void keep(RecoveryView view) {
        online = view.online;
        statefileUsable = view.statefileUsable;
        watchdogTimeoutMillis = view.watchdogTimeoutMillis;
        liveset = view.liveset;
        withoutStatefile = view.withoutStatefile;
        silentHosts = view.silentHosts;
        lockHolder = view.lockHolder;
        System.arraycopy(view.leftNanos, 0, leftNanos, 0, leftNanos.length);
        System.arraycopy(view.incarnation, 0, incarnation, 0, incarnation.length);
        System.arraycopy(view.regionSequence, 0, regionSequence, 0, regionSequence.length);
    }
}
