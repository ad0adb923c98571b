package dev.liveset.sim;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.RuleTally;
import dev.liveset.VmId;
import dev.liveset.agent.AgentConfig;
import dev.liveset.agent.Effect;
import dev.liveset.agent.HostAgent;
import dev.liveset.agent.PoolEvent;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.failover.SearchingPlanner;
import dev.liveset.recovery.LivesetOnlyRecovery;
import dev.liveset.recovery.RecoverySettings;
import dev.liveset.recovery.TableRecovery;
import dev.liveset.recovery.VmRecovery;
import dev.liveset.sim.xhad.Xhad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A pool of simulated hosts with real agents, in virtual time. Single-threaded; the same seed and the same calls give
 * the same run. Checkers see every change of the world as it happens; the first violation ends the run.
 */
final class SimPool implements AutoCloseable {
    /** VMs that a simulated statefile has room for. */
    static final int MAX_VMS = 32;

    private static final Generation OTHER_GENERATION = new Generation("5eed0000000000000000000000000bad");
    private static final long HOST_MEMORY_MIB = 65_536;

    private final PoolConfig config;
    private final SimSettings settings;
    private final PlantedBug bug;
    private final Makeup makeup;
    private final SimRandom random;
    private final EventQueue queue = new EventQueue();
    private final SimDisk disk;
    private final BitRot bitRot;
    private final SimNetwork network;
    private final SimOperator operator = new SimOperator(this);
    private final MasterHunt masterHunt = new MasterHunt(this);
    private final List<SimHost> hosts = new ArrayList<>();
    private final List<Checker> checkers;
    private final BlastRadius blastRadius = new BlastRadius(this);
    private final Moments moments;
    private final DiskView diskView;
    private final PoolCodec codec;
    private final Toolstack toolstack;
    private final Coverage coverage = new Coverage();
    private final RuleTally branches = new RuleTally();
    private final Map<VmId, String> vmNames = new HashMap<>();
    private final Map<VmId, Integer> vmStarts = new HashMap<>();
    private final SimLog log;
    private long steps;
    private long died;
    private boolean looksAfterManagement;
    /** How many replacements of the global section go on, and what they hide. */
    private int replaced;

    private byte[] globalBefore;
    private Violation violation;
    private String claimsNothing;

    SimPool(PoolConfig config, SimSettings settings, PlantedBug bug, long seed, boolean keepLog) {
        this(config, settings, bug, seed, keepLog, Makeup.OURS);
    }

    SimPool(PoolConfig config, SimSettings settings, PlantedBug bug, long seed, boolean keepLog, Makeup makeup) {
        this.config = config;
        this.makeup = makeup;
        this.settings = settings;
        this.bug = bug;
        random = new SimRandom(seed);
        log = keepLog ? new SimLog() : null;
        codec = new PoolCodec(config, 0);
        disk = new SimDisk(StatefileFormat.sizeBytes(config, MAX_VMS));
        format(config);
        bitRot = new BitRot(disk, new SimRandom(seed + 1), config.hostCount());
        network = new SimNetwork(
                queue,
                random.split(),
                settings,
                config.hostCount(),
                (from, to, bytes, length) -> host(to).receive(bytes, length, from));
        for (int host = 0; host < config.hostCount(); host++) {
            hosts.add(new SimHost(this, host));
        }
        diskView = new DiskView(codec(0), config.hostCount(), disk);
        moments = new Moments(this);
        toolstack = makeup.isMixed() ? new Toolstack(this) : null;
        checkers = makeup.isMixed() ? mixedCheckers() : allCheckers();
    }

    private List<Checker> allCheckers() {
        return List.of(
                new OneInstance(this),
                new RestartAfterDeath(this),
                new OneMaster(this),
                new RemovedIsDead(this),
                new RemovedStaysOut(this),
                new NoDisjointLivesets(this),
                new ClaimBeforeStart(this),
                new AssignedAfterPromises(this),
                new AssignedUnclaimed(this),
                new ArmedTruthfully(this),
                new NothingAfterSelfFence(this),
                new FedByWrites(this),
                new SplitsEnd(this),
                blastRadius,
                moments);
    }

    /** Of a mixed pool only what our hosts may be blamed for. */
    private List<Checker> mixedCheckers() {
        return List.of(new MixedInstances(this), new MixedRemovals(this), new FedByWrites(this), moments);
    }

    /** Somebody formats the statefile for another generation of the pool. */
    void replaceStatefile() {
        PoolConfig other =
                new PoolConfig(config.name(), OTHER_GENERATION, config.hosts(), config.timings(), config.mode());
        format(other);
    }

    /** The global section is that of another generation ({@code +1}), or what was there before ({@code -1}). */
    void replaceGlobal(int change) {
        replaced += change;
        if (change > 0 && replaced == 1) {
            globalBefore = disk.image(0, SimDisk.SECTOR_BYTES * 8);
            PoolConfig other =
                    new PoolConfig(config.name(), OTHER_GENERATION, config.hosts(), config.timings(), config.mode());
            SimDisk foreign = new SimDisk(disk.sizeBytes());
            format(other, foreign);
            byte[] theirs = foreign.image(0, globalBefore.length);
            disk.land(0, theirs, theirs.length);
        } else if (change < 0 && replaced == 0) {
            disk.land(0, globalBefore, globalBefore.length);
        }
    }

