package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.SeenHost;
import java.util.ArrayList;
import java.util.List;

/** Keeps what heartbeats say for display only, and puts a report together when somebody asks. */
final class Reporter {
    private final LivesetQuorum quorum;
    private final BeatLoop beats;
    private final HealthCheck health;
    private final StatefileIntake intake;
    private final int self;
    private final int hostCount;
    private final String[] errString = new String[HostSet.MAX_HOSTS];
    private final int[] sinceAgentRestartMillis = new int[HostSet.MAX_HOSTS];
    private long corrupted;

    Reporter(AgentConfig config, LivesetQuorum quorum, BeatLoop beats, HealthCheck health, StatefileIntake intake) {
        this.quorum = quorum;
        this.beats = beats;
        this.health = health;
        this.intake = intake;
        this.self = config.self();
        this.hostCount = config.pool().hostCount();
        for (int host = 0; host < HostSet.MAX_HOSTS; host++) {
            errString[host] = "";
            sinceAgentRestartMillis[host] = -1;
        }
    }

    void onPacket(HeartbeatMessage beat) {
        int host = beat.hostIndex;
        errString[host] = beat.errString;
        sinceAgentRestartMillis[host] = beat.sinceAgentRestartMillis;
        corrupted = beat.sfCorrupted ? HostSet.with(corrupted, host) : HostSet.without(corrupted, host);
    }

    /** Everything that is known now; allocates. */
    LivesetReport report(long nowNanos, PoolStatus status, long stalePackets) {
        List<HostReport> hosts = new ArrayList<>();
        for (int host = 0; host < hostCount; host++) {
            hosts.add(host == self ? own(nowNanos, status) : peer(nowNanos, host));
        }
        return new LivesetReport(status, hosts, stalePackets, intake.olderSections());
    }

    private HostReport own(long nowNanos, PoolStatus status) {
        return new HostReport(
                Publisher.ageMillis(nowNanos, quorum.movedNanos(self)),
                Publisher.ageMillis(nowNanos, beats.regularNanos()),
                health.sinceRestartMillis(nowNanos),
                health.errString(),
                quorum.hbdomain(),
                quorum.hbdomain(),
                quorum.sfdomain(),
                quorum.sfdomain(),
                status.online() && quorum.statefileAccess(),
                intake.corrupted());
    }

    private HostReport peer(long nowNanos, int host) {
        SeenHost seen = quorum.seen(host);
        boolean member = HostSet.contains(quorum.currentLiveset(), host);
        boolean read = member && HostSet.contains(quorum.sfdomain(), host);
        int heard = Publisher.ageMillis(nowNanos, quorum.heardNanos(host));
        int restart = sinceAgentRestartMillis[host];
        return new HostReport(
                Publisher.ageMillis(nowNanos, quorum.movedNanos(host)),
                heard,
                restart < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, (long) heard + restart),
                errString[host],
                member ? seen.heardHbdomain() : 0,
                read ? seen.readHbdomain() : 0,
                member ? seen.heardSfdomain() : 0,
                read ? seen.readSfdomain() : 0,
                // Outside rule 2 every host of the liveset has the statefile, as xhad tells it.
                member && (!quorum.sr2() || HostSet.contains(seen.heardSfdomain(), host)),
                HostSet.contains(corrupted, host));
    }
}
