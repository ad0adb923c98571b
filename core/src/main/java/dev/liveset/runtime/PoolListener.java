package dev.liveset.runtime;

import dev.liveset.agent.PoolEvent;

/**
 * What the embedder supplies to hear news of the pool. Called on a thread of its own, one event at a time, in order; it
 * may block, but then later events wait, and past a bound the oldest of them are dropped and counted in the log.
 */
@FunctionalInterface
public interface PoolListener {
    void onEvent(PoolEvent event);
}
