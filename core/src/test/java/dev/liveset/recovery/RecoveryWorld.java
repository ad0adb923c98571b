package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import dev.liveset.failover.FailoverPlanner;
import dev.liveset.failover.WorstFitPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Several recoveries against one disk under an adversarial schedule. The liveset below them is assumed to keep its own
 * promises: an armed host leaves it only when its machine is dead, the lock has one holder; everything else is at the
 * schedule's mercy. The checker reads machines only, never what an agent believes.
 */
final class RecoveryWorld {
    static final long WAIT_NANOS = 2_000_000_000L;

    final int hosts;
    final Random random;
    final RecoveryRules rules;
    final FailoverPlanner planner = new WorstFitPlanner(64);
    final List<String> names = new ArrayList<>();
    final SimulatedDisk disk;
    final SimulatedMachine[] machines;
    final List<VmRecord> vms = new ArrayList<>();
    final Map<Long, CommandResult> answers = new HashMap<>();
    /** How often each kind of trouble comes; every schedule has its own mixture. */
    private final int[] weights = new int[17];
    /** One in so many steps of a machine sees the others' news, moves its disk, its calls. */
    private final int[] refreshOneIn;

    private final int[] diskOneIn;
    private final int[] callsOneIn;
    private final List<Runnable> late = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    boolean acceptsUnarmed;
    boolean staleReads;
    private final int unreadable;
    /** Writes that are acknowledged and never land; repairing them is asked of nobody, safety is. */
    boolean lostWrites;

    boolean faults = true;
    boolean storageAway;
    long now = 1_000_000_000L;
    long liveset;
    long silent;
    int lockHolder = -1;
    long commands;
    int starts;
    String violation;

    RecoveryWorld(int hosts, long seed, RecoveryRules rules) {
        this.hosts = hosts;
        this.rules = rules;
        random = new Random(seed);
        disk = new SimulatedDisk(hosts);
        machines = new SimulatedMachine[hosts];
        for (int host = 0; host < hosts; host++) {
            names.add("h" + host);
            machines[host] = new SimulatedMachine(host, this);
        }
        for (int kind = 0; kind < weights.length; kind++) {
            int dice = random.nextInt(8);
            weights[kind] = dice < 2 ? 0 : dice == 2 ? 12 : 1 + random.nextInt(4);
        }
        refreshOneIn = speeds(4, 30);
        diskOneIn = speeds(2, 16);
        callsOneIn = speeds(3, 40);
        unreadable = random.nextInt(4) == 0 ? random.nextInt(90) : 0;
        for (int i = 1; i <= 3; i++) {
            VmRecord.Protection protection = i == 3 ? VmRecord.Protection.BEST_EFFORT : VmRecord.Protection.RESTART;
            vms.add(new VmRecord(new VmId(0, i), "vm" + i, 512, protection, i, 0, -1L, 0, false, false, null, null));
        }
    }

    private int[] speeds(int usual, int slow) {
        int[] oneIn = new int[hosts];
        for (int host = 0; host < hosts; host++) {
            oneIn[host] = 1 + random.nextInt(random.nextInt(3) == 0 ? slow : usual);
        }
        return oneIn;
    }

    void note(String line) {
        notes.add(now / 1_000_000 + " ms: " + line);
        if (notes.size() > 400) {
            notes.remove(0);
        }
    }

    String story() {
        return String.join("\n", notes);
    }

    void later(Runnable landing) {
        late.add(landing);
    }

    SimulatedDisk.Slot read(int reader, int host, RegionKind kind) {
        if (faults && reader != host && random.nextInt(100) < unreadable) {
            return null;
        }
        if (staleReads && faults && kind == RegionKind.MANIFEST && random.nextInt(8) == 0) {
            return disk.stale(host, 1 + random.nextInt(random.nextInt(3) == 0 ? 20 : 3));
        }
        return disk.read(host, kind);
    }

    boolean isWriteLost() {
        return lostWrites && faults && random.nextInt(10) == 0;
    }

    void run(int steps) {
        for (int i = 0; i < steps && violation == null; i++) {
            step();
        }
    }

    private void step() {
        now += random.nextInt(20_000_000);
        if (faults && random.nextInt(60) == 0) {
            disturb();
        }
        rule();
        int host = random.nextInt(hosts);
        SimulatedMachine machine = machines[host];
        if (machine.up && !machine.frozen) {
            act(machine);
        }
        check();
    }

