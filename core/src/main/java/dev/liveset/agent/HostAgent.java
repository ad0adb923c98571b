package dev.liveset.agent;

import dev.liveset.recovery.VmRecovery;
import java.util.ArrayList;
import java.util.List;

/**
 * One host of a pool as a state machine: {@code step(now, event)} answers with effects to be carried out in order
 * (DESIGN.md). No clock, thread, lock, log, random or I/O inside. {@code now} never goes back; same inputs, same
 * effects; after a self-fence no step has effects.
 */
public final class HostAgent {
    private final List<Effect> effects = new ArrayList<>();

    /**
     * @param config what the agent is born with
     * @param recovery who cares for the VMs
     */
    public HostAgent(AgentConfig config, VmRecovery recovery) {}

    /** Takes one event. The list and what is in it are the agent's own and valid until the next step. */
    public List<Effect> step(long nowNanos, Event event) {
        return effects;
    }

    /** A complete picture of what the host knows; allocates. */
    public PoolStatus status() {
        return null;
    }

    /** Whether the agent has ended: fenced or stopped. */
    public boolean ended() {
        return false;
    }
}
