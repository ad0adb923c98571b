package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.RegionKind;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Flipped bits and torn writes, all of them: refused, or harmless because the content is the same. */
class DamageTest {
    private static final int PAGE = CheckedMemory.PAGE_BYTES;
    private static final int DISK_BLOCK = 512;

    private final PoolIds ids = new PoolIds(TestPool.strict());
    private final Seal seal = new Seal(PoolKeys.none());
    private final Trailer trailer = new Trailer(ids, seal);
    private final HostSectionCodec sections = new HostSectionCodec(ids, trailer);
    private final GlobalSectionCodec globals = new GlobalSectionCodec(ids, trailer);
    private final CheckedMemory memory = CheckedMemory.allocate(4 * PAGE);

    private static void flip(CheckedMemory memory, int bit) {
        memory.putByte(bit / 8, (byte) (memory.getByte(bit / 8) ^ 1 << bit % 8));
    }

    @Test
    void shouldRefuseAnyFlippedBitOfAHostSectionOrReadTheSameFromIt() {
        HostSection written = new Randoms(1, 3).section();
        sections.encode(1, written, memory, 0);
        Map<String, String> expected = Fields.of(written);
        int refused = 0;
        for (int bit = 0; bit < 8 * PAGE; bit++) {
            flip(memory, bit);
            HostSection seen = new HostSection();
            if (sections.decode(1, memory, 0, seen).usable()) {
                assertEquals(expected, Fields.of(seen), "bit " + bit);
            } else {
                refused++;
            }
            flip(memory, bit);
        }
        assertEquals(8 * (HostSectionLayout.TRAILER + TrailerLayout.HMAC), refused, "everything that is sealed");
    }

    @Test
    void shouldRefuseAnyFlippedBitOfTheGlobalSectionOrReadTheSameFromIt() {
        GlobalSection written = new GlobalSection();
        written.poolState = PoolState.ACTIVE;
        written.master = 2;
        written.configHosts = 3;
        written.sequence = 6;
        globals.encode(written, 5, written.sequence, memory, 0);
        int refused = 0;
        for (int bit = 0; bit < 8 * PAGE; bit++) {
            flip(memory, bit);
            GlobalSection seen = new GlobalSection();
            SectionStatus status = globals.decode(memory, 0, seen);
            if (status.usable()) {
                assertEquals(Fields.of(written), Fields.of(seen), "bit " + bit);
            } else {
                // A damaged section must not look like a foreign one: that would be fatal for the host.
                assertTrue(
                        status == SectionStatus.CORRUPT || status == SectionStatus.UNTRUSTED,
                        "bit " + bit + " " + status);
                refused++;
            }
            flip(memory, bit);
        }
        assertEquals(8 * (GlobalSectionLayout.TRAILER + TrailerLayout.HMAC), refused, "everything that is sealed");
    }

    @Test
    void shouldRefuseAnyFlippedBitOfASlotOrReadTheSameFromIt() {
        SlotCodec slots = new SlotCodec(ids, seal);
        int content = ManifestCodec.encode(Samples.manifest(1, 5, 6, 10), memory, SlotLayout.CONTENT);
        slots.close(memory, 0, RegionKind.MANIFEST, 1, 5, 6, content);
        for (int bit = 0; bit < 8 * (SlotLayout.CONTENT + content); bit++) {
            flip(memory, bit);
            boolean hmacWithoutKey = bit / 8 >= SlotLayout.CRC + 4 && bit / 8 < SlotLayout.SEALED_REST;
            assertEquals(hmacWithoutKey, slots.isValid(memory, 0, PAGE, RegionKind.MANIFEST, 1), "bit " + bit);
            flip(memory, bit);
        }
    }

