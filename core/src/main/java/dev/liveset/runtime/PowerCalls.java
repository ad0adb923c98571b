package dev.liveset.runtime;

import dev.liveset.HostConfig;
import dev.liveset.HostSet;
import dev.liveset.agent.Event;
import dev.liveset.fencing.PowerFencer;
import dev.liveset.fencing.PowerReport;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls to the embedder's {@link PowerFencer}, on threads of their own, one at a time for a host. The agent keeps the
 * deadlines; while a call about a host hangs beyond them, a further one about it is answered at once, and calls about other
 * hosts have a thread each. What waits is bounded: one call for each host, and only while its thread comes back from the
 * one before.
 */
final class PowerCalls implements AutoCloseable {
    private final List<HostConfig> hosts;
    private final PowerFencer fencer;
    private final Consumer<Event> answers;
    private final ThreadPoolExecutor threads;
    private long busy;

    PowerCalls(String host, List<HostConfig> hosts, PowerFencer fencer, Consumer<Event> answers) {
        this.hosts = hosts;
        this.fencer = fencer;
        this.answers = answers;
        threads = new ThreadPoolExecutor(
                hosts.size(),
                hosts.size(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(hosts.size()),
                DaemonThreads.named("liveset-power-" + host));
        threads.allowCoreThreadTimeOut(true);
    }

    /** The name of a host, by its index. */
    String name(int host) {
        return hosts.get(host).name();
    }

    /** Cuts the power of a host, by its index; never blocks. */
    synchronized void powerOff(int host, long callId) {
        if (HostSet.contains(busy, host)) {
            PowerReport hangs = new PowerReport(PowerReport.Status.FAILED, "an earlier call still hangs");
            answers.accept(new Event.PowerReported(host, callId, hangs));
            return;
        }
        busy = HostSet.with(busy, host);
        threads.execute(() -> call(host, callId));
    }

    /** Takes no further calls; those under way go on by themselves. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private void call(int host, long callId) {
        PowerReport report;
        try {
            report = fencer.powerOff(hosts.get(host).id());
            if (report == null) {
                report = new PowerReport(PowerReport.Status.FAILED, "the power fencer returned nothing");
            }
        } catch (Exception | Error e) {
            report = new PowerReport(PowerReport.Status.FAILED, EmbedderCalls.words(e));
        }
        synchronized (this) {
            busy = HostSet.without(busy, host);
            answers.accept(new Event.PowerReported(host, callId, report));
        }
    }
}
