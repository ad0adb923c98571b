package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.sim.xhad.XhadTimings;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A quiet pool, of models of the original or of our hosts, in which things are measured as they were on the original: all
 * processes start at once, and the liveset is asked for again and again.
 */
final class XhadBench implements AutoCloseable {
    private static final long LOOK_NANOS = 20_000_000L;
    private static final double BOOT_SECONDS = 0.5;
    private static final SimSettings QUIET = SimSettings.builder()
            .packetDelay(Duration.ofMillis(2))
            .disk(Duration.ofMillis(8), 0)
            .clockRatePpm(100)
            .pauses(Duration.ofMillis(500), Duration.ofSeconds(1_000))
            .build();

    /** What an xhad is configured with, in seconds, on a quick disk. */
    static Timings timings(int t1, int bigT1, int t2, int bigT2, int wh, int ws, int join) {
        return Timings.builder()
                .heartbeat(Duration.ofSeconds(t1), Duration.ofSeconds(bigT1))
                .statefile(Duration.ofSeconds(t2), Duration.ofSeconds(bigT2))
                .watchdog(Duration.ofSeconds(wh), Duration.ofSeconds(ws))
                .join(Duration.ofSeconds(join), Duration.ofSeconds(join))
                .watchdogGranularity(Duration.ofMillis(50))
                .pauseBudget(Duration.ofMillis(500))
                .buildBesideXhad();
    }

    final SimPool pool;
    final long all;
    private final long xhads;
    private final SimRandom random;

    XhadBench(PoolConfig config, boolean original, long seed) {
        this(config, original ? config.allHosts() : 0, seed);
    }

    /** @param xhads the hosts that run the model */
    XhadBench(PoolConfig config, long xhads, long seed) {
        this(config, xhads, PlantedBug.NONE, seed);
    }

    /** @param bug what hosts of ours do wrong */
    XhadBench(PoolConfig config, long xhads, PlantedBug bug, long seed) {
        all = config.allHosts();
        this.xhads = xhads;
        random = new SimRandom(~seed);
        XhadTimings timings = XhadTimings.of(config.timings());
        pool = new SimPool(config, QUIET, bug, seed, true, Makeup.mixed(xhads, timings));
    }

    /** Starts every host; returns how long it took until all were online. */
    double start() {
        pool.hosts().forEach(SimHost::powerOn);
        return until(() -> online(all)) - BOOT_SECONDS;
    }

    /** Starts every host and lets the pool be for a while that no cycle divides. */
    XhadBench started() {
        start();
        run(8 + random.below(8_000) / 1e3);
        return this;
    }

    /** The same with nobody who asks for the master lock, as hosts of ours do by themselves and the original does not. */
    XhadBench startedWithoutMaster() {
        start();
        for (SimHost host : pool.hosts()) {
            if (!in(xhads, host)) {
                happens("0 yield-master h" + (host.index() + 1));
            }
        }
        run(8 + random.below(8_000) / 1e3);
        return this;
    }

    /** How long it takes until the host is master in its own eyes from when it is told to ask for it. */
    double untilMaster(SimHost host) {
        boolean original = in(xhads, host);
        if (!original) {
            happens("0 ask-for-master h" + (host.index() + 1));
        }
        return until(() -> {
            if (original) {
                host.process().proposeMaster();
            }
            return host.process().master() == host.index();
        });
    }

    /** Makes these lines happen from now on, times counted from now. */
    void happens(String... timeline) {
        ActionRunner actions = new ActionRunner(pool, Long.MAX_VALUE);
        long now = pool.queue().now();
        for (SimAction action : Timeline.parse(List.of(timeline), pool.hosts().size())) {
            pool.queue().at(now + action.atNanos(), () -> actions.run(action));
        }
    }

    /** The toolstack begins, and has a VM on every host. */
    void withVms() {
        for (SimHost host : pool.hosts()) {
            pool.log().nameVm(ActionRunner.vm(host.index()), "vm" + (host.index() + 1));
            pool.toolstack().start(ActionRunner.vm(host.index()), host.index());
        }
        pool.toolstack().begin();
    }

    /** Whether exactly these hosts are online, each with exactly this liveset. */
    boolean online(long hosts) {
        return pool.hosts().stream().allMatch(host -> liveset(host) == (in(hosts, host) ? hosts : 0));
    }

    /** Whether these hosts, whatever others do, have exactly this liveset. */
    boolean agreed(long hosts) {
        return pool.hosts().stream().allMatch(host -> !in(hosts, host) || liveset(host) == hosts);
    }

    boolean died(long hosts) {
        return (pool.tally().died() & hosts) == hosts;
    }

    private static boolean in(long hosts, SimHost host) {
        return HostSet.contains(hosts, host.index());
    }

    static long liveset(SimHost host) {
        return host.process() == null ? 0 : host.process().liveset();
    }

    /** Cuts every link between these hosts and the others. */
    void cut(long hosts) {
        for (SimHost from : pool.hosts()) {
            for (SimHost to : pool.hosts()) {
                if (in(hosts, from) != in(hosts, to)) {
                    pool.network().cut(from.index(), to.index(), 1);
                }
            }
        }
    }

    /** The statefile returns errors to these hosts. */
    void failStatefile(long hosts) {
        pool.hosts().stream()
                .filter(host -> in(hosts, host))
                .forEach(host -> host.storage().fail(1));
    }

    /** Until it holds; returns how many seconds it took. */
    double until(BooleanSupplier holds) {
        long begin = pool.queue().now();
        while (!holds.getAsBoolean()) {
            if (pool.queue().now() - begin > 300e9) {
                throw new AssertionError(
                        "300 s were over\n" + String.join("\n", pool.log().lines()));
            }
            pool.runUntil(pool.queue().now() + LOOK_NANOS);
        }
        return (pool.queue().now() - begin) / 1e9;
    }

    void run(double seconds) {
        pool.runUntil(pool.queue().now() + (long) (seconds * 1e9));
    }

    @Override
    public void close() {
        pool.close();
    }
}
