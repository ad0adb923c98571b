package dev.liveset.agent;

import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.quorum.Sightings;

/** When this boot sent its latest beats, by what peers echo of them. An older one than these says nothing any more. */
final class SentBeats {
    /** A peer echoes a beat or two ago; one of so long ago proves too little to live by. */
    private static final int KEPT = 1_024;

    private final int none;
    private final long[] nanos = new long[KEPT];
    private long last;

    SentBeats(long incarnation) {
        none = HeartbeatMessage.echo(incarnation, 0);
    }

    /** Beats are numbered from 1 without a gap. */
    void add(long nowNanos, long longSequence) {
        last = longSequence;
        nanos[(int) (longSequence % KEPT)] = nowNanos;
    }

    /** When the beat with this echo was sent, {@link Sightings#NEVER} when it is none of those that are kept. */
    long sentNanos(int echo) {
        long sequence = Integer.toUnsignedLong(echo - none);
        boolean kept = echo != 0 && sequence > 0 && sequence <= last && last - sequence < KEPT;
        return kept ? nanos[(int) (sequence % KEPT)] : Sightings.NEVER;
    }
}
