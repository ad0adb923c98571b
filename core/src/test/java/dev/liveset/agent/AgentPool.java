package dev.liveset.agent;

import dev.liveset.AllocatedBytes;
import dev.liveset.HostConfig;
import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.Timings;
import dev.liveset.VmId;
import dev.liveset.failover.WorstFitPlanner;
import dev.liveset.quorum.QuorumPools;
import dev.liveset.recovery.CallOutcome;
import dev.liveset.recovery.LivesetOnlyRecovery;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RecoverySettings;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.recovery.TableRecovery;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;

/** A faultless pool of agents in one thread whose world answers at once: to look at single steps. */
final class AgentPool {
    static final long TICK = 50_000_000L;

    final HostAgent[] agents;
    final List<List<Effect>> told = new ArrayList<>();
    private final PoolConfig pool;
    private final HealthSettings health;
    final StatefileSnapshot disk = new StatefileSnapshot();
    final Manifest[] manifests;
    private final PoolTable[] tables;
    final List<Set<VmId>> running = new ArrayList<>();
    private final Event.SectionWritten written = new Event.SectionWritten();
    private final Event.StatefileRead read = new Event.StatefileRead(disk);
    private final Event.PacketReceived[] packets;
    private final long powerDeadlineNanos;
    private ObjLongConsumer<Event> watch = (event, bytes) -> {};
    long now;
    /** Hosts whose reads of the statefile fail, and whose writes of their section never come back. */
    long readsFail;

    long writesHang;
    /** Whether what is written over a bad block does not heal it. */
    boolean overwriteFails;
    /** Why no watchdog can be armed, or null. */
    String armingFails;
    /** Hosts that are switched off. */
    long off;
    /** Hosts whose network is cut. */
    long cut;

    AgentPool(int hosts) {
        this(hosts, PoolConfig.Mode.STRICT);
    }

    AgentPool(int hosts, PoolConfig.Mode mode) {
        this(hosts, mode, null, 0);
    }

    /**
     * @param health how every host looks after its management agent, null not at all
     * @param powerDeadlineNanos of a power fencer that the test plays, 0 for none
     */
    AgentPool(int hosts, PoolConfig.Mode mode, HealthSettings health, long powerDeadlineNanos) {
        this.health = health;
        this.powerDeadlineNanos = powerDeadlineNanos;
        pool = QuorumPools.pool(hosts, Timings.builder().build(), mode);
        agents = new HostAgent[hosts];
        manifests = new Manifest[hosts];
        tables = new PoolTable[hosts];
        packets = new Event.PacketReceived[hosts];
        disk.globalStatus = SectionStatus.VALID;
        disk.global.poolState = PoolState.INIT;
        for (int host = 0; host < hosts; host++) {
            disk.status[host] = SectionStatus.NEVER_WRITTEN;
            manifests[host] = Manifest.initial(host);
            running.add(new TreeSet<>());
            told.add(new ArrayList<>());
            restart(host, 1);
        }
    }

    /** A new agent on a machine that was reset. */
    void restart(int host, long incarnation) {
        List<String> names = pool.hosts().stream().map(HostConfig::name).toList();
        RecoverySettings settings =
                new RecoverySettings(host, names, incarnation, 7, host + 100 * incarnation, 4096, 16, false, false);
        AgentConfig config = new AgentConfig(pool, host, incarnation, true, health, powerDeadlineNanos);
        boolean keepsVms = pool.mode() == PoolConfig.Mode.STRICT;
        agents[host] = new HostAgent(
                config, keepsVms ? new TableRecovery(settings, new WorstFitPlanner()) : new LivesetOnlyRecovery(host));
        packets[host] = null;
    }

    /** Tells every event and how many bytes its step allocated. */
    void watch(ObjLongConsumer<Event> watcher) {
        watch = watcher;
    }

    /** The disk block of a host that is off can no longer be read. */
    void breakSection(int host) {
        disk.status[host] = SectionStatus.UNREADABLE;
        disk.badBlocks = HostSet.with(disk.badBlocks, host);
    }

    /** As a host that died while it wrote would leave it. */
    void damageGlobal() {
        disk.globalStatus = SectionStatus.CORRUPT;
        disk.global.poolState = PoolState.NONE;
        disk.global.master = GlobalSection.NO_MASTER;
    }

    SectionStatus globalStatus() {
        return disk.globalStatus;
    }

    int globalMaster() {
        return disk.global.master;
    }