    private void act(SimulatedMachine machine) {
        if (isDue(callsOneIn[machine.index])) {
            machine.progressCalls();
        }
        if (!machine.hasAgent()) {
            return;
        }
        if (isDue(diskOneIn[machine.index])) {
            machine.progressDisk();
        }
        if (isDue(refreshOneIn[machine.index])) {
            machine.refresh();
            if (machine.joined && !machine.view.online) {
                note("host " + machine.index + " finds itself out and ends");
                machine.stopAgent();
                return;
            }
        }
        if (!storageAway && random.nextInt(3) == 0) {
            machine.publish();
        }
        if (machine.joined && machine.wantsArmed && !machine.watchdogRuns) {
            machine.watchdogRuns = true;
        }
        machine.advance();
        if (machine.watchdogRuns && !machine.wantsArmed) {
            machine.refresh();
            machine.advance();
            if (machine.mayDisarm()) {
                note("host " + machine.index + " disarms");
                machine.watchdogRuns = false;
            }
        }
        if (machine.leaves && !machine.watchdogRuns && machine.recovery.durablyDisarmed()) {
            note("host " + machine.index + " has left");
            machine.stopAgent();
        }
    }

    private boolean isDue(int oneIn) {
        return !faults || random.nextInt(oneIn) == 0;
    }

    /** The liveset, the watchdogs and the lock, as the layers below promise them. */
    private void rule() {
        for (SimulatedMachine machine : machines) {
            int host = machine.index;
            if (machine.frozen && machine.watchdogRuns && now - machine.frozenSince > WAIT_NANOS / 2) {
                note("host " + host + " is reset by its watchdog");
                machine.die();
            }
            if (machine.up && machine.watchdogRuns && !machine.hasAgent()) {
                note("host " + host + " is reset: nobody feeds its watchdog");
                machine.die();
            }
            if (HostSet.contains(liveset, host)) {
                long since = machine.frozen ? machine.frozenSince : machine.downSince;
                boolean quiet = machine.frozen || !machine.joined;
                if (quiet && now - since > WAIT_NANOS && !(machine.up && machine.watchdogRuns)) {
                    note("host " + host + " leaves the liveset");
                    liveset = HostSet.without(liveset, host);
                    silent = HostSet.with(silent, host);
                }
            } else if (machine.hasAgent()
                    && !machine.joined
                    && !machine.frozen
                    && machine.recovery.readyToJoin()
                    && disk.incarnation[host] == machine.incarnation
                    && disk.regionSequence[host] > 0
                    && !storageAway
                    && random.nextInt(20) == 0) {
                note("host " + host + " joins as incarnation " + machine.incarnation);
                liveset = HostSet.with(liveset, host);
                silent = HostSet.without(silent, host);
                machine.joined = true;
                machine.wantsArmed = !acceptsUnarmed || random.nextBoolean();
                machine.refresh();
            }
        }
        if (lockHolder >= 0 && !HostSet.contains(liveset, lockHolder)) {
            lockHolder = -1;
        }
        if (lockHolder < 0 && liveset != 0 && !storageAway && random.nextInt(10) == 0) {
            int wanted = random.nextInt(hosts);
            if (HostSet.contains(liveset, wanted) && machines[wanted].joined && !machines[wanted].frozen) {
                lockHolder = wanted;
                note("host " + wanted + " gets the lock");
            }
        }
    }

