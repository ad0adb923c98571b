package dev.liveset.runtime;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.VmId;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.VmRecord;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How late the agents of real hosts in this JVM come to their work, and what they allocate, while threads of an embedder
 * allocate as hard as they can. A round of the agent's lane lasts one tick at most: what it takes longer is the
 * lateness of every beat that is due in it.
 *
 * <p>Arguments: seconds to measure, allocating threads (0 for the baseline), MiB that the embedder keeps alive, hosts (2),
 * how many of them die before it is measured (0): their sockets are closed, so that the kernel answers every beat to them.
 */
final class BeatsUnderAllocation {
    private static final long SECOND = 1_000_000_000L;
    private static final long SETTLE_NANOS = 20 * SECOND;

    private static volatile boolean dying;
    private static volatile boolean measuring;
    private static volatile boolean over;
    private static final AtomicLong ALLOCATED = new AtomicLong();

    private BeatsUnderAllocation() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        int liveMib = Integer.parseInt(arguments[2]);
        int hosts = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 2;
        int dead = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 0;
        Path directory = Files.createTempDirectory("beats");
        PoolConfig pool = pool(hosts);
        Path statefile = FreshStatefile.in(directory, pool);
        CountDownLatch ready = new CountDownLatch(pool.hostCount());
        List<Lane> lanes = new ArrayList<>();
        for (int host = 0; host < pool.hostCount(); host++) {
            boolean dies = host >= hosts - dead;
            Lane lane = new Lane(pool, host, dies, statefile, directory, seconds, ready);
            lanes.add(lane);
            lane.start();
        }
        ready.await();
        dying = true;
        for (int thread = 0; thread < threads; thread++) {
            new Embedder(thread, liveMib / Math.max(1, threads)).start();
        }
        LockSupport.parkNanos(SETTLE_NANOS);
        long before = ALLOCATED.get();
        measuring = true;
        Thread.sleep(seconds * 1_000L);
        over = true;
        double mibPerSecond = (ALLOCATED.get() - before) / 1048576.0 / seconds;
        for (Lane lane : lanes) {
            lane.join();
        }
        report(lanes.subList(0, hosts - dead), mibPerSecond, seconds);
        System.exit(0);
    }

    private static PoolConfig pool(int count) {
        Timings timings = Timings.builder()
                .heartbeat(Duration.ofMillis(100), Duration.ofSeconds(4))
                .statefile(Duration.ofMillis(200), Duration.ofSeconds(4))
                .watchdog(Duration.ofSeconds(8), Duration.ofSeconds(8))
                .pauseBudget(Duration.ofSeconds(1))
                .build();
        List<HostConfig> hosts = new ArrayList<>();
        for (int host = 1; host <= count; host++) {
            HostId id = new HostId(String.format(Locale.ROOT, "%032x", host));
            hosts.add(new HostConfig(id, "h" + host, List.of(new InetSocketAddress("127.0.0." + (10 + host), 47694))));
        }
        return new PoolConfig("beats", new Generation("b".repeat(32)), hosts, timings, PoolConfig.Mode.STRICT);
    }

    private static void report(List<Lane> lanes, double mibPerSecond, int seconds) {
        long[] late = lanes.stream()
                .flatMapToLong(lane -> Arrays.stream(lane.lateNanos, 0, lane.rounds))
                .sorted()
                .toArray();
        long bytes = lanes.stream().mapToLong(lane -> lane.allocatedBytes).sum();
        boolean together = lanes.stream()
                .allMatch(lane -> lane.host.status() != null
                        && HostSet.size(lane.host.status().liveset()) == lanes.size());
        System.out.printf(
                Locale.ROOT,
                "jdk=%s gc=%s seconds=%d embedder=%.0fMiB/s rounds=%d late_ms p50=%.2f p99=%.2f p99.9=%.2f max=%.2f"
                        + " lane_bytes=%d (%.3f B/round), in the last minute %d collector_ms=%d liveset=%s load=%.1f%n",
                Runtime.version().feature(),
                collector(),
                seconds,
                mibPerSecond,
                late.length,
                percentile(late, 0.5),
                percentile(late, 0.99),
                percentile(late, 0.999),
                late[late.length - 1] / 1e6,
                bytes,
                (double) bytes / late.length,
                lanes.stream().mapToLong(lane -> lane.lateBytes).sum(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(bean -> bean.getCollectionTime())
                        .sum(),
                together ? "whole" : "BROKEN",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String collector() {
        String name = ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
        return name.replace(" ", "-");
    }

    private static double percentile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * share))] / 1e6;
    }

    /** One host whose agent lives on this thread. */
    private static final class Lane extends Thread {
        private final PoolConfig pool;
        private final int self;
        private final boolean dies;
        private final UdpHeartbeatChannel channel;
        private final int seconds;
        private final CountDownLatch ready;
        final LivesetHost host;
        final long[] lateNanos;
        int rounds;
        long allocatedBytes;
        /** In the last minute, when everything has long been compiled. */
        long lateBytes;

        Lane(PoolConfig pool, int self, boolean dies, Path statefile, Path directory, int seconds, CountDownLatch ready)
                throws Exception {
            super("lane-" + self);
            this.pool = pool;
            this.self = self;
            this.dies = dies;
            channel = UdpHeartbeatChannel.open(pool, self);
            this.seconds = seconds;
            this.ready = ready;
            lateNanos = new long[seconds * 2_000];
            host = LivesetHost.builder()
                    .pool(pool, pool.host(self).id())
                    .statefile(FileStatefileVdi.open(statefile))
                    .heartbeat(channel)
                    .shadow()
                    .hypervisor(new NoVms(), 1)
                    .maxVms(FreshStatefile.MAX_VMS)
                    .stateDirectory(Files.createDirectory(directory.resolve("h" + self)))
                    .build();
        }

        @Override
        public void run() {
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            CompletableFuture<Void> told = host.startInvoked().thenAccept(result -> {
                System.err.println(pool.host(self).name() + ": " + result);
                ready.countDown();
            });
            long tick = pool.timings().tickNanos();
            Duration noLimit = Duration.ofDays(1);
            while (!measuring) {
                requireAlive(host.invoke(noLimit));
                if (dies && dying) {
                    channel.close();
                    return;
                }
            }
            told.join();
            long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            long last = System.nanoTime();
            long lastMinuteNanos = last + (seconds - 60) * SECOND;
            long bytesBefore = -1;
            while (!over && rounds < lateNanos.length) {
                requireAlive(host.invoke(noLimit));
                long now = System.nanoTime();
                lateNanos[rounds++] = Math.max(0, now - last - tick);
                last = now;
                if (bytesBefore < 0 && now - lastMinuteNanos >= 0) {
                    bytesBefore = threads.getCurrentThreadAllocatedBytes();
                }
            }
            allocatedBytes = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
            lateBytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        }

        private void requireAlive(boolean alive) {
            if (!alive) {
                System.out.println("a host ended: " + host.ended().join());
                System.exit(1);
            }
        }
    }

    /** Keeps a ring of arrays alive and replaces them at random, as fast as it can. */
    private static final class Embedder extends Thread {
        private final byte[][] ring;
        private final SplittableRandom random;

        Embedder(int number, int liveMib) {
            super("embedder-" + number);
            setDaemon(true);
            random = new SplittableRandom(number);
            ring = new byte[liveMib * 1024 / 8][];
        }

        @Override
        public void run() {
            while (!over) {
                long bytes = 0;
                for (int i = 0; i < 1_000; i++) {
                    byte[] made = new byte[64 + random.nextInt(16_320)]; // 8 KiB on average
                    ring[random.nextInt(ring.length)] = made;
                    bytes += made.length;
                }
                ALLOCATED.addAndGet(bytes);
            }
        }
    }

    private static final class NoVms implements Hypervisor {
        @Override
        public Set<VmId> running() {
            return Set.of();
        }

        @Override
        public void start(VmRecord vm, Permit permit) {}

        @Override
        public void stop(VmId vm, Permit permit) {}
    }
}
