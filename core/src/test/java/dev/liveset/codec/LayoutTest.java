package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.recovery.RegionKind;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The relations behind the maps of the layout classes: no field overlaps another, and ours lie where xhad does not look. */
class LayoutTest {
    private static final int WORD = Integer.BYTES;
    private static final int BITMAP = Long.BYTES;
    private static final int AGES = 64 * Integer.BYTES;

    /** Pairs of a field's offset and its length: each begins where the one before it ends, the last at the end. */
    private static void assertGapless(int end, int... fields) {
        int at = 0;
        for (int i = 0; i < fields.length; i += 2) {
            assertEquals(at, fields[i], "field " + i / 2);
            at += fields[i + 1];
        }
        assertEquals(end, at);
    }

    @Test
    void shouldLayTheGlobalSectionOutWithoutGapOrOverlap() {
        assertGapless(
                104,
                GlobalSectionLayout.SIGNATURE,
                WORD,
                GlobalSectionLayout.SIGNATURE_INVERTED,
                WORD,
                GlobalSectionLayout.CHECKSUM,
                WORD,
                GlobalSectionLayout.VERSION,
                WORD,
                GlobalSectionLayout.LENGTH_GLOBAL,
                WORD,
                GlobalSectionLayout.LENGTH_HOST,
                WORD,
                GlobalSectionLayout.MAX_HOSTS,
                WORD,
                GlobalSectionLayout.GENERATION,
                DiskId.ASCII_BYTES,
                GlobalSectionLayout.POOL_STATE,
                WORD,
                GlobalSectionLayout.MASTER,
                DiskId.ASCII_BYTES,
                GlobalSectionLayout.CONFIG_HOSTS,
                WORD,
                GlobalSectionLayout.END_MARKER,
                WORD);
        assertEquals(512, GlobalSectionLayout.TRAILER, "xhad reads and writes the first 512 bytes");
    }

    @Test
    void shouldLayAHostSectionOutWithoutGapOrOverlap() {
        assertGapless(
                632,
                HostSectionLayout.SIGNATURE,
                WORD,
                HostSectionLayout.SIGNATURE_INVERTED,
                WORD,
                HostSectionLayout.CHECKSUM,
                WORD,
                HostSectionLayout.SEQUENCE,
                WORD,
                HostSectionLayout.HOST_INDEX,
                WORD,
                HostSectionLayout.HOST_ID,
                DiskId.ASCII_BYTES,
                HostSectionLayout.EXCLUDED,
                WORD,
                HostSectionLayout.STARTING,
                WORD,
                HostSectionLayout.SINCE_HEARTBEAT,
                AGES,
                HostSectionLayout.SINCE_STATEFILE,
                AGES,
                HostSectionLayout.SINCE_AGENT_RESTART,
                WORD,
                HostSectionLayout.CURRENT_LIVESET,
                BITMAP,
                HostSectionLayout.PROPOSED_LIVESET,
                BITMAP,
                HostSectionLayout.HBDOMAIN,
                BITMAP,
                HostSectionLayout.SFDOMAIN,
                BITMAP,
                HostSectionLayout.LOCK_REQUEST,
                WORD,
                HostSectionLayout.LOCK_GRANT,
                BITMAP,
                HostSectionLayout.PHASE,
                WORD,
                HostSectionLayout.WEIGHT,
                WORD,
                HostSectionLayout.END_MARKER,
                WORD);
        assertEquals(1024, HostSectionLayout.TRAILER, "xhad reads and writes the first 1024 bytes");
        assertEquals(Geometry.AREA, HostSectionLayout.offset(64), "the area begins behind the last section");
    }

