package dev.liveset.runtime;

import dev.liveset.LivesetException;
import dev.liveset.agent.PoolStatus;

/** How the start of a {@link LivesetHost} ended. */
public sealed interface StartResult {
    /** The host is in the liveset and armed; the picture at that moment. */
    record Joined(PoolStatus status) implements StartResult {}

    /**
     * The host is not in the liveset and runs no VM, and its agent has ended. Whether and when to try again, with a new
     * {@link LivesetHost}, is the embedder's decision.
     *
     * @param code stable name
     * @param sentence what happened and what to do
     */
    record StartFailure(LivesetException.Code code, String sentence) implements StartResult {}
}
