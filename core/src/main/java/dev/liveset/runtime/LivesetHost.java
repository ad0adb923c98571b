package dev.liveset.runtime;

import dev.liveset.HostId;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.MeasuredTimes;
import dev.liveset.PoolConfig;
import dev.liveset.agent.Command;
import dev.liveset.agent.HealthProbe;
import dev.liveset.agent.HealthSettings;
import dev.liveset.agent.LivesetReport;
import dev.liveset.agent.PoolStatus;
import dev.liveset.codec.PoolKeys;
import dev.liveset.failover.FailoverPlanner;
import dev.liveset.failover.SearchingPlanner;
import dev.liveset.fencing.PowerFencer;
import dev.liveset.fencing.Watchdog;
import dev.liveset.heartbeat.HeartbeatChannel;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.statefile.StatefileVdi;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * One host of a pool, to be embedded: it joins the liveset, beats, fences itself when it must, and starts and stops the
 * local VMs that the pool gives it. One object is one life of the agent: after {@link #ended()} another start takes a new
 * object. It owns the ports it was built with and closes them at the end of its life. Thread-safe.
 */
public final class LivesetHost implements AutoCloseable {
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(30);

    private final HostParts parts;

    private LivesetHost(HostParts parts) {
        this.parts = parts;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the agent on a thread of its own, once. The result tells whether the host joined the liveset, or why not;
     * a failed start is a result, not an exception, and this host has then ended.
     */
    public CompletableFuture<StartResult> start() {
        return parts.start(true);
    }

    /** Like {@link #start()} without a thread: the agent lives as long as somebody calls {@link #invoke} again and again. */
    public CompletableFuture<StartResult> startInvoked() {
        return parts.start(false);
    }

    /**
     * One round of the agent's work, for hosts started with {@link #startInvoked()}; always from the same thread.
     * Returns false when the agent has ended. Who does not call it often enough is fenced.
     *
     * @param maxWait how long to wait for a datagram or event; the next tick ends the wait in any case
     */
    public boolean invoke(Duration maxWait) {
        return parts.invoke(maxWait.toNanos());
    }

    /**
     * Gives the agent a command. The answer comes when what was asked for is durable, or certainly not done. Refused at once
     * while {@value HostPromises#MAX_COMMANDS} others wait for their answer, or their answers for continuations that do not
     * return.
     */
    public CompletableFuture<CommandResult> submit(Command command) {
        return parts.submit(Objects.requireNonNull(command, "command"));
    }

    /** Asks to leave the pool cleanly; refused while protected VMs may run here. The watchdog is disarmed before the end. */
    public CompletableFuture<CommandResult> leave() {
        return submit(new Command.Leave(false));
    }

    /**
     * Ends shadow mode: from now on this watchdog resets the host when it must be fenced, and the host publishes itself as
     * armed. Refused when the host is not in shadow mode, not online with the heartbeat disk, or when the watchdog cannot be
     * armed; then nothing has changed. The host owns the watchdog once the answer is DONE.
     */
    public CompletableFuture<CommandResult> arm(Watchdog watchdog) {
        return parts.armFromShadow(Objects.requireNonNull(watchdog, "watchdog"));
    }

    /** The newest picture of the host and the pool, null before the first. */
    public PoolStatus status() {
        return parts.status();
    }

    /** Everything the host knows of its pool; fails with {@link LivesetException} when the host does not run. */
    public CompletableFuture<LivesetReport> report() {
        return parts.report();
    }

    /**
     * What was decided about a host of the pool and why, the newest first: what it said of itself, and what this host saw.
     * At most the last {@value VerdictBook#PER_HOST} verdicts; those of former lives come from the state directory, and what a host
     * said last also from the heartbeat disk: its own where the state directory lost it, another one's once it was removed. Empty
     * before the start. Throws {@link LivesetException} when the host is not one of the pool's.
     */
    public List<ToldVerdict> why(HostId host) {
        return parts.why(host);
    }

    /** What the host has measured and refused; shortest and longest are counted anew from here. */
    public HostFigures figures() {
        return parts.figures();
    }

    /** How long everything took since the start: which timings suit it tells {@link MeasuredTimes#against}. */
    public MeasuredTimes times() {
        return parts.times();
    }

    /**
     * Completes when the agent has ended without taking this process with it, and has closed its heartbeat channel and its
     * watchdog: a new object may take its place. A call to the hypervisor that does not return still holds the state directory.
     */
    public CompletableFuture<HostEnd> ended() {
        return parts.ended();
    }

    /**
     * Leaves cleanly if the agent still lives. Throws {@link LivesetException} and goes on living when it may not leave,
     * because protected VMs may run here: stop or move them first.
     */
    @Override
    public void close() {
        if (!parts.running()) {
            parts.neverStarted();
            return;
        }
        try {
            CommandResult left = leave().get(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (left.status() == CommandResult.Status.REFUSED) {
                throw new LivesetException(Code.INVALID_LOCALHOST_STATE, left.sentence());
            }
            ended().get(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new LivesetException(
                    Code.INVALID_LOCALHOST_STATE, "The host could not leave in time; it is still in the pool.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects what a host is made of; everything without a default is needed. */
    public static final class Builder {
        PoolConfig pool;
        HostId self;
        StatefileVdi statefile;
        HeartbeatChannel heartbeat;
        Watchdog watchdog;
        boolean shadow;
        Hypervisor hypervisor;
        HealthProbe healthProbe;
        HealthSettings health;
        InetSocketAddress witness;
        PowerFencer powerFencer;
        Duration powerDeadline = Duration.ZERO;
        Path stateDirectory;
        PoolListener listener = event -> {};
        PoolKeys keys = PoolKeys.none();
        FailoverPlanner planner = new SearchingPlanner();
        UUID bootId;
        LongSupplier clock = System::nanoTime;
        Runnable onAgentThread = () -> {};
        long memoryMib;
        int maxVms = 1000;
        boolean acceptsUnarmed;
        boolean asksForMaster = true;
        Duration hypervisorDeadline = Duration.ofSeconds(60);
        int hypervisorCalls = 16;

        private Builder() {}

        /** The pool and which of its hosts this is. */
        public Builder pool(PoolConfig config, HostId host) {
            pool = config;
            self = host;
            return this;
        }

        /** The shared heartbeat disk. */
        public Builder statefile(StatefileVdi vdi) {
            statefile = vdi;
            return this;
        }

        /** The network. */
        public Builder heartbeat(HeartbeatChannel channel) {
            heartbeat = channel;
            return this;
        }

        /** What resets this host when it is not fed. */
        public Builder watchdog(Watchdog port) {
            watchdog = port;
            return this;
        }

        /**
         * Shadow mode instead of a watchdog: everything runs, and there is nothing that could reset this host. It publishes
         * itself as not armed, so its VMs are never restarted elsewhere without a person's word, and claims VMs only where
         * {@link #acceptsUnarmed} is set. A fence is only told ({@link HostEnd.WouldHaveFenced}). {@link #arm} ends it.
         */
        public Builder shadow() {
            shadow = true;
            return this;
        }

        /** The local VMs, and how much memory there is for them. */
        public Builder hypervisor(Hypervisor port, long memoryForVmsMib) {
            hypervisor = port;
            memoryMib = atLeast(0, memoryForVmsMib, "the memory for VMs in MiB");
            return this;
        }

        /** A directory of this host's own that survives a reboot; holds the boot incarnation. */
        public Builder stateDirectory(Path directory) {
            stateDirectory = directory;
            return this;
        }

        /** The host's management agent, and when it is looked at; a host without has no health check. */
        public Builder health(HealthProbe probe, HealthSettings settings) {
            healthProbe = Objects.requireNonNull(probe, "probe");
            health = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Who can cut the power of the other hosts and see that it is cut, which can shorten the wait for a removal; nobody by
         * default. An answer after the deadline counts for nothing. Not in interop pools: an xhad waits for nobody's word.
         */
        public Builder powerFencer(PowerFencer port, Duration deadline) {
            powerFencer = Objects.requireNonNull(port, "port");
            if (deadline.isNegative() || deadline.isZero()) {
                throw new IllegalArgumentException("the deadline of a power fencer is above 0, but it is " + deadline);
            }
            powerDeadline = deadline;
            return this;
        }

        /**
         * An address outside the pool, on the heartbeat network, the same on every host: a gateway or a switch that accepts or
         * refuses TCP connections. In a tie the host that does not reach it loses; a pool has none by default.
         *
         * <p>It can tell whose side is broken when two hosts no longer hear each other and both have a carrier. It cannot make a
         * host fence: it counts only between sides that are cut off from each other, where one must go in any case, it weighs
         * less than a carrier and less than one more host, and one that nobody reaches weighs nothing. Its loss is noticed within
         * T1/2; one that was missed counts again after T1 + 2·t1. It is looked for from the host's own heartbeat addresses.
         */
        public Builder witness(InetSocketAddress address) {
            if (address.isUnresolved()) {
                throw new LivesetException(
                        Code.INVALID_CONFIG,
                        "The witness " + address + " is no address; give one that needs no name service.");
            }
            witness = address;
            return this;
        }

        /** Hears news of the pool; nobody does by default. */
        public Builder listener(PoolListener port) {
            listener = Objects.requireNonNull(port, "port");
            return this;
        }

        /** The secrets of the pool; none by default. */
        public Builder keys(PoolKeys poolKeys) {
            keys = Objects.requireNonNull(poolKeys, "poolKeys");
            return this;
        }

        /** Who finds hosts for the VMs; {@link SearchingPlanner} by default. */
        public Builder planner(FailoverPlanner port) {
            planner = Objects.requireNonNull(port, "port");
            return this;
        }

        /** Another boot id than the kernel's, for hosts that are not machines; it must change with every boot. */
        public Builder bootId(UUID id) {
            bootId = id;
            return this;
        }

        /**
         * The machine's clock in nanoseconds, {@link System#nanoTime} by default. One that also counts while the machine is
         * suspended (module io-native has it) lets a host that wakes up too late fence itself before it touches a VM. It
         * must never go back, and is called from several threads.
         */
        public Builder clock(LongSupplier nanos) {
            clock = Objects.requireNonNull(nanos, "nanos");
            return this;
        }

        /**
         * Runs once, first of all, on the agent's thread: to give it a priority, for example (module io-native has that).
         * Nothing happens with {@link LivesetHost#startInvoked}, whose thread is the embedder's.
         */
        public Builder onAgentThread(Runnable first) {
            onAgentThread = Objects.requireNonNull(first, "first");
            return this;
        }

        /** How many VMs the statefile was formatted for; 1000 by default. */
        public Builder maxVms(int count) {
            maxVms = (int) atLeast(1, count, "the number of VMs");
            return this;
        }

        /** Whether a host without an armed watchdog may run VMs, which are then never restarted elsewhere by themselves. */
        public Builder acceptsUnarmed(boolean accepted) {
            acceptsUnarmed = accepted;
            return this;
        }

        /** Whether the host asks for the master lock by itself; it does by default. */
        public Builder asksForMaster(boolean asks) {
            asksForMaster = asks;
            return this;
        }

        /** After this a call to the hypervisor counts as hanging; 60 s by default. */
        public Builder hypervisorDeadline(Duration deadline) {
            atLeast(1, deadline.toNanos(), "the deadline of the hypervisor in ns");
            hypervisorDeadline = deadline;
            return this;
        }

        /** How many calls to the hypervisor may be under way at once; 16 by default. */
        public Builder hypervisorCalls(int atOnce) {
            hypervisorCalls = (int) atLeast(1, atOnce, "the number of calls to the hypervisor");
            return this;
        }

        private static long atLeast(long least, long value, String what) {
            if (value < least) {
                throw new IllegalArgumentException(what + " is at least " + least + ", but it is " + value);
            }
            return value;
        }

        /** Throws {@link LivesetException} when the host is not one of the pool's. */
        public LivesetHost build() {
            Objects.requireNonNull(pool, "pool");
            Objects.requireNonNull(statefile, "statefile");
            Objects.requireNonNull(heartbeat, "heartbeat");
            if ((watchdog == null) != shadow) {
                throw new IllegalStateException("a host has a watchdog, or is in shadow mode and has none");
            }
            if (powerFencer != null && pool.mode() == PoolConfig.Mode.INTEROP) {
                throw new LivesetException(
                        Code.INVALID_CONFIG,
                        "A pool with XenServer's daemon in it waits as long as that does; leave the power fencer out.");
            }
            Objects.requireNonNull(hypervisor, "hypervisor");
            Objects.requireNonNull(stateDirectory, "stateDirectory");
            return new LivesetHost(new HostParts(this, pool.indexOf(self)));
        }
    }
}
