package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.agent.Command;
import dev.liveset.agent.Event;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.recovery.Manifest;
import java.util.function.BooleanSupplier;

/**
 * One machine: power, boots, watchdog, hypervisor, clock, cables, and the agent's process on it. What its agent does is
 * in {@link AgentProcess}.
 */
final class SimHost {
    private final SimPool pool;
    private final int index;
    private final SimRandom random;
    private final StorageLink storage = new StorageLink();
    private final SimHypervisor hypervisor;
    private final SimHealth health;
    private final SimWatchdog watchdog;
    private final Published published = new Published();
    private final HostClock clock;
    private final DisarmState disarmState;
    private final Membership membership = new Membership(this);
    private final BootRecord boots = new BootRecord();
    private final GivenConfig givenConfig;
    private boolean up;
    private boolean plugged = true;
    private boolean askedToLeave;
    private boolean leftByWish;
    /** Counts boots and deaths; what was planned for an earlier life does not happen. */
    private int life;

    /** What the last death came of: a verdict's code, watchdog, power or reset; empty before the first. */
    private String lastDeath = "";
    /** The code with which the last agent ended that was not fenced, LEFT after a clean leave; empty before the first. */
    private String lastEnd = "";

    /** The newest manifest of this life that is on the disk, null before the first. */
    private Manifest manifest;

    private final long[] heardNanos = new long[HostSet.MAX_HOSTS];
    /** What the clock of each host showed then, and in which of its lives. */
    private final long[] heardAtItsNanos = new long[HostSet.MAX_HOSTS];

    private final int[] heardInItsLife = new int[HostSet.MAX_HOSTS];
    private HostProcess process;

    SimHost(SimPool pool, int index) {
        this.pool = pool;
        this.index = index;
        random = pool.random().split();
        givenConfig = new GivenConfig(pool.config(), index);
        SimSettings settings = pool.settings();
        health = new SimHealth(pool.queue(), this);
        hypervisor = new SimHypervisor(pool.queue(), random.split(), settings, this);
        watchdog = new SimWatchdog(
                pool.queue(),
                random.split(),
                pool.config().timings().watchdogGranularityNanos(),
                random.between(-settings.clockRatePpm(), settings.clockRatePpm()),
                () -> die("watchdog"));
        disarmState = new DisarmState(watchdog, hypervisor);
        clock = new HostClock(pool.queue(), random, settings.clockRatePpm());
    }

    SimPool pool() {
        return pool;
    }

    int index() {
        return index;
    }

    String name() {
        return pool.config().host(index).name();
    }

    StorageLink storage() {
        return storage;
    }

    SimHealth health() {
        return health;
    }

    SimHypervisor hypervisor() {
        return hypervisor;
    }

    SimWatchdog watchdog() {
        return watchdog;
    }

    /** The clock by which its agents live. */
    HostClock clock() {
        return clock;
    }

    DisarmState disarmState() {
        return disarmState;
    }

    Membership membership() {
        return membership;
    }

    /** What its agents are told of the pool. */
    GivenConfig givenConfig() {
        return givenConfig;
    }

    Published published() {
        return published;
    }

    /** Whether the machine has power and has not been reset since its boot. */
    boolean isUp() {
        return up;
    }

    /** Which of its lives the machine is in; each boot and each death begins another. */
    int life() {
        return life;
    }

    boolean agentRuns() {
        return process != null;
    }

    /** Whether the host says of itself that it is in its liveset, and is there to say so. */
    boolean isOnline() {
        return up && process != null && HostSet.contains(published.liveset, index);
    }

    /** The process, null while none runs. */
    HostProcess process() {
        return process;
    }

    /** Its agent has taken a packet of that host; a negative index is an address that is no member's. */
    void heard(int from) {
        if (from >= 0) {
            heardNanos[from] = clock.countedNanos();
            heardAtItsNanos[from] = pool.host(from).clock.nanos();
            heardInItsLife[from] = pool.host(from).life;
        }
    }

    /** What the clock of that host showed when any agent of this machine last took a packet of its present life; else long ago. */
    long heardAtItsNanos(int from) {
        return heardInItsLife[from] == pool.host(from).life ? heardAtItsNanos[from] : Long.MIN_VALUE / 4;
    }

    /** How long ago any agent of this machine took a packet of that host, without the time that its clock stood still. */
    long heardAgeNanos(int from) {
        return clock.countedNanos() - heardNanos[from];
    }

    void manifestShown(Manifest written) {
        boolean older = manifest != null
                && manifest.incarnation() == written.incarnation()
                && manifest.sequence() > written.sequence();
        manifest = older ? manifest : written;
    }

    /** The newest manifest that an agent wrote since the machine booted and that can be read on the disk, or null. */
    Manifest durableManifest() {
        return manifest;
    }

    /** The agent's process or the whole machine stands still. */
    boolean standsStill() {
        return process != null && process.isFrozen();
    }

    boolean isServedBy(SimStatefile statefile) {
        return process != null && process.isServedBy(statefile);
    }

    /** Whether the agent that is asked for now still is the same later. */
    BooleanSupplier currentAgent() {
        HostProcess mine = process;
        return () -> mine != null && process == mine;
    }

