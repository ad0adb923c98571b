package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The third step of the silence rule's proof, on a disk that loses writes that it called durable, shows what it held a
 * while ago, and lets writes of a former life land late: a read that counts shows everything that landed before this
 * host's newest write, and that write did land.
 */
class ReadBackPropertyTest {
    private static final int SELF = 1;
    private static final long INCARNATION = 7;

    /** What the disk held of the own section at one time, and how many writes of a peer had landed by then. */
    private record Held(SectionStatus status, long incarnation, long sequence, boolean excluded, int peerWrites) {}

    private final ReadBack readBack = new ReadBack(SELF, INCARNATION);
    private final List<Held> history = new ArrayList<>();
    private final StatefileSnapshot snapshot = new StatefileSnapshot();
    private long sequence;
    /** The newest write that completed, and what the peer had landed when it did itself; -1 while it has not landed. */
    private long completed;

    private int peerWritesThen = -1;
    private boolean excludedThen;
    private long beganNanos;

    @Property(tries = 1_000)
    void shouldCountOnlyAReadThatShowsWhatLandedBeforeTheOwnNewestWrite(@ForAll long seed) {
        Random random = new Random(seed);
        history.add(new Held(SectionStatus.NEVER_WRITTEN, 0, 0, false, 0));
        for (int step = 0; step < 60; step++) {
            Held now = history.get(history.size() - 1);
            switch (random.nextInt(6)) {
                case 0 ->
                    history.add(new Held(now.status, now.incarnation, now.sequence, now.excluded, now.peerWrites + 1));
                case 1, 2 -> write(now, random.nextInt(4) != 0, random.nextBoolean(), step);
                case 3 -> disturb(now, random);
                default -> read(history.get(Math.max(0, history.size() - 1 - random.nextInt(4))));
            }
        }
        write(history.get(history.size() - 1), true, false, 60);
        read(history.get(history.size() - 1));
        assertTrue(readBack.isShownBy(snapshot), "an honest disk is believed");
        assertEquals(60, readBack.beganNanos());
    }

    private void write(Held now, boolean lands, boolean excluded, long began) {
        HostSection section = new HostSection();
        section.longSequence = ++sequence;
        section.excluded = excluded;
        readBack.writing(section);
        if (lands) {
            history.add(new Held(SectionStatus.VALID, INCARNATION, sequence, excluded, now.peerWrites));
        }
        readBack.written(began);
        completed = sequence;
        peerWritesThen = lands ? now.peerWrites : -1;
        excludedThen = excluded;
        beganNanos = began;
    }

    /** A write of a former life lands, however far that had come, bits rot, or a tool excludes the host. */
    private void disturb(Held now, Random random) {
        history.add(
                switch (random.nextInt(3)) {
                    case 0 -> new Held(SectionStatus.VALID, INCARNATION - 1, sequence + 5, true, now.peerWrites);
                    case 1 ->
                        new Held(SectionStatus.CORRUPT, now.incarnation, now.sequence, now.excluded, now.peerWrites);
                    default -> new Held(now.status, now.incarnation, now.sequence, true, now.peerWrites);
                });
    }

    private void read(Held held) {
        snapshot.status[SELF] = held.status;
        snapshot.section[SELF].incarnation = held.incarnation;
        snapshot.section[SELF].longSequence = held.sequence;
        snapshot.section[SELF].excluded = held.excluded;
        assertEquals(completed != 0, readBack.hasWritten());
        if (completed == 0) {
            assertTrue(readBack.isShownBy(snapshot), "before the first write there is nothing to show");
            return;
        }
        if (readBack.isShownBy(snapshot)) {
            assertTrue(held.status.usable(), "damaged bytes show nothing");
            assertTrue(peerWritesThen >= 0, "a write that was lost feeds nothing");
            assertTrue(held.peerWrites >= peerWritesThen, "and what the peer had written by then is shown too");
            assertEquals(beganNanos, readBack.beganNanos());
        }
        boolean byAnother = held.excluded && !excludedThen;
        boolean newest = held.incarnation == INCARNATION && held.sequence == completed && held.status.usable();
        assertEquals(newest && byAnother, readBack.isExcludedByAnother(snapshot));
    }
}
