package dev.liveset.sim;

import dev.liveset.agent.Event;
import dev.liveset.sim.xhad.Xhad;
import dev.liveset.sim.xhad.XhadIdentity;
import dev.liveset.sim.xhad.XhadMachine;
import dev.liveset.sim.xhad.XhadTimings;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A model of XenServer's own daemon on a simulated machine. Its I/O goes section by section over the host's cable; it can
 * stand still between any two of its steps, and two watchdog deadlines run.
 */
final class XhadProcess implements HostProcess, XhadMachine {
    private static final long MILLI = 1_000_000L;

    private final SimHost host;
    private final SimPool pool;
    private final SimRandom random;
    private final Xhad daemon;
    private final ProcessLife life;
    private long heartbeatDeadline = Long.MAX_VALUE;
    private long statefileDeadline = Long.MAX_VALUE;

    XhadProcess(SimHost host, XhadTimings timings) {
        this.host = host;
        pool = host.pool();
        random = pool.random().split();
        life = new ProcessLife(host, "xhad", this::take);
        daemon = new Xhad(XhadIdentity.of(pool.config(), host.index()), timings, this);
    }

    @Override
    public void start() {
        pool.log().add(host.index(), () -> "xhad starts");
        daemon.start();
    }

    @Override
    public void close(boolean machineToo) {
        life.close();
    }

    @Override
    public void deliver(Event event) {}

    @Override
    public void receive(byte[] bytes, int length, int from) {
        life.receive(bytes, length, from);
    }

    private void take(byte[] bytes, int length, int from) {
        host.heard(from);
        daemon.receive(bytes, length);
    }

    @Override
    public void freeze(long nanos, boolean withinStep) {
        life.freeze(nanos, () -> {});
    }

    @Override
    public void dieWithinNextStep() {
        host.die("reset");
    }

    @Override
    public boolean isFrozen() {
        return life.isFrozen();
    }

    @Override
    public boolean isServedBy(SimStatefile statefile) {
        return false;
    }

    @Override
    public long liveset() {
        return daemon.isOnline() ? daemon.liveset() : 0;
    }

    @Override
    public int master() {
        return daemon.isOnline() ? daemon.master() : -1;
    }

    @Override
    public void proposeMaster() {
        if (!life.isFrozen()) {
            daemon.proposeMaster();
        }
    }

    @Override
    public void weigh(int added) {
        daemon.weigh(added);
    }

    @Override
    public long millis() {
        return host.clock().nanos() / MILLI;
    }

    @Override
    public void after(long millis, Runnable what) {
        // A sleep is never shorter than asked for.
        long virtual = host.clock().virtualDuration(millis * MILLI) + random.between(MILLI / 20, MILLI);
        pool.queue().after(virtual, () -> life.run(what));
    }

    @Override
    public int jitterMillis() {
        return random.below(1_001) - 500;
    }

    @Override
    public void send(byte[] datagram) {
        if (life.isClosed()) {
            return;
        }
        for (int to = 0; to < pool.hosts().size(); to++) {
            if (to != host.index()) {
                pool.network().send(host.index(), to, datagram, datagram.length);
            }
        }
    }

    @Override
    public void read(long offset, int length, Consumer<byte[]> done) {
        access(
                false,
                () -> {
                    byte[] bytes = null;
                    if (!fails()) {
                        bytes = new byte[length];
                        pool.disk().read(offset, ByteBuffer.wrap(bytes));
                    }
                    byte[] answer = bytes;
                    life.run(() -> done.accept(answer));
                },
                () -> {});
    }

    @Override
    public void write(long offset, byte[] bytes, Consumer<Boolean> done) {
        DiskWrite write = new DiskWrite(offset, bytes);
        access(
                true,
                () -> {
                    boolean ok = !fails();
                    if (ok) {
                        write.land(pool.disk());
                        if (offset > 0 && host.isOnline()) {
                            host.published().landedNanos = pool.queue().now();
                        }
                    }
                    life.run(() -> done.accept(ok));
                },
                () -> landLate(write));
    }

    /** The daemon that gave the write is gone; the storage may carry it out all the same. */
    private void landLate(DiskWrite write) {
        if (random.chance(pool.settings().lateWrite())) {
            pool.tally().count("writes late");
            write.land(pool.disk());
        }
    }

    private boolean fails() {
        return host.storage().fails() || random.chance(pool.settings().diskError());
    }

    /** One I/O: it takes its time, and waits while the cable hangs. It goes on when the process stands still. */
    private void access(boolean write, Runnable io, Runnable orphaned) {
        long most = pool.settings().diskLatency().toNanos() * (host.storage().slow() ? 40 : 1);
        long took = random.between(most / 50, most) + host.storage().takeStall(write);
        pool.queue().after(took, () -> proceed(io, orphaned));
    }

    private void proceed(Runnable io, Runnable orphaned) {
        if (life.isClosed()) {
            orphaned.run();
            return;
        }
        if (host.storage().hangs() || host.clock().isSuspended()) {
            host.storage().park(() -> proceed(io, orphaned));
        } else {
            io.run();
        }
    }

    @Override
    public void feedHeartbeat(int seconds) {
        heartbeatDeadline = pool.queue().now() + host.clock().virtualDuration(seconds * 1_000L * MILLI);
        feed();
    }

    @Override
    public void feedStatefile(int seconds) {
        statefileDeadline = pool.queue().now() + host.clock().virtualDuration(seconds * 1_000L * MILLI);
        feed();
    }

    private void feed() {
        if (life.isClosed()) {
            return;
        }
        long left =
                Math.min(heartbeatDeadline, statefileDeadline) - pool.queue().now();
        if (host.watchdog().armed()) {
            host.watchdog().feed(left);
        } else {
            host.watchdog().arm(left);
        }
    }

    @Override
    public void fence(String why) {
        if (!life.isClosed()) {
            pool.log().add(host.index(), () -> "fences itself: " + why);
            pool.tally().count("xhad fenced");
            host.die("fence");
        }
    }

    @Override
    public void end(String why) {
        if (!life.isClosed()) {
            pool.log().add(host.index(), () -> "xhad ended: " + why);
            pool.tally().count("xhad ended");
            host.watchdog().disarm();
            host.agentStopped(null);
        }
    }

    @Override
    public void crash(String why) {
        if (!life.isClosed()) {
            pool.log().add(host.index(), () -> "xhad crashed: " + why);
            host.crashAgent();
        }
    }

    @Override
    public void shown() {
        if (!life.isClosed()) {
            pool.changes().shows(host, daemon);
        }
    }
}
