package dev.liveset.agent;

import dev.liveset.quorum.LivesetQuorum;
import java.util.List;

/**
 * What a step puts on the two channels: a beat when one is due, and the next request for the statefile. Beat and section
 * are filled anew in objects that stay the same; nothing is allocated.
 */
final class BeatLane {
    private final BeatLoop beats;
    private final StatefileLoop statefile;
    private final Publisher publisher;
    private final PacketIntake packets;
    private final Feeding feeding;
    private final LivesetQuorum quorum;
    private final List<Effect> effects;
    private boolean writtenExcluded;

    BeatLane(
            BeatLoop beats,
            StatefileLoop statefile,
            Publisher publisher,
            PacketIntake packets,
            Feeding feeding,
            LivesetQuorum quorum,
            List<Effect> effects) {
        this.beats = beats;
        this.statefile = statefile;
        this.publisher = publisher;
        this.packets = packets;
        this.feeding = feeding;
        this.quorum = quorum;
        this.effects = effects;
    }

    /** {@code shown}: whether the host shows itself by beats; its section is written once the loop was told to write. */
    void advance(long nowNanos, boolean shown) {
        if (shown && beats.due(nowNanos, quorum.bursts())) {
            Effect.SendHeartbeat send = beats.send();
            publisher.fill(send.message, nowNanos);
            packets.onBeat(nowNanos, send.message);
            effects.add(send);
            feeding.beatSent(nowNanos);
        }
        statefile.beginWhenDue(nowNanos, quorum.accelerate());
        Effect.WriteSection write = statefile.takeWrite();
        if (write != null) {
            publisher.fill(write.section, nowNanos);
            writtenExcluded = write.section.excluded;
            effects.add(write);
            feeding.writeBegins(nowNanos, write.section);
        }
        statefile.advance(effects);
    }

    /** Whether the section write under way, or the last one, says excluded. */
    boolean writtenExcluded() {
        return writtenExcluded;
    }
}
