package dev.liveset.runtime;

import dev.liveset.LivesetException;
import dev.liveset.fencing.Verdict;

/** How the life of a {@link LivesetHost} ended. */
public sealed interface HostEnd {
    /**
     * The agent stopped with its watchdog disarmed: a start that failed, or a clean leave.
     *
     * @param code stable name of the trouble, null after a clean leave
     * @param sentence what happened
     */
    record Stopped(LivesetException.Code code, String sentence) implements HostEnd {}

    /**
     * The host is in shadow mode and would have fenced itself: nothing was reset, its VMs run on, and the agent has ended as
     * it would have. Another start goes on.
     *
     * @param verdict why, null when the agent failed by a programmer error
     * @param sentence why, in words
     */
    record WouldHaveFenced(Verdict verdict, String sentence) implements HostEnd {}

    /**
     * The host fenced itself and its watchdog did not take this process with it at once; it is not fed any more.
     *
     * @param verdict why, null when the agent failed by a programmer error
     * @param sentence why, in words
     */
    record Fenced(Verdict verdict, String sentence) implements HostEnd {}
}