    /** What the host was told to do of this kind, other than what the pool does at once. */
    <T> List<T> told(int host, Class<T> kind) {
        return told.get(host).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The news of this kind that the host told. */
    <T> List<T> news(int host, Class<T> kind) {
        return told(host, Effect.Notify.class).stream()
                .map(Effect.Notify::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    void run(long nanos) {
        for (long end = now + nanos; now < end; now += TICK) {
            for (int host = 0; host < agents.length; host++) {
                if (!HostSet.contains(off, host)) {
                    step(host, Event.Tick.INSTANCE);
                }
            }
        }
    }

    void step(int host, Event event) {
        long before = AllocatedBytes.now();
        List<Effect> effects = agents[host].step(now, event);
        watch.accept(event, AllocatedBytes.now() - before);
        for (Effect effect : List.copyOf(effects)) {
            carryOut(host, effect);
        }
    }

    private void carryOut(int host, Effect effect) {
        if (effect instanceof Effect.SendHeartbeat send) {
            if (packets[host] == null) {
                packets[host] = new Event.PacketReceived(send.message);
            }
            long reached = HostSet.contains(cut, host) ? 0 : send.destinations & ~cut & ~off;
            for (long to = reached; to != 0; to &= to - 1) {
                step(HostSet.lowest(to), packets[host]);
            }
        } else if (effect instanceof Effect.ReadStatefile && HostSet.contains(readsFail, host)) {
            step(host, new Event.StatefileReadFailed("cut"));
        } else if (effect instanceof Effect.ReadStatefile) {
            disk.beganNanos = now;
            step(host, read);
        } else if (effect instanceof Effect.WriteSection write && !HostSet.contains(writesHang, host)) {
            disk.status[host] = SectionStatus.VALID;
            disk.badBlocks = HostSet.without(disk.badBlocks, host);
            disk.section[host].copyFrom(write.section);
            step(host, written.with(true, now));
        } else if (effect instanceof Effect.OverwriteSection over) {
            told.get(host).add(effect);
            if (!overwriteFails) {
                disk.status[over.host()] = SectionStatus.CORRUPT;
                disk.fingerprint[over.host()] = 1 + 64 * (int) over.attempt() + host;
                disk.badBlocks = HostSet.without(disk.badBlocks, over.host());
            }
            step(host, new Event.SectionOverwritten(over.host(), !overwriteFails));
        } else if (effect instanceof Effect.WriteGlobal write) {
            boolean whole = write.poolState() != null && write.master() != Effect.WriteGlobal.KEEP_MASTER;
            disk.globalStatus = whole ? SectionStatus.VALID : disk.globalStatus;
            disk.global.poolState = write.poolState() == null ? disk.global.poolState : write.poolState();
            disk.global.master = write.master() == Effect.WriteGlobal.KEEP_MASTER ? disk.global.master : write.master();
            step(host, new Event.GlobalWritten(true));
        } else if (effect instanceof Effect.ReadRegion region) {
            Object content = region.kind() == RegionKind.MANIFEST ? manifests[region.host()] : tables[region.host()];
            RegionStatus status = content == null ? RegionStatus.NO_VALID_SLOT : RegionStatus.VALID;
            step(host, new Event.RegionRead(region.host(), region.kind(), now, status, content));
        } else if (effect instanceof Effect.WriteManifest write) {
            manifests[host] = write.manifest();
            step(
                    host,
                    new Event.RegionWritten(
                            RegionKind.MANIFEST, write.manifest().sequence(), true));
        } else if (effect instanceof Effect.WriteTable write) {
            tables[host] = write.table();
            step(host, new Event.RegionWritten(RegionKind.MASTER, write.regionSequence(), true));
        } else if (effect instanceof Effect.ArmWatchdog arm) {
            long timeout = armingFails == null ? arm.timeoutNanos() : 0;
            step(host, new Event.WatchdogArmed(timeout, 0, true, armingFails == null ? "" : armingFails));
        } else if (effect instanceof Effect.StartVm start) {
            running.get(host).add(start.vm().vm());
            step(host, new Event.VmStarted(start.vm().vm(), start.callId(), CallOutcome.DONE, ""));
        } else if (effect instanceof Effect.StopVm stop) {
            running.get(host).remove(stop.vm());
            step(host, new Event.VmStopped(stop.vm(), stop.callId(), CallOutcome.DONE, ""));
        } else if (effect instanceof Effect.DisarmWatchdog) {
            step(host, new Event.WatchdogDisarmed(true));
        } else if (effect instanceof Effect.ListVms) {
            step(host, new Event.VmsListed(Set.copyOf(running.get(host))));
        } else if (!(effect instanceof Effect.FeedWatchdog) && !(effect instanceof Effect.WriteSection)) {
            told.get(host).add(effect);
        }
    }
}
