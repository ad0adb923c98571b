package dev.liveset.examples.lab;

import dev.liveset.VmId;
import dev.liveset.examples.host.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the lab does and expects, step by step. */
final class LabScript {
    private static final VmId MINION = new VmId(0x4c69_7665_7365_4001L, 0x8000_0000_0000_0001L);
    private static final String NAME = "Minion 1";
    private static final long MEMORY_MIB = 256;
    private static final double WATCH_SECONDS = 3;
    private static final double JOIN_SECONDS = 40;
    private static final double START_SECONDS = 5;

    private final Lab lab;
    private final Report report;
    private final Set<Integer> steps;
    private final String storageOut;
    private final VmDisk disk;
    private final LabWhy why;
    private final int hosts;

    /**
     * @param steps which steps are done, 1 to 6
     * @param storageOut what I/O meets when the storage cable is out
     */
    LabScript(Lab lab, Report report, Set<Integer> steps, String storageOut) {
        this.lab = lab;
        this.report = report;
        this.steps = steps;
        this.storageOut = storageOut;
        hosts = lab.machines().size();
        disk = new VmDisk(disk());
        why = new LabWhy(lab, report);
    }

    Path disk() {
        return lab.files().disks().resolve(MINION + ".disk");
    }

    void run() throws LabFailure, IOException {
        prepare();
        if (steps.contains(1)) {
            shutDownAndHalt();
        }
        if (steps.contains(2)) {
            powerPlug("2", lab.machine(victim(0)), false);
        }
        if (steps.contains(3)) {
            storageCable("3", lab.machine(victim(1)), false);
        }
        if (steps.contains(4)) {
            networkCable("4", lab.machine(victim(2)), false);
        }
        if (steps.contains(5)) {
            powerPlug("5a", lab.machine((victim(3) + 1) % hosts), true);
            storageCable("5b", lab.machine(victim(4)), true);
            networkCable("5c", lab.machine((victim(5) + 1) % hosts), true);
        }
        if (steps.contains(6)) {
            storageAwayEverywhere();
        }
    }

    /** Two hosts: lab1, which must lose although it has the lowest index; more: each in turn. */
    private int victim(int turn) {
        return hosts == 2 ? 0 : turn % hosts;
    }

    private void prepare() throws LabFailure, IOException {
        report.heading("0 A pool of " + hosts + " hosts");
        long since = System.nanoTime();
        for (Machine machine : lab.machines()) {
            machine.plugIn();
        }
        lab.await("all hosts are in one liveset", JOIN_SECONDS, since, lab::whole);
        lab.await("there is a master", 10, System.nanoTime(), () -> lab.master() != null);
        showParameters();
        report.did("enabling HA on pool Lab");
        lab.order("ha", "enabled", true);
        define(false);
        LabPlanner planner = new LabPlanner(
                lab.machines().stream().map(machine -> machine.name).toList(), lab.memoryMib(), NAME, MEMORY_MIB);
        int most = planner.tolerable();
        int none = planner.tolerableWithVmsOf(lab.memoryMib() * 2 / 3);
        report.did("host failures that can be tolerated: " + most + " with " + NAME + " alone, " + none
                + " with one VM of two thirds of a host's memory on every host");
        report.did("what if: " + planner.tolerableWithOneMore() + " with one more host, " + planner.tolerableWithout()
                + " without " + lab.machine(hosts - 1).name + ", " + planner.tolerableWithMemory(MEMORY_MIB - 1)
                + " with " + (MEMORY_MIB - 1) + " MiB on every other host");
        report.did("if lab1 is lost, " + NAME + " restarts on " + String.join(", ", planner.restartsOn()));
        report.check("as many host failures as hosts minus one can be tolerated", most == hosts - 1);
        report.check("no host failure can be tolerated when memory does not suffice", none == 0);
        lab.order("target", "failures", most);
        report.did("protecting " + NAME + " with restart priority 'restart', starting it on lab1");
        define(true);
        since = System.nanoTime();
        lab.order("start", "vm", MINION, "host", 0);
        lab.await(NAME + " runs on lab1", START_SECONDS, since, () -> runsOn(lab.machine(0)));
        long now = System.nanoTime();
        lab.await("the pool's parameters are known", START_SECONDS, now, () -> promised() == most);
        showParameters();
        report.check(
                "HA is true and every host is armed",
                lab.master().status().isTrue("ha")
                        && lab.machines().stream()
                                .allMatch(machine -> machine.status().isTrue("armed")));
    }

