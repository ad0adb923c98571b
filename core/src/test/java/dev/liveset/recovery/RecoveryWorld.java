package dev.liveset.recovery;

import dev.liveset.VmId;
import dev.liveset.failover.FailoverPlanner;
import dev.liveset.failover.WorstFitPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Several recoveries against one disk under an adversarial schedule. The liveset below them is assumed to keep its own
 * promises ({@link AssumedLiveset}); everything else is at the schedule's mercy ({@link WorldTrouble}). The checker reads machines only, never what an agent believes.
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
    private final WorldTrouble trouble;
    private final AssumedLiveset below;
    /** One in so many steps of a machine sees the others' news, moves its disk, its calls. */
    private final int[] refreshOneIn;

    private final int[] diskOneIn;
    private final int[] callsOneIn;
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
        trouble = new WorldTrouble(this);
        below = new AssumedLiveset(this);
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
        trouble.later(landing);
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
            trouble.disturb();
        }
        below.rule();
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

    /** A person switches on what is off, or starts an agent that has ended. */
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
    boolean settle(int steps, BooleanSupplier condition) {
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
