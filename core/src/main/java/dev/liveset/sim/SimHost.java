package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.agent.Command;
import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.recovery.Manifest;
import java.util.function.BooleanSupplier;

/**
 * One machine: power, boots, watchdog, hypervisor, clock, cables, and the agent's process on it. What its agent does is
 * in {@link AgentProcess}.
 */
final class SimHost {
    private static final long RUNS = Long.MIN_VALUE;

    private final SimPool pool;
    private final int index;
    private final SimRandom random;
    private final StorageLink storage = new StorageLink();
    private final SimHypervisor hypervisor;
    private final SimHealth health;
    private final SimWatchdog watchdog;
    private final Published published = new Published();
    private SimClock clock;
    private boolean up;
    private boolean plugged = true;
    private boolean askedToLeave;
    private boolean doesWithoutWatchdog;
    private boolean closedItsWatchdog;
    private boolean leftByWish;
    private boolean otherPolicy;
    /** Counts boots and deaths; what was planned for an earlier life does not happen. */
    private int life;

    private int boots;
    private int agentStarts;
    /** On which boot the last agent started; 0 none. */
    private int bootOfLastStart;

    private long bootIdHigh;
    private long bootIdLow;
    private long suspendedUntil;
    /** What the clock shows while it stands still, {@link #RUNS} while it runs. */
    private long clockStoodAt = RUNS;
    /** For how long it has stood still since the machine booted. */
    private long stoodStillNanos;

    private long wentOnNanos = RUNS;
    /** Since when it stands still, and for how long it ever stood still, in virtual time. */
    private long stoodSince;

    private long stoodInAllNanos;

    /** The life in which the host last said that it is in its liveset; -1 since it left cleanly. */
    private int memberInLife = -1;

    /** What the last death came of: a verdict's code, watchdog, power or reset; empty before the first. */
    private String lastDeath = "";
    /** The code with which the last agent ended that was not fenced, LEFT after a clean leave; empty before the first. */
    private String lastEnd = "";

    /** The newest manifest of this life that is on the disk, null before the first. */
    private Manifest manifest;

    private final long[] heardNanos = new long[HostSet.MAX_HOSTS];
    private HostProcess process;

