package dev.liveset.examples.lab;

import dev.liveset.HostConfig;
import dev.liveset.HostSet;
import dev.liveset.examples.LogOptions;
import dev.liveset.examples.host.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The lab's machines and what is known of them; the monitor that everything of it is guarded by. */
final class Lab implements AutoCloseable {
    private static final long LOOK_MILLIS = 10;
    private static final double FRESH_SECONDS = 1.0;
    private static final double ORDER_SECONDS = 15;

    /** An alert of the pool, and the host that told it. */
    record Alert(String host, Message message) {}

    private final LabFiles files;
    private final long memoryMib;
    private final LogOptions log;
    private final Report report;
    private final List<Machine> machines = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<String, Message> answers = new LinkedHashMap<>();
    private int lastOrder;

    Lab(LabFiles files, long memoryMib, LogOptions log, Report report) {
        this.files = files;
        this.memoryMib = memoryMib;
        this.log = log;
        this.report = report;
        List<HostConfig> hosts = files.pool().pool().hosts();
        for (int host = 0; host < hosts.size(); host++) {
            machines.add(new Machine(
                    this, host, hosts.get(host).name(), hosts.get(host).id().value()));
        }
    }

    LabFiles files() {
        return files;
    }

    /** Where the hosts log to. */
    LogOptions log() {
        return log;
    }

    long memoryMib() {
        return memoryMib;
    }

    List<Machine> machines() {
        return machines;
    }

    Machine machine(int index) {
        return machines.get(index);
    }

    /** The host that counts itself online and as master, or null. */
    Machine master() {
        for (Machine machine : machines) {
            if (machine.online() && machine.status().number("master") == machine.index) {
                return machine;
            }
        }
        return null;
    }

    /** Whether every host that is online, the given one aside, has it in its liveset or not, as asked; false when none is online. */
    boolean shown(Machine machine, boolean online) {
        boolean anyone = false;
        for (Machine other : machines) {
            if (other != machine && other.online()) {
                anyone = true;
                if (HostSet.contains(other.liveset(), machine.index) != online) {
                    return false;
                }
            }
        }
        return anyone;
    }

    /** Whether all hosts are online and see each other so. */
    boolean whole() {
        long all = HostSet.firstHosts(machines.size());
        return machines.stream()
                .allMatch(machine -> machine.online()
                        && machine.liveset() == all
                        && machine.status().text("phase").equals("STARTED"));
    }

    /** Where the VM runs by its own disk, or an empty string when it wrote nothing for a second. */
    static String whereRuns(VmDisk disk) {
        return disk.newest()
                .filter(line -> VmDisk.now() - line.seconds() < FRESH_SECONDS)
                .map(VmDisk.Line::host)
                .orElse("");
    }

    synchronized void onMessage(Machine from, Message message) {
        if (message.verb().equals("answer")) {
            answers.put(message.text("id"), message);
        } else if (message.verb().equals("overcommitted") || message.verb().equals("restart-failed")) {
            alerts.add(new Alert(from.name, message));
        }
    }

    synchronized void forgetAlerts() {
        alerts.clear();
    }

    /** How many alerts of overcommitment were raised, or cleared, since they were last forgotten. */
    synchronized long overcommitted(boolean raised) {
        return alerts.stream()
                .filter(alert -> alert.message().verb().equals("overcommitted")
                        && alert.message().isTrue("raised") == raised)
                .count();
    }

    /** Waits for the expectation and reports it; the seconds count from {@code sinceNanos}. */
    double await(String expectation, double limitSeconds, long sinceNanos, BooleanSupplier holds) throws LabFailure {
        report.waiting(expectation, limitSeconds);
        long limit = sinceNanos + (long) (limitSeconds * 1e9);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                report.missed(expectation, (System.nanoTime() - sinceNanos) / 1e9, limitSeconds);
                throw new LabFailure("It did not come true that " + expectation + ".");
            }
            look();
        }
        double seconds = (System.nanoTime() - sinceNanos) / 1e9;
        report.held(expectation, seconds, limitSeconds);
        return seconds;
    }

    /** Watches that something stays as it is; false at the first moment at which it does not. */
    boolean stays(String what, double seconds, BooleanSupplier holds) {
        report.did("watching for " + Math.round(seconds) + " s that " + what);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() - end < 0) {
            if (!holds.getAsBoolean()) {
                return false;
            }
            look();
        }
        return true;
    }

    /** Gives the master an order, and one more try with its successor; fails when it is not done. */
    void order(String verb, Object... fields) throws LabFailure {
        long limit = System.nanoTime() + (long) (ORDER_SECONDS * 1e9);
        String last = "there was no master";
        while (System.nanoTime() - limit < 0) {
            Machine master = master();
            Message answer = master == null ? null : ask(master, verb, fields);
            if (answer != null && answer.text("status").equals("DONE")) {
                return;
            }
            if (answer != null) {
                last = master.name + " answered " + answer.text("status") + ": " + answer.text("sentence");
            }
            look();
        }
        report.missed("the order '" + verb + "' is done", ORDER_SECONDS, ORDER_SECONDS);
        throw new LabFailure("The order '" + verb + "' was not done: " + last);
    }

    /** Gives one host an order; its answer, or null when none came in time. */
    Message ask(Machine machine, String verb, Object... fields) {
        String id;
        synchronized (this) {
            id = Integer.toString(++lastOrder);
        }
        Object[] all = new Object[fields.length + 2];
        System.arraycopy(fields, 0, all, 2, fields.length);
        all[0] = "id";
        all[1] = id;
        machine.send(Message.of(verb, all));
        long limit = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() - limit < 0 && machine.alive()) {
            synchronized (this) {
                Message answer = answers.remove(id);
                if (answer != null) {
                    return answer;
                }
            }
            look();
        }
        return null;
    }

    /** Ends every process that the lab started. */
    @Override
    public void close() {
        machines.forEach(Machine::pullPlug);
    }

    private static void look() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the lab was interrupted", e);
        }
    }
}
