package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The regions of the extension area: manifests, pool tables, last words. */
class RegionStoreTest {
    private static final int MAX_VMS = 8;
    private static final PoolConfig POOL = TestPool.strict();

    private final ImageVdi disk = ImageVdi.formatted(POOL, MAX_VMS);

    private StatefileStore store(int host, long incarnation) {
        return new StatefileStore(new PoolCodec(POOL, host), incarnation, disk);
    }

    @Test
    void shouldFindAnInitialManifestAndAnEmptyTableOfEveryHostAfterAFormat() {
        for (int host = 0; host < 3; host++) {
            RegionContent manifest = store(0, 1).readRegion(host, RegionKind.MANIFEST);
            assertEquals(new RegionContent(RegionStatus.VALID, Manifest.initial(host)), manifest);
            RegionContent table = store(0, 1).readRegion(host, RegionKind.MASTER);
            assertEquals(new RegionContent(RegionStatus.VALID, PoolTable.EMPTY), table);
            assertEquals(
                    RegionStatus.NO_VALID_SLOT,
                    store(0, 1).readRegion(host, RegionKind.LAST_WORDS).status());
        }
    }

    @Test
    void shouldReadBackWhatAHostWroteIntoItsRegions() throws IOException {
        StatefileStore writer = store(1, 5);
        Manifest manifest = Samples.manifest(1, 5, 10, 3);
        PoolTable table = Samples.table(64, 2, 4);
        LastWords words = new LastWords(1, 5, 12, "LOST_STATEFILE", "no write completed for 20 s — gone");
        writer.writeManifest(manifest);
        writer.writeTable(table, 11);
        writer.writeLastWords(words);
        StatefileStore reader = store(0, 1);
        assertEquals(manifest, reader.readRegion(1, RegionKind.MANIFEST).content());
        assertEquals(table, reader.readRegion(1, RegionKind.MASTER).content());
        assertEquals(words, reader.readRegion(1, RegionKind.LAST_WORDS).content());
        assertEquals(
                Manifest.initial(2), reader.readRegion(2, RegionKind.MANIFEST).content());
    }

    @Test
    void shouldKeepTheNewestManifestAfterALateWriteOfAnEarlierLifeToEitherSlot() throws IOException {
        StatefileStore earlier = store(1, 5);
        List<byte[]> late = new ArrayList<>();
        List<SlotWrite> writes = earlier.manifestWrites(Samples.manifest(1, 5, 99, 1));
        for (SlotWrite write : writes) {
            byte[] copy = new byte[write.bytes().remaining()];
            write.bytes().duplicate().get(copy);
            late.add(copy);
        }
        Manifest newest = Samples.manifest(1, 6, 1, 2);
        for (int slot = 0; slot < 2; slot++) {
            store(1, 6).writeManifest(newest);
            System.arraycopy(
                    late.get(slot), 0, disk.bytes, (int) writes.get(slot).offset(), late.get(slot).length);
            assertEquals(newest, store(0, 1).readRegion(1, RegionKind.MANIFEST).content());
        }
    }

    @Test
    void shouldNeverOverwriteTheOnlyNewestSlotFirst() throws IOException {
        Manifest newest = Samples.manifest(1, 6, 1, 2);
        for (int survivor = 0; survivor < 2; survivor++) {
            store(1, 6).writeManifest(newest);
            List<SlotWrite> slots = store(1, 6).manifestWrites(newest);
            long low = Math.min(slots.get(0).offset(), slots.get(1).offset());
            long high = Math.max(slots.get(0).offset(), slots.get(1).offset());
            disk.bytes[(int) (survivor == 0 ? high : low) + 48] ^= 1;
            SlotWrite first =
                    store(1, 6).manifestWrites(Samples.manifest(1, 6, 2, 3)).get(0);
            assertEquals(survivor == 0 ? high : low, first.offset());
        }
    }