    SimHost(SimPool pool, int index) {
        this.pool = pool;
        this.index = index;
        random = pool.random().split();
        SimSettings settings = pool.settings();
        health = new SimHealth(pool.queue(), this);
        hypervisor = new SimHypervisor(pool.queue(), random.split(), settings, this);
        watchdog = new SimWatchdog(
                pool.queue(),
                random.split(),
                pool.config().timings().watchdogGranularityNanos(),
                random.between(-settings.clockRatePpm(), settings.clockRatePpm()),
                () -> die("watchdog"));
        newClock();
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

    /** Whether the host that was in the liveset is still there and has not left cleanly: same life, armed or with VMs. */
    boolean memberLives() {
        return up && memberInLife == life && !hasLeft() && (watchdog.armed() || hypervisor.mayRun() || isOnline());
    }

    /**
     * Whether its agent has closed the watchdog in order to leave, and nothing runs here: from then on it acts no more,
     * whether or not it comes to say so.
     */
    boolean hasLeft() {
        return closedItsWatchdog && !doesWithoutWatchdog && !hypervisor.mayRun();
    }

    /** The agent of this machine has had the watchdog disarmed. */
    void disarmed() {
        watchdog.disarm();
        closedItsWatchdog = true;
    }

    /** The host tells the world something about itself. */
    void publishes(Effect effect) {
        published.take(effect);
        noteMembership();
    }

    /** What the host tells the world about itself has changed. */
    void noteMembership() {
        if (isOnline()) {
            memberInLife = life;
        }
    }

    /** The process, null while none runs. */
    HostProcess process() {
        return process;
    }

    /** Its agent has taken a packet of that host; a negative index is an address that is no member's. */
    void heard(int from) {
        if (from >= 0) {
            heardNanos[from] = countedNanos();
        }
    }

    /** How long ago any agent of this machine took a packet of that host, without the time that its clock stood still. */
    long heardAgeNanos(int from) {
        return countedNanos() - heardNanos[from];
    }

    /** When it last went on after it had stood still, as it shows it; before all times if it never did since the boot. */
    long wentOnNanos() {
        return wentOnNanos;
    }

    private long countedNanos() {
        return (clockStoodAt != RUNS ? stoodSince : pool.queue().now()) - stoodInAllNanos;
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

    long hostNanos() {
        return clockStoodAt != RUNS ? clockStoodAt : clock.shows(pool.queue().now());
    }

    SimClock clock() {
        return clock;
    }

    /** For how long the clock has stood still since the machine booted; another one has counted on. */
    long stoodStillNanos() {
        return stoodStillNanos;
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
    }

    /** Whether an operator has had the watchdog disarmed in this boot: then nobody claims that silence means death. */
    boolean doesWithoutWatchdog() {
        return doesWithoutWatchdog;
    }

    /** Whether it has none any more for that reason. */
    boolean isUnguarded() {
        return doesWithoutWatchdog && !watchdog.armed();
    }

    void command(long commandId, Command command) {
        doesWithoutWatchdog |= command instanceof Command.Disarm;
        askedToLeave |=
                command instanceof Command.Leave || command instanceof Command.SetExcluded set && set.excluded();
        deliver(new Event.CommandGiven(commandId, command));
    }

    /** From now on its agents start with another fencing policy. */
    void changePolicy() {
        otherPolicy = true;
    }

    boolean hasOtherPolicy() {
        return otherPolicy;
    }

    /** Power on: the machine boots, and then its agent starts. */
    void powerOn() {
        plugged = true;
        leftByWish = false;
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
        boolean peopleLookFirst = isUnguarded() && !hypervisor.running().isEmpty();
        if (askedToLeave) {
            leftByWish = true;
        } else if (!peopleLookFirst) {
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
        if (!watchdog.armed() && (doesWithoutWatchdog || !hypervisor.mayRun())) {
            memberInLife = -1; // Nothing is left of the member, or nobody claims that its silence means death.
        }
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
        suspendedUntil = 0;
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
        boots++;
        doesWithoutWatchdog = false;
        bootIdHigh = random.next();
        bootIdLow = random.next();
        newClock();
        pool.log().add(index, () -> "booted");
        startAgent();
    }

    private void newClock() {
        long most = pool.settings().clockRatePpm();
        long ppm = random.between(-most, most);
        if (most > 0 && random.chance(0.3)) {
            ppm = ppm < 0 ? -most : most;
        }
        if (clockStoodAt != RUNS) {
            stoodInAllNanos += pool.queue().now() - stoodSince;
        }
        clockStoodAt = RUNS;
        stoodStillNanos = 0;
        wentOnNanos = RUNS;
        clock = new SimClock(pool.queue().now(), random.between(0, 1_000_000_000_000L), ppm);
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
        agentStarts++;
        askedToLeave = false;
        closedItsWatchdog = false;
        long incarnation = ((long) boots << 20) + agentStarts;
        boolean firstOfBoot = bootOfLastStart != 0 && bootOfLastStart != boots;
        bootOfLastStart = boots;
        process = pool.births().process(this, new AgentBirth(incarnation, bootIdHigh, bootIdLow, firstOfBoot));
        process.start();
    }

    /** The whole machine stands still for a while, its watchdog counts on, and its clock jumps when it goes on. */
    void suspend(long nanos) {
        if (process != null) {
            suspendedUntil = Math.max(suspendedUntil, pool.queue().now() + nanos);
            pool.queue().at(suspendedUntil, this::startClock);
            process.freeze(nanos, false);
        }
    }

    private void startClock() {
        if (clockStoodAt != RUNS && !isSuspended()) {
            stoodInAllNanos += pool.queue().now() - stoodSince;
            wentOnNanos = clockStoodAt;
            stoodStillNanos += clock.shows(pool.queue().now()) - clockStoodAt;
            clock = clock.goesOn(pool.queue().now(), clockStoodAt);
            clockStoodAt = RUNS;
        }
    }

    /**
     * As {@link #suspend}, but the clock by which its agent lives has stood still too when it goes on; the watchdog's has
     * not, nor the second clock of the machine, by which the runtime carries deadlines over to the watchdog.
     */
    void suspendStill(long nanos) {
        if (process == null) {
            return;
        }
        if (clockStoodAt == RUNS) {
            clockStoodAt = hostNanos();
            stoodSince = pool.queue().now();
        }
        suspend(nanos);
    }

    boolean isSuspended() {
        return up && pool.queue().now() < suspendedUntil;
    }

    long suspendedForNanos() {
        return suspendedUntil - pool.queue().now();
    }

    /** The agent's process stands still for a while; VMs and watchdog go on. */
    void freeze(long nanos, boolean betweenDecisionAndEffect) {
        if (process != null) {
            process.freeze(nanos, betweenDecisionAndEffect);
        }
    }
}