    @Test
    void shouldLayAPacketOutWithoutGapOrOverlap() {
        assertGapless(
                PacketLayout.PACKET_BYTES,
                PacketLayout.SIGNATURE,
                WORD,
                PacketLayout.CHECKSUM,
                WORD,
                PacketLayout.SEQUENCE,
                WORD,
                PacketLayout.SIZE,
                WORD,
                PacketLayout.GENERATION,
                DiskId.ASCII_BYTES,
                PacketLayout.HOST_ID,
                DiskId.ASCII_BYTES,
                PacketLayout.HOST_INDEX,
                WORD,
                PacketLayout.CURRENT_LIVESET,
                BITMAP,
                PacketLayout.PROPOSED_LIVESET,
                BITMAP,
                PacketLayout.HBDOMAIN,
                BITMAP,
                PacketLayout.SFDOMAIN,
                BITMAP,
                PacketLayout.SINCE_HEARTBEAT,
                AGES,
                PacketLayout.SINCE_STATEFILE,
                AGES,
                PacketLayout.SINCE_AGENT_RESTART,
                WORD,
                PacketLayout.PHASE,
                WORD,
                PacketLayout.ERR_STRING,
                PacketLayout.ERR_STRING_BYTES,
                PacketLayout.SF_ACCESS,
                1,
                PacketLayout.SF_CORRUPTED,
                1,
                PacketLayout.SF_ACCELERATE,
                1,
                PacketLayout.FENCE_REQUEST,
                1,
                PacketLayout.SR2,
                1,
                PacketLayout.JOINING,
                2,
                PacketLayout.HEARD_ECHO,
                AGES,
                PacketLayout.TRAILER,
                TrailerLayout.BYTES);
        assertEquals(744, PacketLayout.HEARD_ECHO, "xhad reads 744 bytes and cuts the rest");
    }

    @Test
    void shouldLayTheTrailerOutWithoutGapOrOverlap() {
        assertGapless(
                TrailerLayout.BYTES,
                TrailerLayout.MAGIC,
                WORD,
                TrailerLayout.VERSION,
                WORD,
                TrailerLayout.INCARNATION,
                Long.BYTES,
                TrailerLayout.SEQUENCE,
                Long.BYTES,
                TrailerLayout.REGION_SEQUENCE,
                Long.BYTES,
                TrailerLayout.POLICY,
                WORD,
                TrailerLayout.WATCHDOG_TIMEOUT,
                WORD,
                TrailerLayout.GENERATION,
                16,
                TrailerLayout.ZERO,
                WORD,
                TrailerLayout.CRC,
                WORD,
                TrailerLayout.HMAC,
                HmacSha256.BYTES);
        for (int trailer : List.of(GlobalSectionLayout.TRAILER, HostSectionLayout.TRAILER)) {
            assertEquals(
                    trailer / 512, (trailer + TrailerLayout.BYTES - 1) / 512, "within one block, so never torn itself");
        }
    }

    @Test
    void shouldLayASlotsHeaderOutWithoutGapOrOverlap() {
        assertGapless(
                SlotLayout.SEALED_REST,
                SlotLayout.MAGIC,
                WORD,
                SlotLayout.VERSION,
                WORD,
                SlotLayout.GENERATION,
                16,
                SlotLayout.HOST_ID,
                16,
                SlotLayout.INCARNATION,
                Long.BYTES,
                SlotLayout.SEQUENCE,
                Long.BYTES,
                SlotLayout.CONTENT_BYTES,
                WORD,
                SlotLayout.CRC,
                WORD + HmacSha256.BYTES);
        assertTrue(SlotLayout.CONTENT >= SlotLayout.SEALED_REST);
    }

    @Test
    void shouldBeginEveryKindOfRecordWithAMagicOfItsOwn() throws ReflectiveOperationException {
        Field area = AreaHeaderCodec.class.getDeclaredField("MAGIC_VALUE");
        area.setAccessible(true);
        Set<Integer> magics = new HashSet<>(Set.of(
                TrailerLayout.GLOBAL_MAGIC, TrailerLayout.HOST_MAGIC, TrailerLayout.PACKET_MAGIC, area.getInt(null)));
        for (RegionKind kind : RegionKind.values()) {
            magics.add(SlotLayout.magic(kind));
        }
        assertEquals(4 + RegionKind.values().length, magics.size());
    }
}
