package dev.liveset.examples.statefile;

import dev.liveset.codec.StatefileDump.Part;
import java.util.HashMap;
import java.util.Map;

/** Remembers of every section when it was last seen to change, and the newest stamp that it ever showed. */
final class SeenBeats {
    private final Map<String, Beat> beats = new HashMap<>();
    private long newestGlobal;

    /**
     * @param sequence what a host moves with every write
     * @param changedNanos when it was last seen to move
     * @param intervalNanos how long before that it had moved, 0 unknown
     * @param incarnation of the newest boot that was seen; 0 without our trailer
     * @param longSequence newest of that boot
     * @param isOlder whether what stands there now is older than that: a restored disk, or a late write
     */
    record Beat(
            String sequence,
            long changedNanos,
            long intervalNanos,
            long incarnation,
            long longSequence,
            boolean isOlder) {}

    /** The first sight is no beat: the age counts from it, as it does for a host. */
    Beat see(Part part, long nowNanos) {
        String sequence = part.fields().getOrDefault("sequence", "-") + "/"
                + part.fields().getOrDefault("trailer.sequence", "-");
        long incarnation = stamp(part, "trailer.incarnation");
        long longSequence = stamp(part, "trailer.sequence");
        Beat before = beats.get(part.name());
        Beat now;
        if (before == null) {
            now = new Beat(sequence, nowNanos, 0, incarnation, longSequence, false);
        } else {
            boolean moved = !before.sequence.equals(sequence);
            boolean older = incarnation < before.incarnation
                    || incarnation == before.incarnation && longSequence < before.longSequence;
            boolean comparable = incarnation > 0 || part.verdict().startsWith("never written"); // not xhad's
            now = new Beat(
                    sequence,
                    moved ? nowNanos : before.changedNanos,
                    moved ? nowNanos - before.changedNanos : before.intervalNanos,
                    older ? before.incarnation : incarnation,
                    older ? before.longSequence : longSequence,
                    older && comparable && part.isValid());
        }
        beats.put(part.name(), now);
        return now;
    }

    /** The newest write of the global section that was seen, if what stands there now is older; otherwise 0. */
    long newerGlobal(Part global) {
        long sequence = global.isValid() ? stamp(global, "trailer.sequence") : 0;
        newestGlobal = Math.max(newestGlobal, sequence);
        return sequence > 0 && sequence < newestGlobal ? newestGlobal : 0;
    }

    private static long stamp(Part part, String field) {
        return part.fields().get(field) instanceof Number number ? number.longValue() : 0;
    }
}
