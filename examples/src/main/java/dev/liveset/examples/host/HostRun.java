package dev.liveset.examples.host;

import dev.liveset.HostId;
import dev.liveset.LivesetException;
import dev.liveset.agent.Command;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.examples.Outbox;
import dev.liveset.examples.PoolFile;
import dev.liveset.examples.Signals;
import dev.liveset.io.ProcessGroup;
import dev.liveset.recovery.CommandResult;
import dev.liveset.runtime.FileStatefileVdi;
import dev.liveset.runtime.HostEnd;
import dev.liveset.runtime.LivesetHost;
import dev.liveset.runtime.StartResult;
import dev.liveset.runtime.UdpHeartbeatChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One host's process: starts the agent, again and again if told so, until it has left cleanly or is fenced. */
final class HostRun {
    private static final long RETRY_MILLIS = 1_000;
    private static final Duration VM_DEADLINE = Duration.ofSeconds(10);

    /** What the command line says. */
    record Options(
            PoolFile file,
            HostId self,
            Path stateDirectory,
            long memoryMib,
            UUID bootId,
            boolean retry,
            boolean inLab) {}

    private final Options options;
    private final Cables cables;
    private final Outbox outbox;
    private final ProcessGroup group = ProcessGroup.lead();
    private final ShellHypervisor hypervisor;
    private ReusedKeeper keeper;
    private volatile LivesetHost host;
    private volatile boolean leaving;

    HostRun(Options options, Cables cables, Outbox outbox) throws IOException {
        this.options = options;
        this.cables = cables;
        this.outbox = outbox;
        PoolFile file = options.file();
        String name = file.pool().host(file.pool().indexOf(options.self())).name();
        Path disks = file.statefile().resolveSibling("disks");
        Files.createDirectories(disks);
        hypervisor = new ShellHypervisor(name, disks);
    }

    /** Returns the exit code. */
    int run() throws Exception {
        outbox.send(Message.of("hello", "pid", ProcessHandle.current().pid()).line());
        Signals.onTermination(this::onSignal);
        Thread orders = new Thread(this::readOrders, "lab-orders");
        orders.setDaemon(true);
        orders.start();
        if (!options.retry()) {
            inspect();
        }
        while (true) {
            String failure = attempt();
            if (leaving || failure == null) {
                return 0;
            }
            outbox.send(Message.of("failed", "why", failure).line(), RETRY_MILLIS);
            if (!options.retry()) {
                System.err.println(failure);
                return 1;
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }

    /** A statefile that does not fit is told at once, instead of tried again and again. */
    private void inspect() throws IOException {
        try (FileStatefileVdi vdi = FileStatefileVdi.open(options.file().statefile())) {
            StatefileFormat.inspect(vdi, options.file().pool(), PoolKeys.none());
        }
    }

    /** One life of the agent: why it failed, or null when it left cleanly. */
    private String attempt() throws Exception {
        try {
            host = build();
        } catch (LivesetException e) {
            return e.getMessage();
        }
        StartResult result = host.start().get();
        if (result instanceof StartResult.StartFailure failure) {
            return failure.sentence();
        }
        outbox.send(Message.of("joined").line());
        HostEnd end = host.ended().get();
        if (end instanceof HostEnd.Fenced) {
            TimeUnit.DAYS.sleep(1); // The keeper ends this process, at once or at its deadline.
        }
        HostEnd.Stopped stopped = (HostEnd.Stopped) end;
        return stopped.code() == null ? null : stopped.sentence();
    }

    private LivesetHost build() {
        PoolFile file = options.file();
        if (keeper == null) {
            keeper = new ReusedKeeper(group, outbox);
        }
        UdpHeartbeatChannel channel =
                UdpHeartbeatChannel.open(file.pool(), file.pool().indexOf(options.self()));
        try {
            LivesetHost.Builder builder = LivesetHost.builder()
                    .pool(file.pool(), options.self())
                    .statefile(new CutVdi(FileStatefileVdi.open(file.statefile()), cables))
                    .heartbeat(new CutChannel(channel, cables))
                    .watchdog(keeper)
                    .hypervisor(hypervisor, options.memoryMib())
                    .hypervisorDeadline(VM_DEADLINE)
                    .maxVms(file.maxVms())
                    .bootId(options.bootId())
                    .stateDirectory(options.stateDirectory())
                    .listener(new StatusLines(outbox));
            return (file.witness() == null ? builder : builder.witness(file.witness())).build();
        } catch (LivesetException e) {
            channel.close();
            throw e;
        }
    }

    private void readOrders() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                obey(Message.parse(line));
            }
        } catch (IOException e) {
            // The lab is gone, which is what its end of the pipe says too.
        }
        if (options.inLab()) {
            group.kill(); // A lab that was killed leaves nothing behind.
        }
    }

    private void obey(Message order) {
        switch (order.verb()) {
            case "network" -> cables.network(order.isTrue("plugged"));
            case "storage" -> cables.storage(Cables.Storage.valueOf(order.text("state")));
            case "why" -> why(order);
            default -> submit(order);
        }
    }

    private void why(Message question) {
        LivesetHost current = host;
        if (current == null) {
            answer(question, CommandResult.refused("The host does not run yet."));
        } else {
            outbox.send(WhyAnswer.of(question, current, options.file().pool()).line());
        }
    }

    private void submit(Message order) {
        LivesetHost current = host;
        CommandResult refused = null;
        try {
            Command command = Orders.parse(order);
            if (command != null && current != null) {
                var unused = current.submit(command).thenAccept(result -> answer(order, result));
            } else {
                refused = CommandResult.refused(
                        command == null ? "There is no order '" + order.verb() + "'." : "The host does not run yet.");
            }
        } catch (LivesetException e) {
            refused = CommandResult.refused(e.getMessage());
        }
        if (refused != null) {
            answer(order, refused);
        }
    }

    private void answer(Message order, CommandResult result) {
        outbox.send(
                Message.of("answer", "id", order.text("id"), "status", result.status(), "sentence", result.sentence())
                        .line());
    }

    /** The first signal asks to leave; one more, when protected VMs forbid that, fences the host. */
    private void onSignal() {
        LivesetHost current = host;
        if (current == null || current.ended().isDone()) {
            Runtime.getRuntime().halt(0);
        }
        boolean again = leaving;
        leaving = true;
        var unused = current.submit(new Command.Leave(again)).thenAccept(result -> {
            if (result.status() == CommandResult.Status.REFUSED) {
                System.err.println(result.sentence());
            }
        });
    }
}
