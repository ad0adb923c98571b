package dev.liveset.runtime;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.TimingPresets;
import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.fencing.Watchdog;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolCommand;
import dev.liveset.recovery.VmRecord;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * How long it takes from the round of the agent that decides to fence to the call that resets, last words in between, on a
 * disk that works and on one that hangs. Arguments: how many lives of a host.
 */
final class FenceLatency {
    private static final VmId VM = new VmId(0, 1);

    private FenceLatency() {}

    public static void main(String[] arguments) throws Exception {
        int lives = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("fence");
        for (int life = 0; life < lives; life++) {
            boolean hangs = life % 2 == 1;
            long nanos = live(Files.createDirectory(directory.resolve("life" + life)), hangs);
            System.out.printf(
                    Locale.ROOT, "disk %s: reset called after %.3f ms%n", hangs ? "hangs" : "works", nanos / 1e6);
        }
        System.exit(0);
    }

    private static long live(Path directory, boolean hangs) throws Exception {
        HostId self = new HostId("1".repeat(32));
        PoolConfig pool = new PoolConfig(
                "fence",
                new Generation("f".repeat(32)),
                List.of(new HostConfig(self, "h1", List.of(new InetSocketAddress("127.0.0.31", 48694)))),
                TimingPresets.fast(),
                PoolConfig.Mode.STRICT);
        Path statefile = FreshStatefile.in(directory, pool);
        Disk disk = new Disk(FileStatefileVdi.open(statefile));
        Reset reset = new Reset();
        Vms vms = new Vms();
        LivesetHost host = LivesetHost.builder()
                .pool(pool, self)
                .statefile(disk)
                .heartbeat(UdpHeartbeatChannel.open(pool, 0))
                .watchdog(reset)
                .hypervisor(vms, 1024)
                .maxVms(FreshStatefile.MAX_VMS)
                .stateDirectory(directory)
                .build();
        CompletableFuture<StartResult> started = host.startInvoked();
        invokeUntil(host, started::isDone);
        for (PoolCommand command : List.of(
                new PoolCommand.EnableHa(true),
                new PoolCommand.DefineVm(new VmRecord(
                        VM, "vm", 64, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, false, null, null)),
                new PoolCommand.StartVm(VM, 0))) {
            insist(host, command);
        }
        invokeUntil(host, () -> vms.running.contains(VM));
        disk.hangs = hangs;
        long began = 0;
        CompletableFuture<CommandResult> end = host.submit(new Command.Leave(true));
        while (reset.calledNanos == 0) {
            began = System.nanoTime();
            host.invoke(Duration.ofMillis(5));
        }
        disk.healed.countDown();
        end.cancel(false);
        return reset.calledNanos - began;
    }

    private static void insist(LivesetHost host, PoolCommand command) throws Exception {
        CommandResult.Status status = CommandResult.Status.REFUSED;
        while (status != CommandResult.Status.DONE) {
            CompletableFuture<CommandResult> answer = host.submit(new Command.ForPool(command));
            invokeUntil(host, answer::isDone);
            status = answer.get().status();
        }
    }

    private static void invokeUntil(LivesetHost host, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            host.invoke(Duration.ofMillis(5));
        }
    }

    private static final class Disk implements StatefileVdi {
        private final StatefileVdi disk;
        private final CountDownLatch healed = new CountDownLatch(1);
        private volatile boolean hangs;

        Disk(StatefileVdi disk) {
            this.disk = disk;
        }

        private void hang() {
            while (hangs && healed.getCount() > 0) {
                try {
                    healed.await();
                } catch (InterruptedException e) {
                    // It hangs whatever happens.
                }
            }
        }

        @Override
        public long sizeBytes() throws IOException {
            return disk.sizeBytes();
        }

        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            hang();
            disk.read(offset, into);
        }

        @Override
        public void write(long offset, ByteBuffer from) throws IOException {
            hang();
            disk.write(offset, from);
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }
    }

    private static final class Reset implements Watchdog {
        private volatile long calledNanos;

        @Override
        public long arm(long timeoutNanos) {
            return timeoutNanos;
        }

        @Override
        public void feed(long deadlineNanos) {}

        @Override
        public long granularityNanos() {
            return 0;
        }

        @Override
        public void disarm() {}

        @Override
        public void reset(String reason) {
            calledNanos = System.nanoTime();
        }

        @Override
        public boolean guaranteesAllVms() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static final class Vms implements Hypervisor {
        private final Set<VmId> running = ConcurrentHashMap.newKeySet();

        @Override
        public Set<VmId> running() {
            return running;
        }

        @Override
        public void start(VmRecord vm, Permit permit) {
            running.add(vm.vm());
        }

        @Override
        public void stop(VmId vm, Permit permit) {
            running.remove(vm);
        }
    }
}
