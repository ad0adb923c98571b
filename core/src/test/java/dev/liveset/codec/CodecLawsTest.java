package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every content and for every sequence of bytes; always for both kinds of memory at once. */
class CodecLawsTest {
    private static final int PAGE = CheckedMemory.PAGE_BYTES;
    private static final byte[] KEY = "a secret of more than sixteen bytes".getBytes(StandardCharsets.US_ASCII);

    private final ChronicleMemory chronicle = new ChronicleMemory(CheckedMemory.alignedBuffer(16 * PAGE));
    private final BufferMemory plain = new BufferMemory(ByteBuffer.allocate(16 * PAGE));

    private static HostSectionCodec sections(PoolConfig pool, PoolKeys keys) {
        PoolIds ids = new PoolIds(pool);
        return new HostSectionCodec(ids, new Trailer(ids, new Seal(keys)));
    }

    private static PacketCodec packets(PoolConfig pool, int self, PoolKeys keys) {
        PoolIds ids = new PoolIds(pool);
        return new PacketCodec(ids, self, new Trailer(ids, new Seal(keys)));
    }

    private static PoolKeys keys(boolean keyed) {
        return keyed ? PoolKeys.of(KEY) : PoolKeys.none();
    }

    private void assertTwins() {
        assertEquals(plain.buffer(0, plain.sizeBytes()), chronicle.buffer(0, chronicle.sizeBytes()));
    }

    private void fill(byte[] bytes, int offset) {
        chronicle.putBytes(offset, bytes, 0, bytes.length);
        plain.putBytes(offset, bytes, 0, bytes.length);
    }

    @Property(tries = 300)
    void decodingAnEncodedSectionGivesTheSection(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int hosts, @ForAll boolean keyed) {
        PoolConfig pool = TestPool.ofSize(hosts, PoolConfig.Mode.STRICT);
        Randoms random = new Randoms(seed, hosts);
        HostSection section = random.section();
        int host = random.host();
        HostSectionCodec codec = sections(pool, keys(keyed));
        codec.encode(host, section, chronicle, PAGE);
        codec.encode(host, section, plain, PAGE);
        assertTwins();
        HostSection seen = new HostSection();
        assertEquals(SectionStatus.VALID, codec.decode(host, chronicle, PAGE, seen));
        assertEquals(Fields.of(section), Fields.of(seen));
        HostSection twin = new HostSection();
        assertEquals(SectionStatus.VALID, codec.decode(host, plain, PAGE, twin));
        assertEquals(Fields.of(section), Fields.of(twin));
    }

