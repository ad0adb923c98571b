package dev.liveset.sim;

import dev.liveset.VmId;
import dev.liveset.agent.Event;
import dev.liveset.recovery.CallOutcome;
import dev.liveset.recovery.Permit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The hypervisor of one machine: starts and stops take time, fail, hang, answer late and take effect late. Calls go on
 * when the agent that made them is gone; only the end of the machine ends them.
 */
final class SimHypervisor {
    private final EventQueue queue;
    private final SimRandom random;
    private final SimSettings settings;
    private final SimHost host;
    private final List<VmInstance> running = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private int hangs;
    private int slow;
    private int failures;

    SimHypervisor(EventQueue queue, SimRandom random, SimSettings settings, SimHost host) {
        this.queue = queue;
        this.random = random;
        this.settings = settings;
        this.host = host;
    }

    List<VmInstance> running() {
        return running;
    }

    /** Whether a VM runs, or a start is on its way that may still take effect. */
    boolean mayRun() {
        return !running.isEmpty() || calls.stream().anyMatch(call -> call.start && call.effectPending);
    }

    /** Whether a start is on its way that may still take effect. */
    boolean starting(VmId vm) {
        for (Call call : calls) {
            if (call.start && call.effectPending && call.vm.equals(vm)) {
                return true;
            }
        }
        return false;
    }

    /** From now on ({@code +1}) every call passes its deadline, until that is over ({@code -1}). */
    void hang(int change) {
        hangs = Math.max(0, hangs + change);
    }

    /** Every call takes nearly as long as its deadline allows. */
    void slow(int change) {
        slow = Math.max(0, slow + change);
    }

    /** Every call fails. */
    void fail(int change) {
        failures = Math.max(0, failures + change);
    }

    /** The machine is gone, and with it everything that ran or was on its way. */
    void die() {
        running.clear();
        calls.clear();
    }

    /** The guest halts by itself. Returns whether it ran. */
    boolean haltInside(VmId vm) {
        return running.removeIf(instance -> instance.vm().equals(vm));
    }

    void start(VmId vm, Permit permit, long callId) {
        begin(new Call(true, vm, permit, callId));
    }

    void stop(VmId vm, Permit permit, long callId) {
        begin(new Call(false, vm, permit, callId));
    }

    void list() {
        BooleanSupplier asker = host.currentAgent();
        boolean fails = hangs > 0 || failures > 0 || random.chance(settings.callFailure());
        long took = random.between(1_000_000, settings.callLatency().toNanos() / 4);
        queue.after(took, () -> {
            if (asker.getAsBoolean()) {
                host.deliver(new Event.VmsListed(fails ? null : listed()));
            }
        });
    }

    /** What runs, is being started or is being stopped: the sum of what may run. */
    private Set<VmId> listed() {
        Set<VmId> vms = new TreeSet<>();
        for (VmInstance instance : running) {
            vms.add(instance.vm());
        }
        for (Call call : calls) {
            if (call.effectPending) {
                vms.add(call.vm);
            }
        }
        return vms;
    }

    private void begin(Call call) {
        calls.add(call);
        long deadline = settings.callDeadline().toNanos();
        long latency = slow > 0
                ? random.between(deadline * 9 / 10, deadline - 1)
                : random.between(20_000_000, settings.callLatency().toNanos());
        boolean hang = hangs > 0 || random.chance(settings.callHang());
        if (hang) {
            // The effect comes at any time before the call returns, or never.
            long returns = deadline + random.between(100_000_000, 4 * deadline);
            call.effectPending = random.chance(0.7);
            call.schedule(random.between(20_000_000, returns), call::takeEffect);
            call.schedule(deadline, () -> call.answer(CallOutcome.TIMED_OUT, "the call did not return in time"));
            call.schedule(returns, call::returnLate);
        } else if (failures > 0 || random.chance(settings.callFailure())) {
            call.effectPending = false;
            call.schedule(latency, () -> {
                calls.remove(call);
                call.answer(CallOutcome.FAILED, "simulated failure");
            });
        } else {
            call.schedule(random.between(latency / 2, latency), call::takeEffect);
            call.schedule(latency, () -> {
                calls.remove(call);
                call.answer(CallOutcome.DONE, "");
            });
        }
    }

    private final class Call {
        private final boolean start;
        private final VmId vm;
        private final Permit permit;
        private final long callId;
        private final BooleanSupplier caller = host.currentAgent();
        private boolean effectPending = true;

        Call(boolean start, VmId vm, Permit permit, long callId) {
            this.start = start;
            this.vm = vm;
            this.permit = permit;
            this.callId = callId;
        }

        /** Everything of a call ends with its machine. */
        void schedule(long delayNanos, Runnable what) {
            queue.after(delayNanos, () -> {
                if (host.clock().isSuspended()) {
                    schedule(host.clock().suspendedForNanos(), what);
                } else if (calls.contains(this)) {
                    what.run();
                }
            });
        }

        void takeEffect() {
            if (!effectPending) {
                return;
            }
            effectPending = false;
            if (!start) {
                for (Iterator<VmInstance> each = running.iterator(); each.hasNext(); ) {
                    VmInstance instance = each.next();
                    if (instance.vm().equals(vm)) {
                        each.remove();
                        host.pool()
                                .log()
                                .add(
                                        host.index(),
                                        () -> "VM " + host.pool().log().vmName(vm) + " stopped");
                    }
                }
            } else if (running.stream().noneMatch(instance -> instance.vm().equals(vm))) {
                VmInstance instance = new VmInstance(vm, host.index(), permit, queue.now());
                running.add(instance);
                host.pool().changes().vmStarted(instance);
            }
        }

        void returnLate() {
            calls.remove(this);
            answer(CallOutcome.RETURNED_LATE, "the call returned after its deadline");
        }

        void answer(CallOutcome outcome, String why) {
            if (!caller.getAsBoolean()) {
                return;
            }
            host.deliver(
                    start
                            ? new Event.VmStarted(vm, callId, outcome, why)
                            : new Event.VmStopped(vm, callId, outcome, why));
        }
    }
}