    boolean isReplaced() {
        return replaced > 0;
    }

    private void format(PoolConfig config) {
        format(config, disk);
    }

    private static void format(PoolConfig config, SimDisk disk) {
        SimVdi vdi = new SimVdi(disk);
        vdi.begin(-1);
        try {
            StatefileFormat.format(vdi, config, MAX_VMS, PoolKeys.none());
        } catch (IOException e) {
            throw new IllegalStateException("a simulated disk that works cannot fail", e);
        }
        vdi.collected().forEach(write -> write.land(disk));
    }

    PoolConfig config() {
        return config;
    }

    SimSettings settings() {
        return settings;
    }

    Makeup makeup() {
        return makeup;
    }

    /** What keeps the VMs of a mixed pool; null in others. */
    Toolstack toolstack() {
        return toolstack;
    }

    EventQueue queue() {
        return queue;
    }

    PlantedBug bug() {
        return bug;
    }

    SimRandom random() {
        return random;
    }

    SimDisk disk() {
        return disk;
    }

    BitRot bitRot() {
        return bitRot;
    }

    DiskView diskView() {
        return diskView;
    }

    SimNetwork network() {
        return network;
    }

    SimOperator operator() {
        return operator;
    }

    MasterHunt masterHunt() {
        return masterHunt;
    }

    List<SimHost> hosts() {
        return hosts;
    }

    SimHost host(int index) {
        return hosts.get(index);
    }

    List<Checker> checkers() {
        return checkers;
    }

    BlastRadius blastRadius() {
        return blastRadius;
    }

    Moments moments() {
        return moments;
    }

    /** What happened so far, the branches of the rules that were taken among it. */
    Coverage coverage() {
        Coverage all = new Coverage();
        all.addAll(coverage);
        all.addBranches(branches);
        return all;
    }

    long steps() {
        return steps;
    }

    /** How often the VM has been started. */
    int vmStarts(VmId vm) {
        return vmStarts.getOrDefault(vm, 0);
    }

    /** Hosts that died at least once. */
    long died() {
        return died;
    }

    /** The first rule that did not hold, or null. */
    Violation violation() {
        return violation;
    }

    /** The story so far; empty when no log is kept. */
    List<String> story() {
        return log == null ? List.of() : log.lines();
    }

    /** The process of a host that has just booted or starts again. */
    HostProcess process(SimHost host, AgentBirth birth) {
        return makeup.isXhad(host.index()) ? new XhadProcess(host, makeup.timings()) : new AgentProcess(host, birth);
    }

    /** A codec for a host, to be closed by who asked for it. */
    PoolCodec codec(int host) {
        return codec.forHost(host);
    }

    /** Hosts that start from now on check the health of their management agents. */
    void lookAfterManagement() {
        looksAfterManagement = true;
    }

    private PoolConfig.Policy otherPolicy() {
        return config.policy() == PoolConfig.Policy.XENSERVER
                ? PoolConfig.Policy.MAJORITY
                : PoolConfig.Policy.XENSERVER;
    }

    /** A real agent for a host that has just booted or started again. */
    HostAgent agent(int host, AgentBirth birth) {
        AgentConfig agentConfig = new AgentConfig(
                host(host).hasOtherPolicy() ? config.withPolicy(otherPolicy()) : config,
                host,
                birth.incarnation(),
                true,
                looksAfterManagement ? SimHealth.SETTINGS : null);
        VmRecovery recovery = config.mode() == PoolConfig.Mode.INTEROP
                ? new LivesetOnlyRecovery(host) // E10
                : tableRecovery(host, birth);
        return new HostAgent(agentConfig, recovery, bug.quorumRules().countedIn(branches));
    }

    private VmRecovery tableRecovery(int host, AgentBirth birth) {
        List<String> names = config.hosts().stream().map(HostConfig::name).toList();
        RecoverySettings settingsOfRecovery = new RecoverySettings(
                host,
                names,
                birth.incarnation(),
                birth.bootIdHigh(),
                birth.bootIdLow(),
                HOST_MEMORY_MIB,
                MAX_VMS,
                false,
                birth.firstOfBoot());
        return new TableRecovery(
                settingsOfRecovery, new SearchingPlanner(), bug.recoveryRules().countedIn(branches));
    }

    /** Lets everything happen until this virtual time, or until a rule does not hold. */
    void runUntil(long timeNanos) {
        while (violation == null && queue.nextTime() <= timeNanos) {
            queue.runNext();
        }
        if (violation == null) {
            queue.advanceTo(timeNanos);
        }
    }

    /** From now on this run claims nothing: what it does is outside what any pool could withstand. */
    void claimNothing(String why) {
        if (claimsNothing == null) {
            claimsNothing = why;
            count("runs that claim nothing: " + why);
            log(-1, () -> "this run claims nothing any more: " + why);
        }
    }

