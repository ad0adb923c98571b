package dev.liveset.agent;

/** Where an agent is between its birth and its end; it only ever goes forward. */
enum Life {
    /** It reads the statefile for the first time. */
    READING,
    /** It takes over what the former life of the host left (E8). */
    TAKING_OVER,
    /** It waits for the watchdog. */
    ARMING,
    /** It shows itself: it starts, or is online. */
    RUNNING,
    /** It leaves, or its start has failed. */
    DEPARTING,
    /** No step has effects any more. */
    ENDED
}
