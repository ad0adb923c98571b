package dev.liveset.agent;

/**
 * The port to the management agent of this host, for its health check (PROTOCOL.md §5). Both calls may block and throw;
 * they are made on a thread of their own, never on the agent's, one at a time, and are never interrupted. A call that takes
 * longer than {@link HealthSettings} allows counts as failed, however it ends.
 */
public interface HealthProbe {
    /** Returns when the management agent is well; throws what is wrong with it, in up to 100 characters. */
    void check() throws Exception;

    /** Restarts the management agent; returns when it was restarted, throws when it could not be. */
    void restart() throws Exception;
}
