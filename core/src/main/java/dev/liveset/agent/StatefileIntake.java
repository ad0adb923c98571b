package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.Sightings;
import dev.liveset.recovery.RecoveryView;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.List;

/** Hands what a read of the statefile found to the quorum and to recovery's view, section by section. */
final class StatefileIntake {
    /** What an operator is told whose host the disk knows better than the host does. */
    static final String ROLLED_BACK = "The heartbeat disk knows a later start of this host than the host itself;"
            + " restore the host's state directory, or set its clock right.";

    private final AgentConfig config;
    private final LivesetQuorum quorum;
    private final RecoveryView view;
    private final Sightings.Section sighting = new Sightings.Section();
    private final SectionHistory history;
    private PoolState poolState = PoolState.NONE;
    private boolean corrupted;
    private SectionStatus globalStatus = SectionStatus.UNREADABLE;

    StatefileIntake(AgentConfig config, LivesetQuorum quorum, RecoveryView view) {
        this.config = config;
        this.quorum = quorum;
        this.view = view;
        this.history = new SectionHistory(config.pool().mode() == PoolConfig.Mode.STRICT);
    }

    /** Pool state as last read from a usable global section. */
    PoolState poolState() {
        return poolState;
    }

    /** Why no host can live with this global section, or null: another generation or version is fatal. */
    static Code fatal(StatefileSnapshot snapshot) {
        return switch (snapshot.globalStatus) {
            case WRONG_GENERATION -> Code.GENERATION_UUID_MISMATCH;
            case WRONG_VERSION -> Code.INVALID_STATEFILE;
            default -> null;
        };
    }

    /** What the last read found where the global section belongs. */
    SectionStatus globalStatus() {
        return globalStatus;
    }

    /** Whether the last read found a section that was not believed. */
    boolean corrupted() {
        return corrupted;
    }

    /** How many sections were older than what the disk had shown before. */
    long olderSections() {
        return history.olderSections();
    }

    /** {@code shown}: whether the read can be believed to show what others wrote; if not, what it lacks proves nothing. */
    void take(long nowNanos, StatefileSnapshot snapshot, boolean shown, List<Effect> effects) {
        long lookNanos = shown ? snapshot.beganNanos : Sightings.NEVER;
        globalStatus = snapshot.globalStatus;
        corrupted = !globalStatus.usable();
        for (int host = 0; host < config.pool().hostCount(); host++) {
            SectionStatus found = snapshot.status[host];
            corrupted |= !found.usable() && found != SectionStatus.UNREADABLE;
            if (found.usable()) {
                history.look(snapshot, host, effects);
                takeSection(lookNanos, nowNanos, snapshot, host);
            } else if (found != SectionStatus.UNREADABLE) {
                quorum.onUnusableSection(lookNanos, nowNanos, host, snapshot.fingerprint[host]);
            } else if (shown && HostSet.contains(snapshot.badBlocks, host)) {
                quorum.onUnreadableSection(lookNanos, host);
            }
        }
        boolean globalUsable = snapshot.globalStatus == SectionStatus.VALID;
        if (globalUsable) {
            poolState = snapshot.global.poolState;
        }
        quorum.onReadCompleted(globalUsable ? poolState : null);
    }

    /** Whether the disk has seen this boot of this host, or a later one: then its own notes were rolled back. */
    boolean knowsThisBoot(StatefileSnapshot snapshot) {
        int self = config.self();
        return snapshot.status[self].usable() && snapshot.section[self].incarnation >= config.incarnation();
    }

    /** Whether a host that is in a liveset, or one of those that live, has another policy. */
    boolean otherPolicy(StatefileSnapshot snapshot, long living) {
        for (int host = 0; host < config.pool().hostCount(); host++) {
            HostSection section = snapshot.section[host];
            boolean counts = HostSet.contains(section.currentLiveset | living, host);
            boolean inLiveset = snapshot.status[host] == SectionStatus.VALID && counts;
            boolean differs =
                    section.trailer && section.policy != config.pool().policy().number();
            if (host != config.self() && inLiveset && differs) {
                return true;
            }
        }
        return false;
    }

    private void takeSection(long lookNanos, long nowNanos, StatefileSnapshot snapshot, int host) {
        HostSection section = snapshot.section[host];
        sighting.sequence = section.sequence;
        sighting.excluded = section.excluded;
        sighting.excludedHosts = section.excludedHosts;
        sighting.starting = section.starting;
        sighting.current = section.currentLiveset;
        sighting.proposed = section.proposedLiveset;
        sighting.hbdomain = section.hbdomain;
        sighting.sfdomain = section.sfdomain;
        sighting.lockRequest = section.lockRequest;
        sighting.lockGrant = section.lockGrant;
        sighting.phase = section.phase;
        sighting.weight = section.weight;
        sighting.incarnation = section.incarnation;
        sighting.longSequence = section.longSequence;
        sighting.watchdogNanos = section.watchdogTimeoutMillis * 1_000_000L;
        if (quorum.onSection(lookNanos, nowNanos, host, sighting)) {
            view.incarnation[host] = section.incarnation;
            view.regionSequence[host] = section.regionSequence;
        }
    }
}
