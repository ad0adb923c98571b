package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.codec.StatefileDump.Part;
import dev.liveset.recovery.RegionKind;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatefileDumpTest {
    private static final PoolKeys KEYS = PoolKeys.of("a secret of 16 b".getBytes(StandardCharsets.US_ASCII));

    private static ImageVdi formatted(PoolConfig pool, PoolKeys keys) throws IOException {
        ImageVdi disk = ImageVdi.ofSize(StatefileFormat.sizeBytes(pool, 4));
        StatefileFormat.format(disk, pool, 4, keys);
        return disk;
    }

    private static Part part(ImageVdi disk, PoolKeys keys, String name) throws IOException {
        return StatefileDump.of(disk, keys).parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldShowAllSlotsOfAFormattedStatefileAsValidOrNeverWritten() throws IOException {
        List<Part> parts =
                StatefileDump.of(formatted(TestPool.strict(), KEYS), KEYS).parts();
        assertEquals(1 + 3 + 1 + 3 * 3 * 2, parts.size());
        for (Part part : parts) {
            assertTrue(part.isValid(), part.name() + ": " + part.verdict());
        }
    }

    @Test
    void shouldShowClaimsAndTablesOfTheExtensionArea() throws IOException {
        ImageVdi disk = formatted(TestPool.strict(), PoolKeys.none());
        try (StatefileStore store = new StatefileStore(new PoolCodec(TestPool.strict(), 1), 5, disk)) {
            store.writeManifest(Samples.manifest(1, 5, 10, 2));
            store.writeTable(Samples.table(65, 1, 3), 11);
        }
        Part manifest = part(disk, PoolKeys.none(), "host[ 1].manifest.slot[0]");
        assertEquals(10L, manifest.fields().get("sequence"));
        assertEquals(2, ((List<?>) manifest.fields().get("claims")).size());
        Part table = part(disk, PoolKeys.none(), "host[ 1].master.slot[1]");
        assertEquals(65L, table.fields().get("epoch"));
        assertTrue(table.fields().get("vms").toString().contains("Minion 2"));
    }

    @Test
    void shouldShowTheFieldsOfABadSectionTooWithTheReason() throws IOException {
        ImageVdi disk = formatted(TestPool.strict(), PoolKeys.none());
        disk.putInt(4096 + HostSectionLayout.WEIGHT, 77);
        Part section = part(disk, PoolKeys.none(), "host[ 0]");
        assertFalse(section.isValid());
        assertEquals("wrong checksum: it should be 0x0000004d", section.verdict());
        assertEquals(77, section.fields().get("weight"));
        disk.badPages.add(2);
        assertEquals(
                "unreadable: bad page 2",
                part(disk, PoolKeys.none(), "host[ 1]").verdict());
        assertEquals(Map.of(), part(disk, PoolKeys.none(), "host[ 1]").fields());
        disk.bytes[0] = 0;
        assertTrue(part(disk, PoolKeys.none(), "global").verdict().startsWith("wrong signature"));
    }

    @Test
    void shouldSayThatASectionWasOverwrittenAndByWhom() throws IOException {
        ImageVdi disk = formatted(TestPool.strict(), PoolKeys.none());
        new StatefileStore(new PoolCodec(TestPool.strict(), 2), 9, disk).overwriteSection(0, 4);
        Part section = part(disk, PoolKeys.none(), "host[ 0]");
        assertFalse(section.isValid());
        assertTrue(section.verdict().startsWith("overwritten by host index 2,"), section.verdict());
    }

    @Test
    void shouldShowTheContentOfABadSlotTooWithTheReason() throws IOException {
        ImageVdi disk = formatted(TestPool.strict(), PoolKeys.none());
        try (StatefileStore store = new StatefileStore(new PoolCodec(TestPool.strict(), 1), 5, disk)) {
            store.writeManifest(Samples.manifest(1, 5, 10, 2));
        }
        String name = "host[ 1].manifest.slot[1]";
        int at = (int) part(disk, PoolKeys.none(), name).offset();
        disk.bytes[at + SlotLayout.CONTENT + 24] ^= 1; // the promised epoch
        Part slot = part(disk, PoolKeys.none(), name);
        assertEquals("wrong CRC: torn or damaged", slot.verdict());
        assertEquals(64L, slot.fields().get("promised_epoch"));
        assertEquals(2, ((List<?>) slot.fields().get("claims")).size());
        disk.putInt(at + SlotLayout.CONTENT + 40, 60_000); // the claims, which the slot has no room for
        assertEquals(null, part(disk, PoolKeys.none(), name).fields().get("claims"));
        disk.putInt(at + SlotLayout.CONTENT_BYTES, Integer.MAX_VALUE);
        assertEquals(
                "wrong CRC: torn or damaged", part(disk, PoolKeys.none(), name).verdict());
    }

    @Test
    void shouldNotCallASlotValidWhoseContentMakesNoSense() throws IOException {
        ImageVdi disk = formatted(TestPool.strict(), PoolKeys.none());
        String name = "host[ 1].manifest.slot[0]";
        int at = (int) part(disk, PoolKeys.none(), name).offset();
        try (CheckedMemory slot = CheckedMemory.allocate(4096)) {
            slot.putBytes(0, disk.bytes, at, 4096);
            slot.putInt(SlotLayout.CONTENT + 16, 7); // armed
            int content = slot.getInt(SlotLayout.CONTENT_BYTES);
            PoolIds ids = new PoolIds(TestPool.strict());
            new SlotCodec(ids, new Seal(PoolKeys.none())).close(slot, 0, RegionKind.MANIFEST, 1, 0, 0, content);
            slot.getBytes(0, disk.bytes, at, 4096);
        }
        assertEquals(
                "a field is out of range", part(disk, PoolKeys.none(), name).verdict());
    }

    @Test
    void shouldShowTheExtensionAreaOfAnotherKeyOrGenerationTooWithTheReason() throws IOException {
        ImageVdi disk = formatted(TestPool.strict(), KEYS);
        PoolKeys others = PoolKeys.of("another 16 bytes".getBytes(StandardCharsets.US_ASCII));
        String forged = "the HMAC fits no key that was given";
        assertEquals(forged, part(disk, others, "extension").verdict());
        assertEquals(4, part(disk, others, "extension").fields().get("vms"));
        assertEquals(forged, part(disk, others, "host[ 2].manifest.slot[0]").verdict());
        assertEquals(0, part(disk, others, "host[ 2].manifest.slot[0]").fields().get("armed"));
        PoolConfig later = TestPool.of("c0ffee00-1234-4567-89ab-000000000000", TestPool.IDS, PoolConfig.Mode.INTEROP);
        StatefileFormat.format(disk, later, 4, PoolKeys.none());
        assertEquals("of another generation", part(disk, KEYS, "extension").verdict());
        Part slot = part(disk, KEYS, "host[ 2].manifest.slot[0]");
        assertEquals("of another generation", slot.verdict());
        assertEquals(TestPool.strict().generation().value(), slot.fields().get("generation"));
    }

    @Test
    void shouldSayOfASlotBehindTheEndOfACutImageThatItCannotBeRead() throws IOException {
        ImageVdi whole = formatted(TestPool.strict(), PoolKeys.none());
        ImageVdi cut = new ImageVdi(Arrays.copyOf(whole.bytes, 280_000 / 4096 * 4096));
        assertTrue(part(cut, PoolKeys.none(), "host[ 0].manifest.slot[0]").isValid());
        assertEquals(
                "unreadable: the disk ends at byte 278528",
                part(cut, PoolKeys.none(), "host[ 2].last_words.slot[1]").verdict());
    }

    /** A heartbeat VDI of XenServer is larger than what xhad formats. */
    @Test
    void shouldFindNothingWrongWithADiskThatIsLargerThanXhadNeeds() throws IOException {
        ImageVdi disk = ImageVdi.ofSize(4 << 20);
        System.arraycopy(Captures.statefile("04-active-master-host1"), 0, disk.bytes, 0, 266_240);
        Part extension = part(disk, PoolKeys.none(), "extension");
        assertEquals("never written", extension.verdict());
        assertEquals(Map.of(), extension.fields());
    }

    @Test
    void shouldSayThatAForeignKeySignedIt() throws IOException {
        ImageVdi disk = formatted(TestPool.strict(), KEYS);
        PoolKeys others = PoolKeys.of("another 16 bytes".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                "the HMAC fits no key that was given",
                part(disk, others, "global").verdict());
        assertEquals("yes", part(disk, others, "global").fields().get("trailer.signed"));
        assertEquals(
                "valid, with our trailer, signed; no key was given to check it",
                part(disk, PoolKeys.none(), "global").verdict());
        assertEquals("valid, with our trailer", part(disk, KEYS, "global").verdict());
    }

    @Test
    void shouldReadAnyBytesWithoutFailing() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Randoms random = new Randoms(seed, 3);
            ImageVdi noise = new ImageVdi(random.bytes(400_000 / 4096 * 4096));
            assertEquals(66, StatefileDump.of(noise, KEYS).parts().size());
            ImageVdi damaged = formatted(TestPool.strict(), KEYS);
            for (int i = 0; i < 200; i++) {
                damaged.bytes[random.below(damaged.bytes.length)] = (byte) random.below(256);
            }
            StatefileDump.of(damaged, KEYS);
        }
        assertEquals(
                65, StatefileDump.of(new ImageVdi(new byte[4096]), KEYS).parts().size());
    }

    @Test
    void shouldShowACaptureAsItsOwnDumpToolDoes() throws IOException {
        ImageVdi capture = new ImageVdi(Captures.statefile("04-active-master-host1"));
        Part global = part(capture, PoolKeys.none(), "global");
        assertEquals("valid, without our trailer", global.verdict());
        assertEquals("0xc7beb70d", global.fields().get("checksum"));
        assertEquals("2 ACTIVE", global.fields().get("pool_state"));
        Part host = part(capture, PoolKeys.none(), "host[ 1]");
        assertEquals("0x928fa777", host.fields().get("checksum"));
        assertEquals(517, host.fields().get("since_last_hb_receipt[ 1]"));
        assertEquals(1, host.fields().get("lock_request"));
        assertEquals("010", host.fields().get("lock_grant"));
        assertEquals(4, StatefileDump.of(capture, PoolKeys.none()).parts().size());
    }

    @Test
    void shouldChangeThePoolStateAndNothingElse() throws IOException {
        ImageVdi disk = formatted(TestPool.strict(), KEYS);
        byte[] before = disk.bytes.clone();
        StatefileFormat.setPoolState(disk, PoolState.INVALID, KEYS);
        StatefileSnapshot snapshot = new StatefileSnapshot();
        try (StatefileStore store = new StatefileStore(new PoolCodec(TestPool.strict(), 0, KEYS), 1, disk)) {
            store.read(snapshot, 0);
        }
        assertTrue(snapshot.globalStatus.usable());
        assertEquals(PoolState.INVALID, snapshot.global.poolState);
        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            boolean expected = (i >= 8 && i < 12) || (i >= 60 && i < 64) || (i >= 512 && i < 608);
            assertTrue(expected || before[i] == disk.bytes[i], "byte " + i);
            changed += before[i] == disk.bytes[i] ? 0 : 1;
        }
        assertTrue(changed > 3, "changed " + changed);
    }

    @Test
    void shouldChangeThePoolStateOfACaptureSoThatXhadReadsIt() throws IOException {
        ImageVdi capture = new ImageVdi(Captures.statefile("04-active-master-host1"));
        StatefileFormat.setPoolState(capture, PoolState.INVALID, PoolKeys.none());
        Part global = part(capture, PoolKeys.none(), "global");
        assertEquals("valid, without our trailer", global.verdict());
        assertEquals("3 INVALID", global.fields().get("pool_state"));
        assertEquals("11010101111142228333444444444401", global.fields().get("master"));
    }

    @Test
    void shouldNotChangeAStatefileThatIsDamagedOrSignedByOthers() throws IOException {
        ImageVdi signed = formatted(TestPool.strict(), KEYS);
        LivesetException refused = assertThrows(
                LivesetException.class, () -> StatefileFormat.setPoolState(signed, PoolState.INVALID, PoolKeys.none()));
        assertTrue(refused.getMessage().contains("no key was given"), refused.getMessage());
        signed.bytes[60] ^= 1;
        assertThrows(LivesetException.class, () -> StatefileFormat.setPoolState(signed, PoolState.INVALID, KEYS));
    }
}