    private void disturb() {
        SimulatedMachine machine = machines[random.nextInt(hosts)];
        switch (trouble()) {
            case 0 -> {
                if (machine.up) {
                    note("host " + machine.index + " loses power");
                    machine.die();
                }
            }
            case 1, 2, 3 -> revive(machine);
            case 4 -> {
                if (machine.up && !machine.frozen) {
                    machine.frozen = true;
                    machine.frozenSince = now;
                    note("host " + machine.index + " freezes");
                }
            }
            case 5 -> thaw(machine);
            case 6 -> {
                if (lockHolder >= 0 && !machines[lockHolder].frozen && machines[lockHolder].hasAgent()) {
                    note("host " + lockHolder + " gives up the lock");
                    int former = lockHolder;
                    lockHolder = -1;
                    machines[former].refresh();
                    machines[former].advance();
                }
            }
            case 7 -> {
                if (machine.joined && !machine.frozen) {
                    machine.wantsArmed = !machine.wantsArmed;
                    note("host " + machine.index + " is to be armed: " + machine.wantsArmed);
                }
            }
            case 8, 9 -> {
                if (machine.hasAgent() && !machine.frozen && !machine.watchdogRuns) {
                    note("the agent of host " + machine.index + " stops");
                    machine.stopAgent();
                }
            }
            case 10 -> {
                if (machine.up && !machine.frozen) {
                    machine.haltGuests();
                }
            }
            case 11, 12 -> {
                if (!late.isEmpty()) {
                    note("a late write lands");
                    late.remove(random.nextInt(late.size())).run();
                }
            }
            case 13 -> {
                if (machine.joined && !machine.frozen) {
                    note("host " + machine.index + " is to leave");
                    machine.wantsArmed = false;
                    machine.leaves = true;
                }
            }
            default -> command();
        }
    }

    private int trouble() {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int dice = random.nextInt(sum + 1);
        for (int kind = 0; kind < weights.length; kind++) {
            dice -= weights[kind];
            if (dice < 0) {
                return kind;
            }
        }
        return weights.length;
    }

    void revive(SimulatedMachine machine) {
        if (!machine.frozen && !machine.hasAgent() && !(machine.up && machine.watchdogRuns)) {
            note("host " + machine.index + (machine.up ? " starts its agent anew" : " boots"));
            machine.startAgent();
        }
    }

    void thaw(SimulatedMachine machine) {
        if (machine.frozen) {
            machine.frozen = false;
            note("host " + machine.index + " thaws");
            if (machine.hasAgent()) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    machine.progressDisk();
                    machine.advance();
                }
                machine.refresh();
            }
        }
    }

    /** A command to the master, and an honest person's word for a host that is off. */
    private void command() {
        if (lockHolder < 0 || machines[lockHolder].frozen || !machines[lockHolder].joined) {
            return;
        }
        VmRecord vm = vms.get(random.nextInt(vms.size()));
        int host = random.nextInt(hosts);
        int dice = random.nextInt(8);
        if (dice == 0) {
            give(new PoolCommand.ShutdownVm(vm.vm()));
        } else if (dice == 1 && !machines[host].up) {
            give(new PoolCommand.ConfirmHostDead(host));
        } else if (dice <= 4) {
            give(new PoolCommand.MoveVm(vm.vm(), host));
        } else {
            give(new PoolCommand.StartVm(vm.vm(), random.nextBoolean() ? host : -1));
        }
    }

    long give(PoolCommand command) {
        SimulatedMachine master = machines[lockHolder];
        master.refresh();
        long id = ++commands;
        note("command " + id + " to host " + lockHolder + ": " + command);
        master.recovery.onCommand(id, command, master.view, master);
        return id;
    }

    private void check() {
        for (VmRecord vm : vms) {
            int count = 0;
            for (SimulatedMachine machine : machines) {
                if (machine.up && machine.running.contains(vm.vm())) {
                    count++;
                }
            }
            if (count > 1) {
                violation = vm.name() + " runs on " + count + " hosts at " + now / 1_000_000 + " ms";
            }
        }
    }

    boolean runsSomewhere(VmId vm) {
        for (SimulatedMachine machine : machines) {
            if (machine.up && machine.running.contains(vm)) {
                return true;
            }
        }
        return false;
    }

    /** Ends the faults: everything that can be up is up. */
    void heal() {
        faults = false;
        for (SimulatedMachine machine : machines) {
            thaw(machine);
            if (machine.joined && !machine.leaves) {
                machine.wantsArmed = true;
            }
        }
    }

    /** Runs steps until all hosts are in the liveset with a master and the condition holds; false if it never does. */
    boolean settle(int steps, java.util.function.BooleanSupplier condition) {
        for (int i = 0; i < steps && violation == null; i++) {
            if (i % 50 == 0) {
                for (SimulatedMachine machine : machines) {
                    revive(machine);
                    if (machine.joined && !machine.leaves) {
                        machine.wantsArmed = true;
                    }
                }
            }
            step();
            if (i % 20 == 0 && condition.getAsBoolean()) {
                return true;
            }
        }
        return condition.getAsBoolean();
    }
}
