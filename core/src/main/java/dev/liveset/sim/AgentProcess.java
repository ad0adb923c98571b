package dev.liveset.sim;

import dev.liveset.agent.Command;
import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.agent.HostAgent;
import dev.liveset.codec.PacketStatus;
import dev.liveset.codec.PoolCodec;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The process of one agent, as the runtime would run it: turns what happens into steps and carries the effects out in
 * order. It can stand still at any moment, also half way through the effects of one step.
 */
final class AgentProcess implements HostProcess {
    private final SimHost host;
    private final SimPool pool;
    private final HostAgent agent;
    private long stoodStillBeforeNanos;
    private final PoolCodec codec;
    private final SimStatefile statefile;
    private final SimRandom random;
    private final HeartbeatMessage received = new HeartbeatMessage();
    private final Event.PacketReceived packetEvent = new Event.PacketReceived(received);
    private final ByteBuffer packet = ByteBuffer.allocate(PoolCodec.PACKET_BYTES);
    private final Runnable tick = this::tick;
    private final ProcessLife life;
    private boolean freezeWithinNextStep;
    private long freezeNanos;
    private boolean dieWithinNextStep;

    AgentProcess(SimHost host, AgentBirth birth, HostAgent agent) {
        this.host = host;
        pool = host.pool();
        random = pool.random().split();
        codec = pool.codec(host.index());
        statefile = new SimStatefile(host, birth.incarnation());
        this.agent = agent;
        life = new ProcessLife(host, "agent", this::take);
        stoodStillBeforeNanos = host.clock().stoodStillNanos();
    }

    @Override
    public boolean isServedBy(SimStatefile other) {
        return statefile == other;
    }

    @Override
    public boolean isFrozen() {
        return life.isFrozen();
    }

    @Override
    public void start() {
        pool.log().add(host.index(), () -> "agent starts");
        if (!pool.network().linkUp(host.index())) {
            deliver(new Event.LinkChanged(false));
        }
        pool.witness().agentStarts(host.index());
        tick();
    }

    @Override
    public void close(boolean machineToo) {
        life.close();
        statefile.die(machineToo);
        codec.close();
    }

    @Override
    public long liveset() {
        return host.isOnline() ? agent.status().liveset() : 0;
    }

    @Override
    public int master() {
        return host.isOnline() ? agent.status().master() : -1;
    }

    /** It asks by itself. */
    @Override
    public void proposeMaster() {}

    @Override
    public void weigh(int added) {
        deliver(new Event.CommandGiven(-1, new Command.SetWeight(added)));
    }

    private void tick() {
        if (life.isClosed()) {
            return;
        }
        long next = host.clock().virtualDuration(pool.config().timings().tickNanos());
        pool.queue().after(next + random.between(0, next / 50), tick);
        if (!life.isFrozen()) {
            step(Event.Tick.INSTANCE);
        }
    }

    @Override
    public void deliver(Event event) {
        life.run(() -> step(event));
    }

    @Override
    public void receive(byte[] bytes, int length, int from) {
        life.receive(bytes, length, from);
    }

    private void take(byte[] bytes, int length, int from) {
        ByteBuffer datagram = ByteBuffer.wrap(bytes, 0, length);
        if (codec.decodeHeartbeat(datagram, from, received) == PacketStatus.ACCEPTED) {
            host.heard(from);
            step(packetEvent);
        }
    }

    @Override
    public void freeze(long nanos, boolean withinStep) {
        if (withinStep) {
            freezeWithinNextStep = true;
            freezeNanos = nanos;
        } else {
            freezeNow(nanos);
        }
    }

    /** The machine is reset half way through the effects of the next step that has any. */
    @Override
    public void dieWithinNextStep() {
        dieWithinNextStep = true;
    }

    private void freezeNow(long nanos) {
        life.freeze(nanos, () -> step(Event.Tick.INSTANCE));
    }

    private void step(Event event) {
        if (life.isClosed()) {
            return;
        }
        List<Effect> effects = agent.step(host.clock().nanos(), event);
        pool.tally().countStep();
        if (effects.isEmpty()) {
            return;
        }
        int first = effects.size();
        if (freezeWithinNextStep || dieWithinNextStep) {
            first = random.below(effects.size() + 1);
        }
        carryOut(effects, 0, first);
        if (dieWithinNextStep && !life.isClosed()) {
            host.die("reset");
            return;
        }
        boolean freezes = freezeWithinNextStep;
        freezeWithinNextStep = false;
        if (freezes && !life.isClosed()) {
            List<Effect> rest = new ArrayList<>(effects.subList(first, effects.size()));
            freezeNow(freezeNanos);
            life.goOnWith(() -> carryOut(rest, 0, rest.size()));
        }
    }

    private void carryOut(List<Effect> effects, int from, int to) {
        for (int i = from; i < to && !life.isClosed(); i++) {
            Effect effect = effects.get(i);
            pool.changes().publishes(host, effect);
            for (Checker checker : pool.checkers()) {
                checker.onEffect(host, effect);
            }
            if (pool.masterHunt().meets(host, effect)) {
                host.die("reset");
                return;
            }
            if (effect instanceof Effect.SelfFence) {
                effects.subList(i + 1, to).forEach(this::show);
            }
            perform(effect);
        }
    }