    private void shutDownAndHalt() throws LabFailure, IOException {
        report.heading("1 Shut down, start, halt from inside");
        Machine before = running();
        long since = System.nanoTime();
        report.did("shutting " + NAME + " down through the API");
        lab.order("shutdown", "vm", MINION);
        lab.await(
                NAME + " is down",
                START_SECONDS,
                since,
                () -> Lab.whereRuns(disk).isEmpty());
        boolean down = lab.stays(
                NAME + " stays down", WATCH_SECONDS, () -> Lab.whereRuns(disk).isEmpty());
        report.check(NAME + " stays down after a shutdown through the API", down);
        since = System.nanoTime();
        report.did("starting " + NAME + " through the API");
        lab.order("start", "vm", MINION, "host", before.index);
        lab.await(NAME + " runs again", START_SECONDS, since, () -> running() != null);
        String instance = instance();
        report.did("halting " + NAME + " from inside the guest");
        since = System.nanoTime();
        Files.createFile(lab.files().disks().resolve(MINION + ".halt"));
        lab.await(
                NAME + " comes back by itself",
                10,
                since,
                () -> running() != null && !instance().equals(instance));
    }

    private void powerPlug(String step, Machine victim, boolean master) throws LabFailure, IOException {
        begin(step + " Power plug of " + victim.name + (master ? ", the master" : ""), victim, master);
        long since = System.nanoTime();
        long began = System.currentTimeMillis();
        report.did("pulling the power plug of " + victim.name);
        victim.pullPlug();
        if (master) {
            awaitSuccessor(victim, since, 12);
        }
        awaitElsewhere(victim, since, master ? 12 : 10);
        lab.await(victim.name + " is shown Halted", 15, since, () -> lab.shown(victim, false));
        awaitOvercommitted();
        why.survivors(victim, began, "HOST_REMOVED");
        since = System.nanoTime();
        report.did("plugging " + victim.name + " in again");
        victim.plugIn();
        awaitRejoin(victim, since);
        why.itself(victim, began, "NO_LAST_WORDS");
    }

    /**
     * A cable of a host: how it is plugged and pulled, what the host says once it is cut off, and by which verdicts the
     * others and the host itself tell why it was lost.
     */
    private record Cable(
            String name,
            Consumer<Boolean> plug,
            String says,
            BooleanSupplier said,
            List<String> whyOthers,
            List<String> whyItself) {}

    private void storageCable(String step, Machine victim, boolean master) throws LabFailure, IOException {
        Cable cable = new Cable(
                "storage cable",
                in -> victim.storage(in ? "PLUGGED" : storageOut),
                "says that it could not access the heartbeat disk",
                () -> victim.lastFailure().contains("could not access the heartbeat disk"),
                List.of("HOST_REMOVED", "HOST_RESTARTED"),
                List.of("STATEFILE_LOST", "WATCHDOG_STARVED", "FENCE_REQUESTED", "NO_LAST_WORDS"));
        begin(step + " Storage cable of " + victim.name + (master ? ", the master" : ""), victim, master);
        cutOff(victim, master, cable);
    }

    private void networkCable(String step, Machine victim, boolean master) throws LabFailure, IOException {
        // Its last words are an attempt of 5 ms: they may be missing, and then it was only not heard of any more.
        Cable cable = new Cable(
                "network cable",
                victim::network,
                "says why it cannot join",
                () -> !victim.lastFailure().isEmpty(),
                List.of("NETWORK_LOST", "HOST_REMOVED", "HOST_RESTARTED"),
                List.of("NETWORK_LOST", "NO_LAST_WORDS"));
        begin(step + " Network cable of " + victim.name + (master ? ", the master" : ""), victim, master);
        cutOff(victim, master, cable);
    }

    /** Pulls a cable of the host that has the VM: it resets, the VM runs elsewhere, and it says why it stays out. */
    private void cutOff(Machine victim, boolean master, Cable cable) throws LabFailure, IOException {
        int resets = victim.resets();
        long since = System.nanoTime();
        long began = System.currentTimeMillis();
        report.did("pulling the " + cable.name + " of " + victim.name);
        cable.plug.accept(false);
        awaitFence(victim, since);
        if (master) {
            awaitSuccessor(victim, since, 12);
        }
        awaitElsewhere(victim, since, 12);
        lab.await(victim.name + " is shown Halted", 15, since, () -> lab.shown(victim, false));
        awaitOvercommitted();
        why.survivors(victim, began, cable.whyOthers.toArray(new String[0]));
        since = System.nanoTime();
        lab.await(victim.name + " " + cable.says, JOIN_SECONDS, since, cable.said);
        report.did(victim.name + " says: " + victim.lastFailure());
        report.check(
                victim.name + " was reset once, and is still shown Halted",
                victim.resets() == resets + 1 && lab.shown(victim, false));
        since = System.nanoTime();
        report.did("plugging the " + cable.name + " in again");
        cable.plug.accept(true);
        awaitRejoin(victim, since);
        why.itself(victim, began, cable.whyItself.toArray(new String[0]));
    }

