package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.liveset.Phase;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Whatever bytes come, a decoder answers, and what it believes it can write again. As tests they run over the inputs
 * kept under {@code CodecFuzzTestInputs}; profile {@code fuzz} looks for new ones. Seals are set right after the
 * damage, as a fuzzer would never find a CRC that fits: what is tested lies behind them.
 */
class CodecFuzzTest {
    private static final int PAGE = CheckedMemory.PAGE_BYTES;
    private static final int PAGES = 8;

    private final PoolIds strict = new PoolIds(TestPool.strict());
    private final PoolIds interop = new PoolIds(TestPool.interop());
    private final Seal seal = new Seal(PoolKeys.none());
    private final CheckedMemory memory = CheckedMemory.allocate(PAGES * PAGE);
    private final CheckedMemory twin = new BufferMemory(ByteBuffer.allocate(PAGES * PAGE));

    private int fill(byte[] data, int at) {
        int length = Math.min(data.length, memory.sizeBytes() - at);
        memory.zero(0, memory.sizeBytes());
        memory.putBytes(at, data, 0, length);
        return length;
    }

    @FuzzTest(maxDuration = "2m")
    void packets(byte[] data) {
        int length = fill(data, 0);
        if (length == PacketLayout.PACKET_BYTES) {
            new Trailer(strict, seal).seal(memory, 0, PacketLayout.TRAILER);
        }
        twin.copyFrom(memory.buffer(0, memory.sizeBytes()), 0);
        for (PoolIds ids : new PoolIds[] {strict, interop}) {
            PacketCodec codec = new PacketCodec(ids, 0, new Trailer(ids, seal));
            HeartbeatMessage seen = new HeartbeatMessage();
            HeartbeatMessage seenByTwin = new HeartbeatMessage();
            PacketStatus status = codec.decode(memory, length, 1, seen);
            assertEquals(status, codec.decode(twin, length, 1, seenByTwin));
            assertEquals(Fields.of(seen), Fields.of(seenByTwin));
            if (status == PacketStatus.ACCEPTED) {
                assertEquals(1, seen.hostIndex);
                assertTrue(Phase.isValid(seen.phase));
                codec.encode(seen, twin);
                assertEquals(PacketStatus.ACCEPTED, codec.decode(twin, PacketLayout.PACKET_BYTES, 1, seenByTwin));
                seen.trailer = true;
                assertEquals(Fields.of(seen), Fields.of(seenByTwin));
                twin.copyFrom(memory.buffer(0, memory.sizeBytes()), 0);
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void sections(byte[] data) {
        fill(data, 0);
        memory.putInt(
                HostSectionLayout.CHECKSUM,
                memory.sumWords(0, HostSectionLayout.SEQUENCE, HostSectionLayout.END_MARKER));
        new Trailer(strict, seal).seal(memory, 0, HostSectionLayout.TRAILER);
        twin.copyFrom(memory.buffer(0, memory.sizeBytes()), 0);
        for (PoolIds ids : new PoolIds[] {strict, interop}) {
            HostSectionCodec codec = new HostSectionCodec(ids, new Trailer(ids, seal));
            HostSection seen = new HostSection();
            HostSection seenByTwin = new HostSection();
            SectionStatus status = codec.decode(1, memory, 0, seen);
            assertEquals(status, codec.decode(1, twin, 0, seenByTwin));
            assertEquals(Fields.of(seen), Fields.of(seenByTwin));
            if (status == SectionStatus.VALID) {
                codec.encode(1, seen, memory, PAGE);
                assertEquals(SectionStatus.VALID, codec.decode(1, memory, PAGE, seenByTwin));
                seen.trailer = true;
                assertEquals(Fields.of(seen), Fields.of(seenByTwin));
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void regions(byte[] data) {
        int content = fill(data, SlotLayout.CONTENT);
        for (RegionKind kind : RegionKind.values()) {
            new SlotCodec(strict, seal).close(memory, 0, kind, 1, 5, 6, content);
            assertTrue(new SlotCodec(strict, seal).isValid(memory, 0, memory.sizeBytes(), kind, 1));
            int again = SlotLayout.CONTENT;
            switch (kind) {
                case MANIFEST -> {
                    Manifest manifest = ManifestCodec.decode(1, memory, 0);
                    if (manifest != null) {
                        assertEquals(content, ManifestCodec.encode(manifest, twin, again));
                        twin.copyFrom(memory.buffer(0, again), 0);
                        assertEquals(manifest, ManifestCodec.decode(1, twin, 0));
                    }
                }
                case MASTER -> {
                    PoolTable table = PoolTableCodec.decode(memory, 0);
                    // A name that was no UTF-8 is shown with replacements, which may not fit any more.
                    if (table != null
                            && table.vms().stream().allMatch(vm -> vm.name().indexOf('\ufffd') < 0)) {
                        assertEquals(content, PoolTableCodec.encode(table, twin, again));
                        twin.copyFrom(memory.buffer(0, again), 0);
                        assertEquals(table, PoolTableCodec.decode(twin, 0));
                    }
                }
                case LAST_WORDS -> {
                    LastWords words = LastWordsCodec.decode(1, memory, 0);
                    if (words != null) {
                        LastWordsCodec.encode(words, twin, again);
                    }
                }
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void images(byte[] data) throws IOException {
        byte[] image = Arrays.copyOf(data, Math.min(data.length, 400_000) / PAGE * PAGE);
        assertTrue(
                StatefileDump.of(new ImageVdi(image), PoolKeys.none()).parts().size() >= 1);
    }

    /** The area's header is sealed too after the damage, so that what it says of the regions is believed. */
    @FuzzTest(maxDuration = "2m")
    void areas(byte[] data) throws IOException {
        ImageVdi disk = ImageVdi.ofSize(StatefileFormat.sizeBytes(TestPool.strict(), 1));
        StatefileFormat.format(disk, TestPool.strict(), 1, PoolKeys.none());
        System.arraycopy(data, 0, disk.bytes, Geometry.AREA, Math.min(data.length, disk.bytes.length - Geometry.AREA));
        memory.putBytes(0, disk.bytes, Geometry.AREA, PAGE);
        strict.generation.putBinary(memory, 8);
        seal.put(memory, 0, 60, 96, 0);
        memory.getBytes(0, disk.bytes, Geometry.AREA, PAGE);
        assertTrue(StatefileDump.of(disk, PoolKeys.none()).parts().size() >= 5);
        try (StatefileStore store = new StatefileStore(new PoolCodec(TestPool.strict(), 0), 1, disk)) {
            for (RegionKind kind : RegionKind.values()) {
                for (int host = 0; host < 3; host++) {
                    RegionContent region = store.readRegion(host, kind);
                    assertEquals(
                            region.status() == RegionStatus.VALID || region.status() == RegionStatus.VALID_IN_ONE_SLOT,
                            region.content() != null);
                }
            }
        }
    }
}
