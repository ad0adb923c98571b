package dev.liveset.runtime;

import dev.liveset.VmId;
import dev.liveset.agent.Event;
import dev.liveset.recovery.CallOutcome;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.VmRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Calls to the embedder's {@link Hypervisor}, on threads of their own: one call at a time per VM, a bounded number
 * altogether, each with a deadline. Asking for the list, as the agent does once a second, allocates nothing. A call that is under way at its deadline is answered with TIMED_OUT, and with
 * RETURNED_LATE when it returns at last; one that has not even begun by then never begins and is answered with FAILED.
 * Nothing is ever interrupted.
 */
final class EmbedderCalls {
    static final int MAX_PENDING = 2000;

    private final Hypervisor hypervisor;
    private final BooleanSupplier overdue;
    private final long deadlineNanos;
    private final Consumer<Event> answers;
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor listThread;
    private final Runnable question = this::runList;
    private final List<VmCall> pending = new ArrayList<>();
    private final Map<VmId, ArrayDeque<VmCall>> byVm = new HashMap<>();
    /** Null while open, and again once it has run. */
    private Runnable whenReturned;

    private boolean listing;
    private boolean listWanted;
    private long listDeadlineNanos;

    /**
     * @param overdue whether this host's watchdog should have reset it: then no VM is started any more
     */
    EmbedderCalls(
            String host,
            Hypervisor hypervisor,
            long deadlineNanos,
            int maxThreads,
            Consumer<Event> answers,
            BooleanSupplier overdue) {
        this.overdue = overdue;
        this.hypervisor = hypervisor;
        this.deadlineNanos = deadlineNanos;
        this.answers = answers;
        threads = pool("liveset-vm-" + host, maxThreads, new LinkedBlockingQueue<>(MAX_PENDING));
        // One place, for a thread that has just answered and not come back yet.
        listThread = pool("liveset-vms-" + host, 1, new ArrayBlockingQueue<>(1));
    }

    void start(long nowNanos, VmRecord vm, Permit permit, long callId) {
        add(new VmCall(
                vm.vm(),
                nowNanos + deadlineNanos,
                () -> startInTime(vm, permit),
                (outcome, why) -> new Event.VmStarted(vm.vm(), callId, outcome, why)));
    }

    /** The call may have waited here while the machine was suspended. */
    private void startInTime(VmRecord vm, Permit permit) throws Exception {
        if (overdue.getAsBoolean()) {
            throw new IllegalStateException("this host stood still past its watchdog's deadline");
        }
        hypervisor.start(vm, permit);
    }

    void stop(long nowNanos, VmId vm, Permit permit, long callId) {
        add(new VmCall(
                vm,
                nowNanos + deadlineNanos,
                () -> hypervisor.stop(vm, permit),
                (outcome, why) -> new Event.VmStopped(vm, callId, outcome, why)));
    }

    /** Asks for the VMs that run; answered with null when the hypervisor cannot tell within the deadline, or an earlier question still hangs. */
    synchronized void list(long nowNanos) {
        if (listing) {
            answers.accept(new Event.VmsListed(null));
            return;
        }
        listing = true;
        listWanted = true;
        listDeadlineNanos = nowNanos + deadlineNanos;
        listThread.execute(question);
    }

    /** Answers the calls whose deadline has passed; cheap when there are none. */
    synchronized void expire(long nowNanos) {
        if (listWanted && nowNanos - listDeadlineNanos >= 0) {
            listWanted = false;
            answers.accept(new Event.VmsListed(null));
        }
        for (int i = 0; i < pending.size(); i++) {
            VmCall call = pending.get(i);
            if (nowNanos - call.deadlineNanos < 0 || call.timedOut) {
                continue;
            }
            call.timedOut = true;
            if (call.begun) {
                answers.accept(call.answer.of(CallOutcome.TIMED_OUT, "the call did not return in time"));
            } else {
                pending.remove(i--);
                forget(call);
                answers.accept(call.answer.of(CallOutcome.FAILED, "earlier calls to the hypervisor hang"));
            }
        }
    }