    @Test
    void shouldHaveTheOldOrTheNewManifestAtEveryPointOfATornRegionWrite() throws IOException {
        Manifest old = Samples.manifest(1, 5, 10, 8);
        Manifest next = Samples.manifest(1, 5, 11, 2);
        store(1, 5).writeManifest(old);
        List<SlotWrite> writes = store(1, 5).manifestWrites(next);
        boolean sawNew = false;
        for (SlotWrite write : writes) {
            byte[] target = new byte[write.bytes().remaining()];
            write.bytes().duplicate().get(target);
            for (int at = 0; at < target.length; at += 512) {
                System.arraycopy(target, at, disk.bytes, (int) write.offset() + at, 512);
                Object seen = store(0, 1).readRegion(1, RegionKind.MANIFEST).content();
                assertTrue(seen.equals(sawNew ? next : old) || seen.equals(next), "torn at " + at);
                sawNew = seen.equals(next);
            }
        }
        assertTrue(sawNew);
    }

    @Test
    void shouldReadARegionWhoseOtherSlotIsABadPage() throws IOException {
        store(1, 5).writeManifest(Samples.manifest(1, 5, 10, 1));
        List<SlotWrite> writes = store(1, 5).manifestWrites(Samples.manifest(1, 5, 11, 1));
        disk.badPages.add((int) (writes.get(0).offset() / 4096));
        assertEquals(
                RegionStatus.VALID,
                store(0, 1).readRegion(1, RegionKind.MANIFEST).status());
        disk.badPages.add((int) (writes.get(1).offset() / 4096));
        assertEquals(
                RegionStatus.UNREADABLE,
                store(0, 1).readRegion(1, RegionKind.MANIFEST).status());
    }

    @Test
    void shouldSayThatTheOtherSlotIsDamaged() throws IOException {
        store(1, 5).writeManifest(Samples.manifest(1, 5, 10, 1));
        for (SlotWrite write : store(1, 5).manifestWrites(Samples.manifest(1, 5, 11, 1))) {
            int at = (int) write.offset() + SlotLayout.CONTENT;
            disk.bytes[at] ^= 1;
            RegionContent content = store(0, 1).readRegion(1, RegionKind.MANIFEST);
            assertEquals(RegionStatus.VALID_IN_ONE_SLOT, content.status());
            assertEquals(Samples.manifest(1, 5, 10, 1), content.content());
            disk.bytes[at] ^= 1;
        }
        assertEquals(
                RegionStatus.VALID,
                store(0, 1).readRegion(1, RegionKind.MANIFEST).status());
    }

    @Test
    void shouldTakeRegionsOfAnotherGenerationOrHostAsAbsent() throws IOException {
        store(1, 5).writeManifest(Samples.manifest(1, 5, 10, 1));
        PoolConfig later = TestPool.of("c0ffee00-1234-4567-89ab-000000000000", TestPool.IDS, PoolConfig.Mode.STRICT);
        assertEquals(
                RegionStatus.NO_VALID_SLOT,
                new StatefileStore(new PoolCodec(later, 0), 1, disk)
                        .readRegion(1, RegionKind.MANIFEST)
                        .status());
        Geometry geometry = new Geometry(3, MAX_VMS);
        int own = (int) geometry.regionOffset(1, RegionKind.MANIFEST);
        int others = (int) geometry.regionOffset(2, RegionKind.MANIFEST);
        System.arraycopy(disk.bytes, own, disk.bytes, others, geometry.regionBytes(RegionKind.MANIFEST));
        assertEquals(
                RegionStatus.NO_VALID_SLOT,
                store(0, 1).readRegion(2, RegionKind.MANIFEST).status());
    }

    @Test
    void shouldRefuseMoreVmsThanTheStatefileWasFormattedFor() throws IOException {
        assertEquals(MAX_VMS, store(0, 1).maxVms());
        store(0, 1).writeTable(Samples.table(64, 1, MAX_VMS), 1);
        IOException refused =
                assertThrows(IOException.class, () -> store(0, 1).writeTable(Samples.table(64, 2, 90), 2));
        assertTrue(refused.getMessage().contains("formatted for 8 VMs"), refused.getMessage());
    }

    @Test
    void shouldNeitherWriteNorBelieveTheExtensionAreaOfAnInteropPool() throws IOException {
        ImageVdi interopDisk = ImageVdi.formatted(TestPool.interop(), MAX_VMS);
        assertEquals(266_240, interopDisk.sizeBytes());
        StatefileStore store = new StatefileStore(new PoolCodec(TestPool.interop(), 0), 1, disk);
        assertEquals(
                RegionStatus.NO_VALID_SLOT,
                store.readRegion(1, RegionKind.MANIFEST).status());
        assertThrows(IllegalStateException.class, () -> store.writeManifest(Manifest.initial(0)));
    }
}