    /** Every byte of a code counts, and of what it covers; where it lies the disk says, so zeros behind it may be anything. */
    @Test
    void shouldRefuseEveryFlippedBitOfWhatIsSigned() {
        Seal signing = new Seal(PoolKeys.of("the key of the pool".getBytes(StandardCharsets.US_ASCII)));
        Trailer signed = new Trailer(ids, signing);
        HostSectionCodec section = new HostSectionCodec(ids, signed);
        section.encode(1, new Randoms(6, 3).section(), memory, 0);
        HostSection seen = new HostSection();
        assertRefusesEveryFlip(
                HostSectionLayout.TRAILER + TrailerLayout.BYTES,
                () -> section.decode(1, memory, 0, seen).usable());
        memory.zero(0, PAGE);
        GlobalSectionCodec global = new GlobalSectionCodec(ids, signed);
        global.encode(new GlobalSection(), 5, 6, memory, 0);
        assertRefusesEveryFlip(
                GlobalSectionLayout.TRAILER + TrailerLayout.BYTES,
                () -> global.decode(memory, 0, new GlobalSection()).usable());
        SlotCodec slots = new SlotCodec(ids, signing);
        int content = ManifestCodec.encode(Samples.manifest(1, 5, 6, 2), memory, SlotLayout.CONTENT);
        slots.close(memory, 0, RegionKind.MANIFEST, 1, 5, 6, content);
        assertRefusesEveryFlip(
                SlotLayout.CONTENT + content, () -> slots.isValid(memory, 0, PAGE, RegionKind.MANIFEST, 1));
        PacketCodec packets = new PacketCodec(ids, 0, signed);
        packets.encode(new Randoms(7, 3).message(1), memory);
        assertRefusesEveryFlip(
                PacketLayout.PACKET_BYTES,
                () -> packets.decode(memory, PacketLayout.PACKET_BYTES, 1, new HeartbeatMessage())
                        == PacketStatus.ACCEPTED);
    }

    private void assertRefusesEveryFlip(int bytes, BooleanSupplier believed) {
        assertTrue(believed.getAsBoolean(), "undamaged");
        for (int bit = 0; bit < 8 * bytes; bit++) {
            flip(memory, bit);
            assertFalse(believed.getAsBoolean(), "bit " + bit);
            flip(memory, bit);
        }
    }

    @Test
    void shouldRefuseATornGlobalSectionOrReadTheOldOrTheNewOne() {
        GlobalSection old = new GlobalSection();
        old.configHosts = 3;
        old.sequence = 8;
        GlobalSection next = new GlobalSection();
        next.configHosts = 3;
        next.poolState = PoolState.ACTIVE;
        next.master = 2;
        next.sequence = 9;
        globals.encode(old, 5, old.sequence, memory, 0);
        globals.encode(next, 6, next.sequence, memory, PAGE);
        byte[] before = new byte[PAGE];
        byte[] after = new byte[PAGE];
        memory.getBytes(0, before, 0, PAGE);
        memory.getBytes(PAGE, after, 0, PAGE);
        for (int written = 0; written < 1 << PAGE / DISK_BLOCK; written++) {
            memory.putBytes(0, before, 0, PAGE);
            for (int block = 0; block < PAGE / DISK_BLOCK; block++) {
                if ((written >> block & 1) != 0) {
                    memory.putBytes(block * DISK_BLOCK, after, block * DISK_BLOCK, DISK_BLOCK);
                }
            }
            GlobalSection seen = new GlobalSection();
            boolean usable = globals.decode(memory, 0, seen).usable();
            int meaningful = written & 0b11;
            assertEquals(meaningful == 0 || meaningful == 0b11, usable, "blocks " + Integer.toBinaryString(written));
            if (usable) {
                assertEquals(Fields.of(meaningful == 0 ? old : next), Fields.of(seen));
            }
        }
    }

    @Test
    void shouldRefuseATornHostSectionOrReadTheOldOrTheNewOne() {
        HostSection old = new Randoms(2, 3).section();
        HostSection next = new Randoms(3, 3).section();
        sections.encode(1, old, memory, 0);
        sections.encode(1, next, memory, PAGE);
        byte[] before = new byte[PAGE];
        byte[] after = new byte[PAGE];
        memory.getBytes(0, before, 0, PAGE);
        memory.getBytes(PAGE, after, 0, PAGE);
        int blocks = PAGE / DISK_BLOCK;
        // Not only in order: a disk may write its blocks in any.
        for (int written = 0; written < 1 << blocks; written++) {
            byte[] torn = before.clone();
            for (int block = 0; block < blocks; block++) {
                if ((written >> block & 1) != 0) {
                    System.arraycopy(after, block * DISK_BLOCK, torn, block * DISK_BLOCK, DISK_BLOCK);
                }
            }
            memory.putBytes(0, torn, 0, PAGE);
            HostSection seen = new HostSection();
            boolean usable = sections.decode(1, memory, 0, seen).usable();
            int meaningful = written & 0b111;
            assertEquals(meaningful == 0 || meaningful == 0b111, usable, "blocks " + Integer.toBinaryString(written));
            if (usable) {
                assertEquals(Fields.of(meaningful == 0 ? old : next), Fields.of(seen));
            }
        }
    }

