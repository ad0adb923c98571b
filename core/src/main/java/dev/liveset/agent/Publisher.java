package dev.liveset.agent;

import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.Sightings;
import dev.liveset.statefile.HostSection;

/** Fills heartbeats and the own section with what this host holds true. */
final class Publisher {
    private final LivesetQuorum quorum;
    private final int self;
    private final int hostCount;
    private final long incarnation;
    private final int policy;
    private int beatSequence;
    private int sectionSequence;
    private long sectionLongSequence;
    boolean excluded;
    private boolean saidRule2;

    Publisher(AgentConfig config, LivesetQuorum quorum) {
        this.quorum = quorum;
        self = config.self();
        hostCount = config.pool().hostCount();
        incarnation = config.incarnation();
        policy = config.pool().policy().number();
    }

    /** Goes on one above what the disk holds, so that already the first write is visible. */
    void continueFrom(HostSection ownSection) {
        sectionSequence = ownSection.sequence;
        excluded = ownSection.excluded;
    }

    /** Whether the last heartbeat said that rule 2 is in force. */
    boolean saidRule2() {
        return saidRule2;
    }

    void fill(HeartbeatMessage beat, long nowNanos, long regularBeatNanos, boolean corrupted, HealthCheck health) {
        beat.hostIndex = self;
        beat.sequence = ++beatSequence;
        beat.currentLiveset = quorum.currentLiveset();
        beat.proposedLiveset = quorum.proposedLiveset();
        beat.hbdomain = quorum.hbdomain();
        beat.sfdomain = quorum.sfdomain();
        fillAges(beat.sinceHeartbeatMillis, beat.sinceStatefileMillis, nowNanos, regularBeatNanos);
        beat.phase = quorum.phase().ordinal();
        beat.sfAccess = quorum.statefileAccess();
        beat.sfCorrupted = corrupted;
        beat.errString = health.errString();
        beat.sinceAgentRestartMillis = health.sinceRestartMillis(nowNanos);
        beat.sfAccelerate = quorum.inRound() || quorum.joining();
        beat.fenceRequest = quorum.fenceRequests(nowNanos) != 0;
        beat.sr2 = quorum.sr2();
        saidRule2 = beat.sr2;
        beat.joining = quorum.joining();
        beat.trailer = true;
        beat.incarnation = incarnation;
        beat.longSequence = Integer.toUnsignedLong(beatSequence);
    }

    void fill(
            HostSection section,
            long nowNanos,
            long regularBeatNanos,
            long regionSequence,
            int watchdogMillis,
            HealthCheck health) {
        section.sequence = ++sectionSequence;
        section.sinceAgentRestartMillis = health.sinceRestartMillis(nowNanos);
        section.excluded = excluded;
        section.starting = quorum.starting();
        section.currentLiveset = quorum.currentLiveset();
        section.proposedLiveset = quorum.proposedLiveset();
        section.hbdomain = quorum.hbdomain();
        section.sfdomain = quorum.sfdomain();
        fillAges(section.sinceHeartbeatMillis, section.sinceStatefileMillis, nowNanos, regularBeatNanos);
        section.lockRequest = quorum.lockRequest();
        section.lockGrant = quorum.lockGrants();
        section.phase = quorum.phase().ordinal();
        section.weight = quorum.weight();
        section.trailer = true;
        section.incarnation = incarnation;
        section.longSequence = ++sectionLongSequence;
        section.regionSequence = regionSequence;
        section.policy = policy;
        section.watchdogTimeoutMillis = watchdogMillis;
    }

    private void fillAges(int[] heard, int[] moved, long nowNanos, long regularBeatNanos) {
        for (int host = 0; host < hostCount; host++) { // the places of hosts that are not configured stay 0
            heard[host] = ageMillis(nowNanos, quorum.heardNanos(host));
            moved[host] = ageMillis(nowNanos, quorum.movedNanos(host));
        }
        heard[self] = ageMillis(nowNanos, regularBeatNanos);
    }

    static int ageMillis(long nowNanos, long thenNanos) {
        if (thenNanos <= Sightings.NEVER) {
            return -1;
        }
        return (int) Math.min(Integer.MAX_VALUE, (nowNanos - thenNanos) / 1_000_000);
    }
}
