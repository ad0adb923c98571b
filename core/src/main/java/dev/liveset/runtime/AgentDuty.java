package dev.liveset.runtime;

import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.heartbeat.HeartbeatChannel;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The work of the thread that owns the agent, one round a call: so the thread itself can be left away. A round takes
 * the tick when it is due, the events that wait and the datagrams that came, and carries out what each step wants, in
 * order. Any exception on the way fences the host: a programmer error must not leave a host fed.
 */
final class AgentDuty {
    /** The agent, as the duty sees it. */
    @FunctionalInterface
    interface Steps {
        List<Effect> step(long nowNanos, Event event);
    }

    private final Steps agent;
    private final HeartbeatChannel channel;
    private final HeartbeatChannel.DatagramHandler datagrams;
    private final EventQueue queue;
    private final EffectRunner effects;
    private final LongSupplier clock;
    private final long tickNanos;
    private long nextTickNanos;
    private boolean begun;
    private boolean linkUp;

    AgentDuty(
            Steps agent,
            HeartbeatChannel channel,
            DatagramReader reader,
            EventQueue queue,
            EffectRunner effects,
            LongSupplier clock,
            long tickNanos) {
        this.agent = agent;
        this.channel = channel;
        this.queue = queue;
        this.effects = effects;
        this.clock = clock;
        this.tickNanos = tickNanos;
        datagrams = (sourceHost, datagram) -> {
            Event event = reader.read(sourceHost, datagram);
            if (event != null) {
                handle(event);
            }
        };
    }

    /** One round; waits for datagrams until the next tick at most. Returns false when the agent has ended. */
    boolean work(long maxWaitNanos) {
        try {
            tickWhenDue();
            for (Event event = queue.take(); event != null && !effects.ended(); event = queue.take()) {
                handle(event);
            }
            if (!effects.ended()) {
                long untilTick = nextTickNanos - clock.getAsLong();
                channel.poll(datagrams, Math.max(0, Math.min(maxWaitNanos, untilTick)));
            }
        } catch (RuntimeException | Error e) {
            effects.fenceAfter(e);
        }
        return !effects.ended();
    }

    private void tickWhenDue() {
        long now = clock.getAsLong();
        if (begun && now - nextTickNanos < 0) {
            return;
        }
        boolean carrier = channel.linkUp();
        if (!begun || carrier != linkUp) {
            linkUp = carrier;
            handle(new Event.LinkChanged(carrier));
        }
        long lateNanos = begun ? now - nextTickNanos : 0;
        begun = true;
        nextTickNanos = now + tickNanos;
        handle(Event.Tick.INSTANCE);
        effects.onTick(now, lateNanos);
    }

    private void handle(Event event) {
        for (Event next = event; next != null && !effects.ended(); next = effects.nextOwnEvent()) {
            effects.carryOut(agent.step(clock.getAsLong(), next));
        }
    }
}