    @Test
    void shouldRefuseAnUnknownNewerTrailerByName() {
        sections.encode(1, new Randoms(4, 3).section(), memory, 0);
        memory.putInt(HostSectionLayout.TRAILER + TrailerLayout.VERSION, 2);
        assertEquals(
                SectionStatus.CORRUPT, sections.decode(1, memory, 0, new HostSection()), "the CRC is of version 1");
        new Trailer(ids, seal).seal(memory, 0, HostSectionLayout.TRAILER);
        assertEquals(SectionStatus.WRONG_VERSION, sections.decode(1, memory, 0, new HostSection()));
    }

    @Test
    void shouldNotBelieveASectionOfAnotherHostGenerationOrKeyInThisSlot() {
        HostSection written = new Randoms(5, 3).section();
        sections.encode(1, written, memory, 0);
        assertEquals(SectionStatus.CORRUPT, sections.decode(2, memory, 0, new HostSection()));
        PoolIds later =
                new PoolIds(TestPool.of("c0ffee00-1234-4567-89ab-000000000000", TestPool.IDS, PoolConfig.Mode.STRICT));
        assertEquals(
                SectionStatus.WRONG_GENERATION,
                new HostSectionCodec(later, new Trailer(later, seal)).decode(1, memory, 0, new HostSection()));
        byte[] key = new byte[16];
        Arrays.fill(key, (byte) 7);
        HostSectionCodec keyed = new HostSectionCodec(ids, new Trailer(ids, new Seal(PoolKeys.of(key))));
        assertEquals(SectionStatus.UNTRUSTED, keyed.decode(1, memory, 0, new HostSection()));
    }

    @Test
    void shouldAcceptANeverWrittenSectionThatAnOfflineToolExcludedAndNoOther() {
        HostSectionCodec.encodeFrame(memory, 0);
        HostSection seen = new HostSection();
        assertEquals(SectionStatus.NEVER_WRITTEN, sections.decode(1, memory, 0, seen));
        assertFalse(seen.excluded);
        memory.putInt(HostSectionLayout.EXCLUDED, 1);
        memory.putInt(HostSectionLayout.CHECKSUM, 1);
        assertEquals(SectionStatus.NEVER_WRITTEN, sections.decode(1, memory, 0, seen));
        assertTrue(seen.excluded);
        memory.putInt(HostSectionLayout.WEIGHT, -1);
        memory.putInt(HostSectionLayout.CHECKSUM, 0);
        assertEquals(SectionStatus.CORRUPT, sections.decode(1, memory, 0, seen));
    }

    @Test
    void shouldReadEveryCapturedSectionAndWriteItBackByteForByte() {
        PoolIds interop = new PoolIds(TestPool.interop());
        HostSectionCodec codec = new HostSectionCodec(interop, new Trailer(interop, seal));
        for (String capture : new String[] {
            "03-active-3-online", "04-active-master-host1", "06-host2-dead-7s-fault-handler", "07-host2-removed"
        }) {
            byte[] image = Captures.statefile(capture);
            for (int host = 0; host < 3; host++) {
                memory.putBytes(0, image, HostSectionLayout.offset(host), PAGE);
                HostSection seen = new HostSection();
                assertEquals(SectionStatus.VALID, codec.decode(host, memory, 0, seen), capture + " host " + host);
                assertFalse(seen.trailer);
                assertEquals(0b111 & seen.currentLiveset, seen.currentLiveset);
                memory.zero(PAGE, PAGE);
                codec.encode(host, seen, memory, PAGE);
                assertEquals(
                        memory.newBuffer(0, HostSectionLayout.TRAILER),
                        memory.newBuffer(PAGE, HostSectionLayout.TRAILER));
            }
        }
    }
}