    private void storageAwayEverywhere() throws LabFailure {
        report.heading("6 Storage away for the whole pool");
        String instance = instance();
        int resets = lab.machines().stream().mapToInt(Machine::resets).sum();
        long since = System.nanoTime();
        report.did("pulling the storage cables of all hosts");
        lab.machines().forEach(machine -> machine.storage(storageOut));
        lab.await(
                "every host goes on by survival rule 2",
                10,
                since,
                () -> lab.machines().stream()
                        .allMatch(machine -> machine.status().isTrue("sr2")));
        boolean quiet = lab.stays(
                "nobody fences and " + NAME + " keeps running",
                12,
                () -> lab.machines().stream().allMatch(Machine::alive)
                        && instance().equals(instance)
                        && running() != null);
        report.check("nobody fences and " + NAME + " keeps running without any storage", quiet);
        since = System.nanoTime();
        report.did("plugging the storage cables in again");
        lab.machines().forEach(machine -> machine.storage("PLUGGED"));
        lab.await(
                "every host has the statefile again and rule 2 is over",
                20,
                since,
                () -> lab.whole()
                        && lab.machines().stream()
                                .allMatch(machine -> machine.status().isTrue("sf")
                                        && !machine.status().isTrue("sr2")));
        report.check(
                "nobody was reset and the same instance of " + NAME + " runs",
                lab.machines().stream().mapToInt(Machine::resets).sum() == resets
                        && instance().equals(instance));
    }

    /** Puts the VM on the victim and the master where the step wants it. */
    private void begin(String heading, Machine victim, boolean master) throws LabFailure {
        report.heading(heading);
        if (running() != victim) {
            long since = System.nanoTime();
            report.did("moving " + NAME + " to " + victim.name);
            lab.order("move", "vm", MINION, "host", victim.index);
            lab.await(NAME + " runs on " + victim.name, 2 * START_SECONDS, since, () -> runsOn(victim));
        }
        if ((lab.master() == victim) != master) {
            moveMaster(victim, master);
        }
        lab.forgetAlerts();
    }

    private void moveMaster(Machine victim, boolean toVictim) throws LabFailure {
        long since = System.nanoTime();
        for (Machine machine : lab.machines()) {
            lab.ask(machine, "master", "wanted", (machine == victim) == toVictim);
        }
        lab.await(
                victim.name + (toVictim ? " is" : " is not") + " the master",
                15,
                since,
                () -> lab.master() != null && (lab.master() == victim) == toVictim);
        for (Machine machine : lab.machines()) {
            lab.ask(machine, "master", "wanted", true);
        }
    }

    private void awaitFence(Machine victim, long since) throws LabFailure {
        lab.await(victim.name + " fences itself", 6, since, () -> !victim.alive());
        report.did(victim.name + " said: " + victim.fenceReason());
    }

    private void awaitSuccessor(Machine victim, long since, double limit) throws LabFailure {
        lab.await("another host is master", limit, since, () -> lab.master() != null && lab.master() != victim);
    }

    private void awaitElsewhere(Machine victim, long since, double limit) throws LabFailure {
        lab.await(NAME + " runs elsewhere", limit, since, () -> running() != null && running() != victim);
        report.did(NAME + " runs on " + running().name);
    }

    private void awaitOvercommitted() throws LabFailure {
        lab.await("an alert of overcommitment is raised", 10, System.nanoTime(), () -> lab.overcommitted(true) > 0);
    }

    private void awaitRejoin(Machine victim, long since) throws LabFailure {
        lab.await("all hosts are in one liveset again", JOIN_SECONDS, since, lab::whole);
        lab.await("the alert clears", 10, System.nanoTime(), () -> lab.overcommitted(false) > 0);
        report.check("the alert was raised once", lab.overcommitted(true) == 1);
        report.check(
                NAME + " stays where it is, with nothing on " + victim.name,
                victim.status().number("claims") == 0 && running() != null && running() != victim);
    }

    private void define(boolean isProtected) throws LabFailure {
        lab.order("define", "vm", MINION, "name", NAME, "memory", MEMORY_MIB, "protected", isProtected);
    }

    private long promised() {
        Machine master = lab.master();
        return master == null ? -1 : master.status().number("plan");
    }

    private void showParameters() {
        Message master = lab.master().status();
        report.did(String.format(
                Locale.ROOT,
                "pool Lab: HA %s, host failures to tolerate %s, can be promised: %s, master %s, armed %s",
                master.text("ha"),
                master.text("target"),
                master.number("plan") < 0 ? "is not known yet" : master.text("plan"),
                lab.master().name,
                master.text("armed")));
    }

    private boolean runsOn(Machine machine) {
        return Lab.whereRuns(disk).equals(machine.name);
    }

    /** The machine on which the VM runs, or null. */
    private Machine running() {
        String host = Lab.whereRuns(disk);
        return lab.machines().stream()
                .filter(machine -> machine.name.equals(host))
                .findFirst()
                .orElse(null);
    }

    private String instance() {
        return disk.newest().map(VmDisk.Line::instance).orElse("");
    }
}
