package dev.liveset.sim.xhad;

import dev.liveset.HostSet;
import java.util.Arrays;

/** What the daemon's threads share: its own state, and what was last heard and read of every host. Times are milliseconds, -1 never. */
final class Memory {
    static final int NONE = 0;
    static final int INIT = 1;
    static final int ACTIVE = 2;
    static final int INVALID = 3;

    final XhadIdentity identity;
    final XhadTimings timings;
    final int self;
    final int hosts;
    final long all;

    // The state manager's.
    int phase = PhaseNumber.STARTING;
    long current;
    long proposed;
    boolean sr2;
    boolean armed;
    boolean joinBlock;
    int weight = 1;
    int committedWeight;

    // The heartbeat's.
    boolean beating;
    boolean joining;
    boolean fenceRequest;
    boolean wantsAcceleration;
    long hbdomain;
    long notJoining;
    final long[] heardMillis = never();
    final long[] heardCurrent = new long[HostSet.MAX_HOSTS];
    final long[] heardProposed = new long[HostSet.MAX_HOSTS];
    final long[] heardHbdomain = new long[HostSet.MAX_HOSTS];
    final long[] heardSfdomain = new long[HostSet.MAX_HOSTS];
    final int[] heardPhase = new int[HostSet.MAX_HOSTS];

    // The statefile's.
    boolean cycling;
    boolean starting;
    boolean access;
    boolean excludedChanged;
    boolean poolStateChanged;
    boolean masterChanged;
    int poolState = NONE;
    long sfdomain;
    long excluded;
    long startingHosts;
    final long[] movedMillis = never();
    final long[] readCurrent = new long[HostSet.MAX_HOSTS];
    final long[] readHbdomain = new long[HostSet.MAX_HOSTS];
    final long[] readSfdomain = new long[HostSet.MAX_HOSTS];
    final int[] readPhase = new int[HostSet.MAX_HOSTS];
    final int[] readWeight = new int[HostSet.MAX_HOSTS];
    final boolean[] lockRequest = new boolean[HostSet.MAX_HOSTS];
    final long[] lockGrant = new long[HostSet.MAX_HOSTS];

    Memory(XhadIdentity identity, XhadTimings timings) {
        this.identity = identity;
        this.timings = timings;
        self = identity.self();
        hosts = identity.count();
        all = HostSet.firstHosts(hosts);
        lockGrant[self] = -1L;
    }

    boolean inCurrent(int host) {
        return HostSet.contains(current, host);
    }

    boolean isMember() {
        return inCurrent(self);
    }

    private static long[] never() {
        long[] times = new long[HostSet.MAX_HOSTS];
        Arrays.fill(times, -1);
        return times;
    }
}
