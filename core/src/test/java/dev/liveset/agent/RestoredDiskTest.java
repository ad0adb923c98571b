package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.codec.StatefileStore;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signed heartbeat disk of which somebody brings back an older state: every byte of it was once right. */
class RestoredDiskTest {
    private static final PoolKeys KEYS =
            PoolKeys.of("the key of the pool, 32 bytes...".getBytes(StandardCharsets.US_ASCII));
    private static final int SECTION_BYTES = 4096;

    private final PoolConfig pool = new PoolConfig(
            "test",
            new Generation("a".repeat(32)),
            List.of(
                    new HostConfig(new HostId("1".repeat(32)), "h1", List.of()),
                    new HostConfig(new HostId("2".repeat(32)), "h2", List.of())),
            Timings.builder().build(),
            PoolConfig.Mode.STRICT);
    private final byte[] disk = new byte[Math.toIntExact(StatefileFormat.sizeBytes(pool, 1))];
    private final StatefileVdi vdi = new StatefileVdi() {
        @Override
        public long sizeBytes() {
            return disk.length;
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            into.put(disk, (int) offset, into.remaining());
        }

        @Override
        public void write(long offset, ByteBuffer from) {
            from.get(disk, (int) offset, from.remaining());
        }

        @Override
        public void close() {}
    };
    private final StatefileStore reader = new StatefileStore(new PoolCodec(pool, 0, KEYS), 1, vdi);
    private final StatefileSnapshot snapshot = new StatefileSnapshot(2);
    private final SectionHistory history = new SectionHistory(true);
    private final List<Effect> effects = new ArrayList<>();

    @BeforeEach
    void format() throws IOException {
        StatefileFormat.format(vdi, pool, 1, KEYS);
    }

    private void beat(long incarnation, int sequence) throws IOException {
        HostSection section = new HostSection();
        section.sequence = sequence;
        section.weight = 1;
        section.incarnation = incarnation;
        section.longSequence = sequence;
        new StatefileStore(new PoolCodec(pool, 1, KEYS), incarnation, vdi).writeSection(section);
        look();
    }

    private void look() throws IOException {
        reader.read(snapshot, 0);
        if (snapshot.status[1].usable()) {
            history.look(snapshot, 1, effects);
        }
    }

    private static Effect.Notify rolledBack(long incarnation, long sequence) {
        return new Effect.Notify(new PoolEvent.SectionRolledBack(1, incarnation, sequence));
    }

    @Test
    void shouldTellOfASnapshotThatWasRestoredUnderTheRunningPool() throws IOException {
        beat(5, 1);
        byte[] before = disk.clone();
        beat(5, 2);
        beat(5, 3);
        System.arraycopy(before, 0, disk, 0, disk.length);
        look();
        assertEquals(SectionStatus.VALID, snapshot.status[1], "as good as any, but for its age");
        assertEquals(List.of(rolledBack(5, 1)), effects);
        beat(5, 4);
        assertEquals(1, history.olderSections());
    }

    @Test
    void shouldTellOfASectionOfAnEarlierStartThatWasPutBack() throws IOException {
        beat(5, 8);
        byte[] before = disk.clone();
        beat(6, 1);
        System.arraycopy(before, 2 * SECTION_BYTES, disk, 2 * SECTION_BYTES, SECTION_BYTES);
        look();
        assertEquals(List.of(rolledBack(5, 8)), effects);
    }

    @Test
    void shouldTellOfADiskThatWasFormattedAnewForTheSamePool() throws IOException {
        beat(5, 8);
        StatefileFormat.format(vdi, pool, 1, KEYS);
        look();
        assertEquals(List.of(rolledBack(0, 0)), effects);
    }

    @Test
    void shouldNotBelieveAnOlderSectionThatWasMadeToLookNewer() throws IOException {
        beat(5, 1);
        byte[] before = disk.clone();
        beat(5, 2);
        System.arraycopy(before, 0, disk, 0, disk.length);
        disk[2 * SECTION_BYTES + 1024 + 16] = 9; // the long sequence in the trailer
        look();
        assertEquals(SectionStatus.CORRUPT, snapshot.status[1]);
        assertEquals(List.of(), effects);
    }
}