    @Property(tries = 300)
    void decodingAnEncodedHeartbeatGivesTheHeartbeat(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 64) int hosts, @ForAll boolean keyed) {
        PoolConfig pool = TestPool.ofSize(hosts, PoolConfig.Mode.STRICT);
        Randoms random = new Randoms(seed, hosts);
        int sender = random.host();
        HeartbeatMessage message = random.message(sender);
        PacketCodec codec = packets(pool, (sender + 1) % hosts, keys(keyed));
        codec.encode(message, chronicle);
        codec.encode(message, plain);
        assertTwins();
        HeartbeatMessage seen = new HeartbeatMessage();
        assertEquals(PacketStatus.ACCEPTED, codec.decode(chronicle, PacketLayout.PACKET_BYTES, sender, seen));
        assertEquals(Fields.of(message), Fields.of(seen));
    }

    @Property(tries = 200)
    void decodingAnEncodedRegionGivesItsContent(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 200) int entries, @ForAll boolean keyed) {
        PoolIds ids = new PoolIds(TestPool.strict());
        SlotCodec slots = new SlotCodec(ids, new Seal(keys(keyed)));
        Manifest manifest = Samples.manifest(1, seed >>> 1, seed >>> 2, entries);
        PoolTable table = Samples.table(seed, seed >>> 3, entries);
        for (CheckedMemory memory : new CheckedMemory[] {chronicle, plain}) {
            int content = ManifestCodec.encode(manifest, memory, SlotLayout.CONTENT);
            slots.close(memory, 0, RegionKind.MANIFEST, 1, manifest.incarnation(), manifest.sequence(), content);
            assertTrue(slots.isValid(memory, 0, memory.sizeBytes(), RegionKind.MANIFEST, 1));
            assertEquals(manifest, ManifestCodec.decode(1, memory, 0));
        }
        assertTwins();
        for (CheckedMemory memory : new CheckedMemory[] {chronicle, plain}) {
            int content = PoolTableCodec.encode(table, memory, SlotLayout.CONTENT);
            slots.close(memory, 0, RegionKind.MASTER, 1, 3, 4, content);
            assertTrue(slots.isValid(memory, 0, memory.sizeBytes(), RegionKind.MASTER, 1));
            assertEquals(table, PoolTableCodec.decode(memory, 0));
        }
        assertTwins();
    }

    /** Sealed anew after the damage, so that the checks behind checksum and CRC are reached too. */
    @Property(tries = 1_000)
    void bothTwinsJudgeHostileSectionsAlike(@ForAll long seed, @ForAll boolean strict, @ForAll boolean sealed) {
        PoolConfig pool = strict ? TestPool.strict() : TestPool.interop();
        Randoms random = new Randoms(seed, 3);
        HostSectionCodec codec = sections(pool, PoolKeys.none());
        codec.encode(1, random.section(), chronicle, PAGE);
        chronicle.putBytes(PAGE + random.below(1_200), random.bytes(8), 0, random.below(9));
        if (sealed) {
            chronicle.putInt(
                    PAGE + HostSectionLayout.CHECKSUM,
                    chronicle.sumWords(PAGE, HostSectionLayout.SEQUENCE, HostSectionLayout.END_MARKER));
            PoolIds ids = new PoolIds(pool);
            new Trailer(ids, new Seal(PoolKeys.none())).seal(chronicle, PAGE, HostSectionLayout.TRAILER);
        }
        plain.copyFrom(chronicle.buffer(0, chronicle.sizeBytes()), 0);
        HostSection seen = new HostSection();
        HostSection twin = new HostSection();
        assertEquals(codec.decode(1, plain, PAGE, twin), codec.decode(1, chronicle, PAGE, seen));
        assertEquals(Fields.of(twin), Fields.of(seen));
    }

    @Property(tries = 500)
    void noBytesWhateverBreakADecoder(@ForAll long seed, @ForAll boolean strict) {
        PoolConfig pool = strict ? TestPool.strict() : TestPool.interop();
        Randoms random = new Randoms(seed, 3);
        fill(random.bytes(16 * PAGE), 0);
        for (CheckedMemory memory : new CheckedMemory[] {chronicle, plain}) {
            HostSection section = new HostSection();
            assertEquals(SectionStatus.CORRUPT, sections(pool, PoolKeys.none()).decode(0, memory, 0, section));
            // As if seals had been right: the decoders stand behind them all the same.
            memory.putInt(SlotLayout.CONTENT_BYTES, random.below(15 * PAGE));
            if (random.below(2) == 0) {
                memory.putLong(SlotLayout.CONTENT + 24, random.below(64));
                memory.putLong(SlotLayout.CONTENT + 40, random.below(64));
            }
            ManifestCodec.decode(0, memory, 0);
            PoolTableCodec.decode(memory, 0);
            LastWordsCodec.decode(0, memory, 0);
        }
    }

    @Property(tries = 300)
    void bothTwinsSumAndCheckAlike(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 200) int from,
            @ForAll @IntRange(min = 0, max = 200) int words) {
        fill(new Randoms(seed, 1).bytes(PAGE), 0);
        int to = from + words * Integer.BYTES;
        int expected = 0;
        for (int at = from; at < to; at += Integer.BYTES) {
            expected += plain.getInt(at);
        }
        assertEquals(expected, plain.sumWords(0, from, to));
        assertEquals(expected, chronicle.sumWords(0, from, to));
        assertEquals(
                plain.crcOf(from, to - from).crc(),
                chronicle.crcOf(from, to - from).crc());
    }
}
