package dev.liveset.agent;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.Timings;
import dev.liveset.failover.SearchingPlanner;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RecoverySettings;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.recovery.TableRecovery;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A faultless pool of real agents that has come to rest with host 0 as master. From then on only host 0 takes events:
 * the others' heartbeats and sections go on as they last were, with sequences that rise.
 */
final class SteadyPool {
    private static final long START_NANOS = 60_000_000_000L;

    final PoolConfig pool;
    final HostAgent agent;
    long nowNanos = 1_000_000_000L;
    private final HostAgent[] agents;
    private final HeartbeatMessage[] beats;
    private final Event.PacketReceived[] packets;
    private final StatefileSnapshot disk;
    private final Manifest[] manifests;
    private final PoolTable[] tables;
    private final Event.SectionWritten written = new Event.SectionWritten();
    private final Event.StatefileRead read;
    private final Event.VmsListed listed = new Event.VmsListed(Set.of());
    private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
    private boolean readPending;
    private boolean writtenPending;
    private boolean listPending;
    /** What a check of the own regions finds, and which one is open. */
    private Event.RegionRead ownManifest;

    private Event.RegionRead ownTable;
    private Event.RegionRead checkPending;

    SteadyPool(int hosts) {
        List<HostConfig> configs = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            names.add("host" + host);
            configs.add(new HostConfig(
                    new HostId(String.format(Locale.ROOT, "%032x", 0x1000 + host)), names.get(host), List.of()));
        }
        Generation generation = new Generation("c0ffee00123445678901234567890123");
        pool = new PoolConfig("bench", generation, configs, Timings.builder().build(), PoolConfig.Mode.STRICT);
        agents = new HostAgent[hosts];
        beats = new HeartbeatMessage[hosts];
        packets = new Event.PacketReceived[hosts];
        manifests = new Manifest[hosts];
        tables = new PoolTable[hosts];
        disk = new StatefileSnapshot(hosts);
        read = new Event.StatefileRead(disk);
        disk.globalStatus = SectionStatus.VALID;
        disk.global.poolState = PoolState.INIT;
        for (int host = 0; host < hosts; host++) {
            disk.status[host] = SectionStatus.NEVER_WRITTEN;
            manifests[host] = Manifest.initial(host);
            RecoverySettings settings = new RecoverySettings(host, names, 1, 7, host, 4096, 16, false, false);
            AgentConfig config = new AgentConfig(pool, host, 1, host == 0);
            agents[host] = new HostAgent(config, new TableRecovery(settings, new SearchingPlanner()));
        }
        agent = agents[0];
        start();
    }

    private void start() {
        for (long end = nowNanos + START_NANOS;
                nowNanos < end;
                nowNanos += pool.timings().tickNanos()) {
            for (int host = 0; host < agents.length; host++) {
                step(host, Event.Tick.INSTANCE);
                for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
                    answer.run();
                }
            }
        }
        if (agent.status().liveset() != pool.allHosts() || agent.status().master() != 0) {
            throw new IllegalStateException("the pool did not come to rest: " + agent.status());
        }
        ownManifest = new Event.RegionRead(0, RegionKind.MANIFEST, nowNanos, RegionStatus.VALID, manifests[0]);
        ownTable = new Event.RegionRead(0, RegionKind.MASTER, nowNanos, RegionStatus.VALID, tables[0]);
    }

    private void step(int host, Event event) {
        for (Effect effect : List.copyOf(agents[host].step(nowNanos, event))) {
            if (effect instanceof Effect.SendHeartbeat send) {
                beats[host] = send.message;
                packets[host] = new Event.PacketReceived(send.message);
                for (long to = send.destinations; to != 0; to &= to - 1) {
                    step(HostSet.lowest(to), packets[host]);
                }
            } else {
                carryOut(host, effect);
            }
        }
    }

    private void carryOut(int host, Effect effect) {
        if (effect instanceof Effect.ReadStatefile) {
            answers.add(() -> {
                disk.beganNanos = nowNanos;
                step(host, read);
            });
        } else if (effect instanceof Effect.WriteSection write) {
            disk.status[host] = SectionStatus.VALID;
            copy(write.section, disk.section[host]);
            answers.add(() -> step(host, new Event.SectionWritten().with(true, nowNanos)));
        } else if (effect instanceof Effect.WriteGlobal write) {
            disk.global.poolState = write.poolState() == null ? disk.global.poolState : write.poolState();
            disk.global.master = write.master() == Effect.WriteGlobal.KEEP_MASTER ? disk.global.master : write.master();
            answers.add(() -> step(host, new Event.GlobalWritten(true)));
        } else if (effect instanceof Effect.ReadRegion region) {
            Object content = region.kind() == RegionKind.MANIFEST ? manifests[region.host()] : tables[region.host()];
            RegionStatus status = content == null ? RegionStatus.NO_VALID_SLOT : RegionStatus.VALID;
            answers.add(
                    () -> step(host, new Event.RegionRead(region.host(), region.kind(), nowNanos, status, content)));
        } else if (effect instanceof Effect.WriteManifest write) {
            manifests[host] = write.manifest();
            long sequence = write.manifest().sequence();
            answers.add(() -> step(host, new Event.RegionWritten(RegionKind.MANIFEST, sequence, true)));
        } else if (effect instanceof Effect.WriteTable write) {
            tables[host] = write.table();
            answers.add(() -> step(host, new Event.RegionWritten(RegionKind.MASTER, write.regionSequence(), true)));
        } else if (effect instanceof Effect.ArmWatchdog arm) {
            answers.add(() -> step(host, new Event.WatchdogArmed(arm.timeoutNanos(), 0, true, "")));
        } else if (effect instanceof Effect.ListVms) {
            answers.add(() -> step(host, listed));
        }
    }

    /** The next heartbeat of a peer. */
    List<Effect> packet(int host) {
        beats[host].sequence++;
        beats[host].longSequence++;
        return take(packets[host]);
    }

    List<Effect> tick() {
        return take(Event.Tick.INSTANCE);
    }

    /** A read in which every peer's section moved, and the write of the own one that follows it. */
    List<Effect> round() {
        readPending = false;
        read();
        writtenPending = false;
        return take(written.with(true, nowNanos));
    }

    /** An answer to what the agent asked for, or null when none is open. */
    List<Effect> answer() {
        if (readPending) {
            readPending = false;
            return read();
        }
        if (writtenPending) {
            writtenPending = false;
            return take(written.with(true, nowNanos));
        }
        if (checkPending != null) {
            Event.RegionRead found = checkPending;
            checkPending = null;
            return take(found);
        }
        if (listPending) {
            listPending = false;
            return take(listed);
        }
        return null;
    }

    private List<Effect> read() {
        disk.beganNanos = nowNanos;
        for (int host = 1; host < agents.length; host++) {
            disk.section[host].sequence++;
            disk.section[host].longSequence++;
        }
        return take(read);
    }

    private List<Effect> take(Event event) {
        List<Effect> effects = agent.step(nowNanos, event);
        for (int i = 0; i < effects.size(); i++) {
            Effect effect = effects.get(i);
            if (effect instanceof Effect.ReadStatefile) {
                readPending = true;
            } else if (effect instanceof Effect.WriteSection write) {
                copy(write.section, disk.section[0]);
                writtenPending = true;
            } else if (effect instanceof Effect.ListVms) {
                listPending = true;
            } else if (effect instanceof Effect.ReadRegion region && region.host() == 0) {
                checkPending = region.kind() == RegionKind.MANIFEST ? ownManifest : ownTable;
            } else if (!(effect instanceof Effect.SendHeartbeat || effect instanceof Effect.FeedWatchdog)) {
                throw new IllegalStateException("not at rest: " + effect);
            }
        }
        return effects;
    }

    private static void copy(HostSection from, HostSection to) {
        to.sequence = from.sequence;
        to.excluded = from.excluded;
        to.starting = from.starting;
        to.currentLiveset = from.currentLiveset;
        to.proposedLiveset = from.proposedLiveset;
        to.hbdomain = from.hbdomain;
        to.sfdomain = from.sfdomain;
        to.lockRequest = from.lockRequest;
        to.lockGrant = from.lockGrant;
        to.phase = from.phase;
        to.weight = from.weight;
        to.trailer = from.trailer;
        to.incarnation = from.incarnation;
        to.longSequence = from.longSequence;
        to.regionSequence = from.regionSequence;
        to.policy = from.policy;
        to.watchdogTimeoutMillis = from.watchdogTimeoutMillis;
        to.excludedHosts = from.excludedHosts;
    }
}