    /**
     * Takes no further calls. One that has not begun never begins, for the next agent of this host would not know of it;
     * those under way go on by themselves.
     *
     * @param returned runs once all calls that were under way have returned, which may be never
     */
    synchronized void close(Runnable returned) {
        for (VmCall call : pending) {
            call.timedOut |= !call.begun;
        }
        pending.removeIf(call -> !call.begun);
        whenReturned = returned;
        threads.shutdown();
        listThread.shutdown();
        tellReturned();
    }

    private void tellReturned() {
        if (whenReturned != null && pending.isEmpty()) {
            Runnable returned = whenReturned;
            whenReturned = null;
            returned.run();
        }
    }

    private synchronized void add(VmCall call) {
        // A call that expired before it began has left the pending ones, but stands in line until a thread passes over
        // it.
        boolean full = byVm.size() >= MAX_PENDING && !byVm.containsKey(call.vm);
        if (full || pending.size() >= MAX_PENDING) {
            answers.accept(call.answer.of(CallOutcome.FAILED, "too many calls to the hypervisor are waiting"));
            return;
        }
        pending.add(call);
        ArrayDeque<VmCall> calls = byVm.computeIfAbsent(call.vm, vm -> new ArrayDeque<>());
        calls.addLast(call);
        if (calls.size() == 1) {
            threads.execute(() -> run(call));
        }
    }

    private void run(VmCall call) {
        if (!begin(call)) {
            next(call);
            return;
        }
        CallOutcome outcome = CallOutcome.DONE;
        String why = "";
        try {
            call.body.run();
        } catch (Exception e) {
            outcome = CallOutcome.FAILED;
            why = words(e);
        } catch (Error e) {
            // Nobody knows how far the call came: as good as a timeout that ended.
            outcome = CallOutcome.TIMED_OUT;
            why = words(e);
        }
        end(call, outcome, why);
    }

    /** The head of a VM's queue stands in the thread pool already: {@link #run} passes over it. */
    private void forget(VmCall expired) {
        ArrayDeque<VmCall> calls = byVm.get(expired.vm);
        if (calls.peekFirst() != expired) {
            calls.remove(expired);
        }
    }

    private synchronized boolean begin(VmCall call) {
        call.begun = !call.timedOut;
        return call.begun;
    }

    private synchronized void end(VmCall call, CallOutcome outcome, String why) {
        pending.remove(call);
        if (call.timedOut) {
            answers.accept(call.answer.of(CallOutcome.RETURNED_LATE, why));
        } else {
            answers.accept(call.answer.of(outcome, why));
            if (outcome == CallOutcome.TIMED_OUT) {
                answers.accept(call.answer.of(CallOutcome.RETURNED_LATE, why));
            }
        }
        next(call);
        tellReturned();
    }

    private synchronized void next(VmCall finished) {
        ArrayDeque<VmCall> calls = byVm.get(finished.vm);
        calls.remove(finished);
        if (calls.isEmpty()) {
            byVm.remove(finished.vm);
        } else if (!threads.isShutdown()) {
            VmCall following = calls.peekFirst();
            threads.execute(() -> run(following));
        }
    }

    private void runList() {
        Set<VmId> running = null;
        try {
            running = Set.copyOf(hypervisor.running());
        } catch (Exception | Error e) {
            // The answer is "cannot tell"; who can do something about it sees it in the status.
        }
        synchronized (this) {
            listing = false;
            if (listWanted) {
                listWanted = false;
                answers.accept(new Event.VmsListed(running));
            }
        }
    }

    private static ThreadPoolExecutor pool(String name, int maxThreads, BlockingQueue<Runnable> line) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(maxThreads, maxThreads, 30, TimeUnit.SECONDS, line, DaemonThreads.named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** What a call's end says to people. */
    static String words(Throwable trouble) {
        String message = trouble.getMessage();
        return message == null || message.isBlank() ? trouble.getClass().getSimpleName() : message;
    }

    @FunctionalInterface
    private interface Body {
        void run() throws Exception;
    }

    @FunctionalInterface
    private interface Answer {
        Event of(CallOutcome outcome, String why);
    }

    private static final class VmCall {
        final VmId vm;
        final long deadlineNanos;
        final Body body;
        final Answer answer;
        boolean begun;
        boolean timedOut;

        VmCall(VmId vm, long deadlineNanos, Body body, Answer answer) {
            this.vm = vm;
            this.deadlineNanos = deadlineNanos;
            this.body = body;
            this.answer = answer;
        }
    }
}
