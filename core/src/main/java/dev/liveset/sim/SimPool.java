package dev.liveset.sim;

import dev.liveset.PoolConfig;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.StatefileFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool of simulated hosts with real agents, in virtual time. Single-threaded; the same seed and the same calls give
 * the same run. Checkers see every change of the world as it happens; the first violation ends the run.
 */
final class SimPool implements AutoCloseable {
    /** VMs that a simulated statefile has room for. */
    static final int MAX_VMS = 32;

    private final PoolConfig config;
    private final SimSettings settings;
    private final PlantedBug bug;
    private final Makeup makeup;
    private final SimRandom random;
    private final EventQueue queue = new EventQueue();
    private final SimDisk disk;
    private final StatefileSwap statefileSwap;
    private final BitRot bitRot;
    private final SimNetwork network;
    private final SimPower power;
    private final SimWitness witness;
    private final SimOperator operator = new SimOperator(this);
    private final MasterHunt masterHunt = new MasterHunt(this);
    private final List<SimHost> hosts = new ArrayList<>();
    private final DiskView diskView;
    private final PoolCodec codec;
    private final Toolstack toolstack;
    private final SimLog log;
    private final RunTally tally = new RunTally();
    private final RunClaims claims;
    private final WorldChanges changes;
    private final ProcessBirths births;
    private final Checkers checkers;

    SimPool(PoolConfig config, SimSettings settings, PlantedBug bug, long seed, boolean keepLog) {
        this(config, settings, bug, seed, keepLog, Makeup.OURS);
    }

    SimPool(PoolConfig config, SimSettings settings, PlantedBug bug, long seed, boolean keepLog, Makeup makeup) {
        this.config = config;
        this.makeup = makeup;
        this.settings = settings;
        this.bug = bug;
        random = new SimRandom(seed);
        log = new SimLog(queue, config, keepLog);
        claims = new RunClaims(queue, log, tally);
        changes = new WorldChanges(this);
        births = new ProcessBirths(this);
        codec = new PoolCodec(config, 0);
        disk = new SimDisk(StatefileFormat.sizeBytes(config, MAX_VMS));
        statefileSwap = new StatefileSwap(config, disk);
        bitRot = new BitRot(disk, new SimRandom(seed + 1), config.hostCount());
        power = new SimPower(this, new SimRandom(seed + 2), config.hostCount());
        witness = new SimWitness(this, config.hostCount());
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
        toolstack = makeup.isMixed() ? new Toolstack(this) : null;
        checkers = new Checkers(this);
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

    StatefileSwap statefileSwap() {
        return statefileSwap;
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

    SimWitness witness() {
        return witness;
    }

    SimPower power() {
        return power;
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

    Checkers checkers() {
        return checkers;
    }

    SimLog log() {
        return log;
    }

    RunTally tally() {
        return tally;
    }

    RunClaims claims() {
        return claims;
    }

    WorldChanges changes() {
        return changes;
    }

    ProcessBirths births() {
        return births;
    }

    /** A codec for a host, to be closed by who asked for it. */
    PoolCodec codec(int host) {
        return codec.forHost(host);
    }

    /** Lets everything happen until this virtual time, or until a rule does not hold. */
    void runUntil(long timeNanos) {
        while (claims.violation() == null && queue.nextTime() <= timeNanos) {
            queue.runNext();
        }
        if (claims.violation() == null) {
            queue.advanceTo(timeNanos);
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