    void deliver(Event event) {
        if (process != null) {
            process.deliver(event);
        }
    }

    void receive(byte[] bytes, int length, int from) {
        if (process != null) {
            process.receive(bytes, length, from);
        }
    }

    /** The cables were pulled or plugged in. */
    void linkChanged() {
        deliver(new Event.LinkChanged(pool.network().linkUp(index)));
        pool.witness().look(index);
    }

    void command(long commandId, Command command) {
        disarmState.command(command);
        askedToLeave |=
                command instanceof Command.Leave || command instanceof Command.SetExcluded set && set.excluded();
        deliver(new Event.CommandGiven(commandId, command));
    }

    /** Power on: the machine boots, and then its agent starts; a leave that has not ended yet is not for good. */
    void powerOn() {
        plugged = true;
        leftByWish = false;
        askedToLeave = false;
        if (!up) {
            planBoot();
        } else if (process == null && !watchdog.armed()) {
            startAgent();
        }
    }

    /** The machine is reset half way through what its agent decides next. */
    void dieWithinStep() {
        if (process != null) {
            process.dieWithinNextStep();
        }
    }

    /** Whether the plug is in; what boots has power too. */
    boolean hasPower() {
        return plugged;
    }

    /** The plug is pulled and stays out. */
    void powerOff() {
        plugged = false;
        die("power");
    }

    /** The agent's process dies; VMs and watchdog go on. */
    void crashAgent() {
        if (process != null) {
            pool.log().add(index, () -> "agent crashed");
            endProcess(false);
            planAgentStart();
        }
    }

    /** Called by the process when its agent has ended without a fence. */
    void agentStopped(LivesetException.Code code) {
        lastEnd = code == null ? "LEFT" : code.name();
        endProcess(false);
        // VMs run that no watchdog guards because an operator wished so: people come first.
        boolean waitsForPeople =
                disarmState.isUnguarded() && !hypervisor.running().isEmpty();
        if (askedToLeave) {
            leftByWish = true;
        } else if (!waitsForPeople) {
            planAgentStart();
        }
    }

    /** The end of the simulation. */
    void switchOff() {
        if (process != null) {
            process.close(true);
        }
    }

    private void endProcess(boolean machineToo) {
        HostProcess ended = process;
        process = null;
        published.clear();
        membership.processEnded();
        if (ended != null) {
            ended.close(machineToo);
        }
        pool.checkers().forEach(checker -> checker.onAgentGone(this));
    }

    /** The machine resets because its agent wants so. */
    void fence(VerdictCode code) {
        if (up) {
            die("fence");
            lastDeath = code.name();
        }
    }

    String lastDeath() {
        return lastDeath;
    }

    String lastEnd() {
        return lastEnd;
    }

    void die(String cause) {
        if (!up) {
            return;
        }
        lastDeath = cause;
        up = false;
        life++;
        clock.die();
        watchdog.disarm();
        hypervisor.die();
        manifest = null;
        pool.changes().hostDied(this, cause);
        endProcess(true);
        if (plugged) {
            planBoot();
        }
    }

    private void planBoot() {
        int planned = ++life;
        long delay = random.between(500_000_000L, pool.settings().bootDelay().toNanos());
        pool.queue().after(delay, () -> {
            if (planned == life && plugged && !up) {
                boot();
            }
        });
    }

    private void boot() {
        up = true;
        life++;
        disarmState.boot();
        boots.boot(random);
        clock.boot();
        pool.log().add(index, () -> "booted");
        startAgent();
    }

    /** A new agent on the same boot; one that died armed has no successor, the watchdog resets the machine (E8). */
    private void planAgentStart() {
        int planned = life;
        pool.queue().after(pool.settings().retryDelay().toNanos(), () -> {
            if (planned == life && up && process == null && !watchdog.armed() && !leftByWish) {
                startAgent();
            }
        });
    }

    private void startAgent() {
        askedToLeave = false;
        disarmState.startAgent();
        try {
            process = pool.births().process(this, boots.startAgent());
        } catch (LivesetException e) {
            String why = e.code() + " " + e.getMessage();
            pool.log().add(index, () -> "agent cannot be made: " + why);
            pool.tally().count("ended " + e.code());
            lastEnd = e.code().name();
            planAgentStart();
            return;
        }
        process.start();
    }

    /** The whole machine stands still for a while, its watchdog counts on, and its clock jumps when it goes on. */
    void suspend(long nanos) {
        if (process != null) {
            clock.suspend(nanos);
            process.freeze(nanos, false);
        }
    }

    /**
     * As {@link #suspend}, but the clock by which its agent lives has stood still too when it goes on; the watchdog's has
     * not, nor the second clock of the machine, by which the runtime carries deadlines over to the watchdog.
     */
    void suspendStill(long nanos) {
        if (process != null) {
            clock.standStill();
            suspend(nanos);
        }
    }

    /** The agent's process stands still for a while; VMs and watchdog go on. */
    void freeze(long nanos, boolean betweenDecisionAndEffect) {
        if (process != null) {
            process.freeze(nanos, betweenDecisionAndEffect);
        }
    }
}
