package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.Sightings;
import dev.liveset.recovery.VmRecovery;
import dev.liveset.statefile.HostSection;

/** Fills heartbeats and the own section with what this host holds true. */
final class Publisher {
    private final LivesetQuorum quorum;
    private final VmRecovery recovery;
    private final StatefileIntake intake;
    private final HealthCheck health;
    private final Arming arming;
    private final BeatLoop beats;
    private final int self;
    private final int hostCount;
    private final long incarnation;
    private final int policy;
    private int beatSequence;
    private int sectionSequence;
    private long sectionLongSequence;
    boolean excluded;
    private boolean saidRule2;

    Publisher(
            AgentConfig config,
            LivesetQuorum quorum,
            VmRecovery recovery,
            StatefileIntake intake,
            HealthCheck health,
            Arming arming,
            BeatLoop beats) {
        this.quorum = quorum;
        this.recovery = recovery;
        this.intake = intake;
        this.health = health;
        this.arming = arming;
        this.beats = beats;
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

    void fill(HeartbeatMessage beat, long nowNanos) {
        beat.hostIndex = self;
        beat.sequence = ++beatSequence;
        beat.currentLiveset = quorum.currentLiveset();
        beat.proposedLiveset = quorum.proposedLiveset();
        beat.hbdomain = quorum.hbdomain();
        beat.sfdomain = quorum.sfdomain();
        fillAges(beat.sinceHeartbeatMillis, beat.sinceStatefileMillis, nowNanos);
        beat.phase = quorum.phase().ordinal();
        beat.sfAccess = quorum.statefileAccess();
        beat.sfCorrupted = intake.corrupted();
        beat.errString = health.errString();
        beat.sinceAgentRestartMillis = health.sinceRestartMillis(nowNanos);
        beat.sfAccelerate = quorum.asksForHaste();
        beat.fenceRequest = quorum.fenceRequests(nowNanos) != 0;
        beat.sr2 = quorum.sr2();
        saidRule2 = beat.sr2;
        beat.joining = quorum.joining();
        beat.trailer = true;
        beat.incarnation = incarnation;
        beat.longSequence = Integer.toUnsignedLong(beatSequence);
    }

    void fill(HostSection section, long nowNanos) {
        section.sequence = ++sectionSequence;
        section.sinceAgentRestartMillis = health.sinceRestartMillis(nowNanos);
        section.excluded = excluded;
        section.starting = quorum.starting();
        section.currentLiveset = quorum.currentLiveset();
        section.proposedLiveset = quorum.proposedLiveset();
        section.hbdomain = quorum.hbdomain();
        section.sfdomain = quorum.sfdomain();
        fillAges(section.sinceHeartbeatMillis, section.sinceStatefileMillis, nowNanos);
        section.lockRequest = quorum.lockRequest();
        section.lockGrant = quorum.lockGrants();
        section.phase = quorum.phase().ordinal();
        section.weight = quorum.weight();
        section.trailer = true;
        section.incarnation = incarnation;
        section.longSequence = ++sectionLongSequence;
        section.regionSequence = recovery.durableRegionSequence();
        section.policy = policy;
        section.watchdogTimeoutMillis = arming.timeoutMillis();
        section.excludedHosts = HostSet.without(quorum.excluded(), self);
    }

    private void fillAges(int[] heard, int[] moved, long nowNanos) {
        for (int host = 0; host < hostCount; host++) { // the places of hosts that are not configured stay 0
            heard[host] = ageMillis(nowNanos, quorum.heardNanos(host));
            moved[host] = ageMillis(nowNanos, quorum.movedNanos(host));
        }
        heard[self] = ageMillis(nowNanos, beats.regularNanos());
    }

    static int ageMillis(long nowNanos, long thenNanos) {
        if (thenNanos <= Sightings.NEVER) {
            return -1;
        }
        return (int) Math.min(Integer.MAX_VALUE, (nowNanos - thenNanos) / 1_000_000);
    }
}