    private void show(Effect effect) {
        for (Checker checker : pool.checkers()) {
            checker.onEffect(host, effect);
        }
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.SendHeartbeat beat) {
            send(beat);
        } else if (effect instanceof Effect.FeedWatchdog feed) {
            feed(feed.deadlineNanos);
        } else if (effect instanceof Effect.ReadStatefile
                || effect instanceof Effect.ReadRegion
                || effect instanceof Effect.WriteSection
                || effect instanceof Effect.WriteGlobal
                || effect instanceof Effect.WriteManifest
                || effect instanceof Effect.WriteTable
                || effect instanceof Effect.OverwriteSection) {
            statefile.submit(effect);
        } else if (effect instanceof Effect.SelfFence fence) {
            selfFence(fence);
        } else if (effect instanceof Effect.ArmWatchdog arm) {
            boolean armed = host.watchdog().arm(arm.timeoutNanos());
            pool.log().add(host.index(), () -> armed ? "watchdog armed" : "watchdog cannot be armed");
            long granularity = pool.config().timings().watchdogGranularityNanos();
            long timeout = armed ? arm.timeoutNanos() : 0;
            answer(new Event.WatchdogArmed(timeout, granularity, true, armed ? "" : "there is no such device"));
        } else if (effect instanceof Effect.DisarmWatchdog) {
            host.disarmState().disarm();
            pool.log().add(host.index(), () -> "watchdog disarmed");
            answer(new Event.WatchdogDisarmed(true));
        } else if (effect instanceof Effect.CheckHealth check) {
            host.health().check(check.callId());
        } else if (effect instanceof Effect.RestartManagement restart) {
            pool.log().add(host.index(), () -> "restarts its management agent");
            host.health().restart(restart.callId());
        } else if (effect instanceof Effect.PowerOff off) {
            pool.power().powerOff(host, off.host(), off.callId());
        } else if (effect instanceof Effect.ListVms) {
            host.hypervisor().list();
        } else if (effect instanceof Effect.StartVm start) {
            pool.log()
                    .add(
                            host.index(),
                            () -> "starts VM " + pool.log().vmName(start.vm().vm()));
            host.hypervisor().start(start.vm().vm(), start.permit(), start.callId());
        } else if (effect instanceof Effect.StopVm stop) {
            pool.log().add(host.index(), () -> "stops VM " + pool.log().vmName(stop.vm()));
            host.hypervisor().stop(stop.vm(), stop.permit(), stop.callId());
        } else if (effect instanceof Effect.Notify news) {
            pool.changes().notified(host, news.event());
        } else if (effect instanceof Effect.AnswerCommand command) {
            pool.operator().answered(command.commandId(), command.result());
        } else if (effect instanceof Effect.Stopped stopped) {
            String why = stopped.code() == null ? "it left cleanly" : stopped.code() + " " + stopped.sentence();
            pool.log().add(host.index(), () -> "agent ended: " + why);
            pool.tally().count("ended " + stopped.code());
            host.agentStopped(stopped.code());
        }
    }

    /**
     * A clock that stood still moves no deadline further away, as in the runtime: one of the machine's two went on. What
     * was done since then, which a deadline shows that is later than any from before can be, counts as always.
     */
    private void feed(long deadlineNanos) {
        if (deadlineNanos - pool.config().timings().watchdogTimeoutNanos()
                > host.clock().wentOnNanos()) {
            stoodStillBeforeNanos = host.clock().stoodStillNanos();
        }
        long stoodStill = host.clock().stoodStillNanos() - stoodStillBeforeNanos;
        host.watchdog()
                .feed(host.clock().virtualDuration(deadlineNanos - host.clock().nanos() - stoodStill));
    }

    /** An answer comes in a later step, as soon as the caller's thread has time. */
    private void answer(Event event) {
        pool.queue().after(random.between(10_000, 5_000_000), () -> deliver(event));
    }

    private void send(Effect.SendHeartbeat beat) {
        codec.encodeHeartbeat(beat.message, packet);
        for (long rest = beat.destinations; rest != 0; rest &= rest - 1) {
            pool.network().send(host.index(), Long.numberOfTrailingZeros(rest), packet.array(), packet.limit());
        }
    }

    private void selfFence(Effect.SelfFence fence) {
        pool.log().add(host.index(), () -> "fences itself: " + fence.verdict().words());
        pool.tally().count("fenced " + fence.verdict().code());
        if (fence.lastWords() != null) {
            statefile.lastWords(fence.lastWords());
        }
        for (Event late : List.of(Event.Tick.INSTANCE, new Event.VmsListed(new TreeSet<>()))) {
            agent.step(host.clock().nanos(), late).forEach(this::show);
        }
        host.fence(fence.verdict().code());
    }
}