    /** Why the run claims nothing, or null. */
    String claimsNothing() {
        return claimsNothing;
    }

    void violated(String checker, String sentence) {
        if (claimsNothing != null) {
            log(-1, () -> "no claim: " + checker + ": " + sentence);
        } else if (violation == null) {
            violation = new Violation(checker, sentence, steps, queue.now());
            log(-1, () -> "VIOLATION " + violation);
        }
    }

    /** Nothing may throw, whatever the run claims. */
    void threw(RuntimeException e) {
        claimsNothing = null;
        StackTraceElement[] trace = e.getStackTrace();
        violated("NothingThrown", e + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    void countStep() {
        steps++;
    }

    void count(String what) {
        coverage.add(what, 1);
    }

    void nameVm(VmId vm, String name) {
        vmNames.put(vm, name);
    }

    String vmName(VmId vm) {
        return vmNames.getOrDefault(vm, vm.toString());
    }

    void log(int host, Supplier<String> what) {
        if (log != null) {
            log.add(queue.now(), host < 0 ? "pool" : config.host(host).name(), what.get());
        }
    }

    /** A host tells the world something about itself. */
    void publishes(SimHost host, Effect effect) {
        Published published = host.published();
        long liveset = published.liveset;
        int phase = published.phase;
        boolean request = published.lockRequest;
        boolean sr2 = published.sr2;
        host.publishes(effect);
        tell(host, published, liveset, phase, request, sr2);
    }

    /** A model of the original tells the world something about itself. */
    void shows(SimHost host, Xhad daemon) {
        Published published = host.published();
        long liveset = published.liveset;
        int phase = published.phase;
        boolean request = published.lockRequest;
        boolean sr2 = published.sr2;
        boolean wasOnline = host.isOnline();
        published.take(daemon);
        host.noteMembership();
        if (host.isOnline() && !wasOnline) {
            published.memberSinceNanos = queue.now();
        }
        tell(host, published, liveset, phase, request, sr2);
        for (Checker checker : checkers) {
            checker.onShown(host);
        }
    }

    private void tell(SimHost host, Published published, long liveset, int phase, boolean request, boolean sr2) {
        if (published.sr2 && !sr2) {
            count("rule 2");
        }
        if (log != null && (phase != published.phase || liveset != published.liveset || sr2 != published.sr2)) {
            log(
                    host.index(),
                    () -> String.format(
                            Locale.ROOT,
                            "%s, liveset %s, hears %s, sees %s%s",
                            Phase.of(published.phase),
                            HostSet.format(published.liveset, hosts.size()),
                            HostSet.format(published.hbdomain, hosts.size()),
                            HostSet.format(published.sfdomain, hosts.size()),
                            published.sr2 ? ", rule 2" : ""));
        }
        if (published.lockRequest != request) {
            log(host.index(), () -> published.lockRequest ? "asks for the lock" : "asks no more for the lock");
        }
    }

    void landed(SimHost host, Effect effect) {
        for (Checker checker : checkers) {
            checker.onLanded(host, effect);
        }
        if (masterHunt.meetsLanded(effect)) {
            host.die("reset");
        }
    }

    void vmStarted(VmInstance instance) {
        vmStarts.merge(instance.vm(), 1, Integer::sum);
        count("VM starts");
        log(instance.host(), () -> "VM " + vmName(instance.vm()) + " runs");
        for (Checker checker : checkers) {
            checker.onVmStarted(instance);
        }
    }

    void hostDied(SimHost host, String cause) {
        count("died of " + cause);
        died = HostSet.with(died, host.index());
        log(host.index(), () -> "dead (" + cause + ")");
        for (Checker checker : checkers) {
            checker.onHostDied(host, cause);
        }
    }

    void notified(SimHost host, PoolEvent event) {
        if (event instanceof PoolEvent.StatusChanged) {
            return;
        }
        if (event instanceof PoolEvent.HostRemoved removed) {
            count("removed " + removed.verdict().code());
        }
        count("notice " + event.getClass().getSimpleName());
        if (event instanceof PoolEvent.HostRemoved removed) {
            log(
                    host.index(),
                    () -> "removes " + host(removed.verdict().host()).name() + ": "
                            + removed.verdict().words());
        } else if (event instanceof PoolEvent.HostJoined joined) {
            log(host.index(), () -> "sees " + host(joined.host()).name() + " join");
        } else if (event instanceof PoolEvent.Overcommitted news) {
            log(
                    host.index(),
                    () -> news.raised()
                            ? "tells the operator: VMs could be restarted after " + news.planExistsFor() + " of "
                                    + news.target() + " host failures only"
                            : "tells the operator: enough room again for " + news.target() + " host failures");
        } else if (event instanceof PoolEvent.SectionRolledBack older) {
            log(
                    host.index(),
                    () -> "is shown an older section of " + host(older.host()).name() + " and does not believe it");
        } else {
            log(host.index(), event::toString);
        }
    }

    @Override
    public void close() {
        for (SimHost host : hosts) {
            host.switchOff();
        }
        diskView.close();
        codec.close();
    }
}
