package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatefileStoreTest {
    private static final int MAX_VMS = 8;
    private static final PoolConfig POOL = TestPool.strict();

    private final ImageVdi disk = formatted(POOL);
    private final StatefileSnapshot snapshot = new StatefileSnapshot();

    private static ImageVdi formatted(PoolConfig pool) {
        ImageVdi disk = ImageVdi.ofSize(StatefileFormat.sizeBytes(pool, MAX_VMS));
        try {
            StatefileFormat.format(disk, pool, MAX_VMS, PoolKeys.none());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return disk;
    }

    private StatefileStore store(int host, long incarnation) {
        return new StatefileStore(new PoolCodec(POOL, host), incarnation, disk);
    }

    private static HostSection section(int sequence) {
        HostSection section = new HostSection();
        section.sequence = sequence;
        section.weight = 1;
        section.currentLiveset = 0b111;
        section.lockGrant = -1L;
        section.incarnation = 5;
        section.longSequence = sequence;
        section.regionSequence = 77;
        section.policy = 1;
        section.watchdogTimeoutMillis = 20_000;
        section.sinceHeartbeatMillis[2] = -1;
        return section;
    }

    @Test
    void shouldReadAFreshlyFormattedStatefileInOneInputOutput() throws IOException {
        disk.reads = 0;
        store(0, 1).read(snapshot, 42);
        assertEquals(1, disk.reads);
        assertEquals(42, snapshot.beganNanos);
        assertEquals(SectionStatus.VALID, snapshot.globalStatus);
        assertEquals(PoolState.INIT, snapshot.global.poolState);
        assertEquals(GlobalSection.NO_MASTER, snapshot.global.master);
        assertEquals(3, snapshot.global.configHosts);
        for (int host = 0; host < 3; host++) {
            assertEquals(SectionStatus.NEVER_WRITTEN, snapshot.status[host]);
        }
    }

    @Test
    void shouldShowAHostsSectionToItsPeersAfterOneWrite() throws IOException {
        disk.writes = 0;
        store(1, 5).writeSection(section(9));
        assertEquals(1, disk.writes);
        store(0, 1).read(snapshot, 0);
        assertEquals(SectionStatus.VALID, snapshot.status[1]);
        HostSection seen = snapshot.section[1];
        assertEquals(9, seen.sequence);
        assertEquals(0b111, seen.currentLiveset);
        assertEquals(-1L, seen.lockGrant);
        assertEquals(-1, seen.sinceHeartbeatMillis[2]);
        assertTrue(seen.trailer);
        assertEquals(5, seen.incarnation);
        assertEquals(9, seen.longSequence);
        assertEquals(77, seen.regionSequence);
        assertEquals(1, seen.policy);
        assertEquals(20_000, seen.watchdogTimeoutMillis);
    }

    @Test
    void shouldBlameOnlyTheHostWhoseSectionIsUnreadable() throws IOException {
        store(0, 5).writeSection(section(3));
        disk.badPages.add(2);
        store(0, 1).read(snapshot, 0);
        assertEquals(SectionStatus.VALID, snapshot.globalStatus);
        assertEquals(SectionStatus.VALID, snapshot.status[0]);
        assertEquals(SectionStatus.UNREADABLE, snapshot.status[1]);
        assertEquals(SectionStatus.NEVER_WRITTEN, snapshot.status[2]);
    }

    @Test
    void shouldTellABadBlockFromADiskThatEndsBefore() throws IOException {
        disk.badPages.add(2);
        store(0, 1).read(snapshot, 0);
        assertEquals(0b010, snapshot.badBlocks);
        disk.badPages.clear();
        store(0, 1).read(snapshot, 0);
        assertEquals(0, snapshot.badBlocks);
        ImageVdi shorter = new ImageVdi(Arrays.copyOf(disk.bytes, 3 * 4096));
        StatefileStore store = new StatefileStore(new PoolCodec(POOL, 0), 1, shorter);
        store.read(snapshot, 0);
        assertEquals(SectionStatus.UNREADABLE, snapshot.status[2]);
        assertEquals(0, snapshot.badBlocks);
        assertThrows(IOException.class, () -> store.overwriteSection(2, 1));
        assertEquals(0, shorter.writes);
    }

    @Test
    void shouldOverwriteOneSectionAndNothingElseAndNeverWithTheSameBytes() throws IOException {
        for (int host = 0; host < 3; host++) {
            store(host, 5).writeSection(section(3));
        }
        byte[] before = disk.bytes.clone();
        disk.writes = 0;
        Set<Integer> fingerprints = new HashSet<>();
        for (long incarnation = 1; incarnation <= 3; incarnation++) {
            for (int writer : new int[] {0, 2}) {
                for (long attempt = 1; attempt <= 20; attempt++) {
                    StatefileStore store = store(writer, incarnation);
                    store.overwriteSection(1, attempt);
                    store.read(snapshot, 0);
                    assertEquals(SectionStatus.CORRUPT, snapshot.status[1]);
                    assertTrue(fingerprints.add(snapshot.fingerprint[1]), "what is written is never the same twice");
                }
            }
        }
        assertEquals(120, disk.writes);
        byte[] after = disk.bytes.clone();
        Arrays.fill(before, 2 * 4096, 3 * 4096, (byte) 0);
        Arrays.fill(after, 2 * 4096, 3 * 4096, (byte) 0);
        assertArrayEquals(before, after);
        StatefileStore store = store(0, 1);
        for (int host : new int[] {-1, 0, 3, 64}) {
            assertThrows(IllegalArgumentException.class, () -> store.overwriteSection(host, 1));
        }
        store(1, 6).writeSection(section(4));
        store.read(snapshot, 0);
        assertEquals(SectionStatus.VALID, snapshot.status[1], "the next write of its host mends it");
    }

    @Test
    void shouldFailTheReadOnlyWhenNothingIsReadable() throws IOException {
        StatefileStore store = store(0, 1);
        store.read(snapshot, 0);
        disk.badPages.addAll(List.of(0, 1, 2, 3));
        assertThrows(IOException.class, () -> store.read(snapshot, 0));
        assertEquals(SectionStatus.UNREADABLE, snapshot.globalStatus);
        assertEquals(SectionStatus.UNREADABLE, snapshot.status[0]);
    }

    @Test
    void shouldTreatWhatLiesBehindTheEndOfATruncatedDiskAsUnreadable() throws IOException {
        byte[] start = new byte[2 * 4096];
        System.arraycopy(disk.bytes, 0, start, 0, start.length);
        new StatefileStore(new PoolCodec(POOL, 0), 1, new ImageVdi(start)).read(snapshot, 0);
        assertEquals(SectionStatus.NEVER_WRITTEN, snapshot.status[0]);
        assertEquals(SectionStatus.UNREADABLE, snapshot.status[1]);
    }

    @Test
    void shouldChangeOnlyWhatIsAskedForInTheGlobalSection() throws IOException {
        StatefileStore store = store(2, 7);
        store.writeGlobal(PoolState.ACTIVE, StatefileStore.KEEP_MASTER);
        store.writeGlobal(null, 1);
        store.read(snapshot, 0);
        assertEquals(PoolState.ACTIVE, snapshot.global.poolState);
        assertEquals(1, snapshot.global.master);
        store.writeGlobal(null, GlobalSection.NO_MASTER);
        store.read(snapshot, 0);
        assertEquals(GlobalSection.NO_MASTER, snapshot.global.master);
        assertEquals(PoolState.ACTIVE, snapshot.global.poolState);
    }

    @Test
    void shouldNotChangeADamagedGlobalSectionInPart() {
        disk.bytes[60] ^= 1;
        byte[] before = disk.bytes.clone();
        assertThrows(IOException.class, () -> store(0, 1).writeGlobal(PoolState.ACTIVE, StatefileStore.KEEP_MASTER));
        assertThrows(IOException.class, () -> store(0, 1).writeGlobal(null, 0));
        assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(disk.bytes));
    }

    @Test
    void shouldMakeADamagedGlobalSectionAnewWhenItIsToldAll() throws IOException {
        disk.bytes[60] ^= 1;
        store(0, 1).writeGlobal(PoolState.ACTIVE, 2);
        StatefileSnapshot snapshot = new StatefileSnapshot();
        store(0, 1).read(snapshot, 0);
        assertEquals(SectionStatus.VALID, snapshot.globalStatus);
        assertEquals(PoolState.ACTIVE, snapshot.global.poolState);
        assertEquals(2, snapshot.global.master);
        assertEquals(3, snapshot.global.configHosts);
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
        ImageVdi interopDisk = formatted(TestPool.interop());
        assertEquals(266_240, interopDisk.sizeBytes());
        StatefileStore store = new StatefileStore(new PoolCodec(TestPool.interop(), 0), 1, disk);
        assertEquals(
                RegionStatus.NO_VALID_SLOT,
                store.readRegion(1, RegionKind.MANIFEST).status());
        assertThrows(IllegalStateException.class, () -> store.writeManifest(Manifest.initial(0)));
    }

    @Test
    void shouldShowTheSameWithOneSnapshotOrTwoInTurnAsWithANewOneEveryTime() throws IOException {
        StatefileStore reader = store(0, 1);
        StatefileStore writer = store(1, 5);
        StatefileSnapshot other = new StatefileSnapshot();
        Randoms random = new Randoms(7, 3);
        for (int round = 0; round < 300; round++) {
            disk.badPages.clear();
            switch (random.below(6)) {
                case 4 -> writeGlobalIfReadable(writer, random.below(3));
                case 0 -> writer.writeSection(random.section());
                case 1 ->
                    disk.bytes[4096 * (2 * random.below(2)) + random.below(1_200)] ^= (byte) (1 << random.below(8));
                case 2 -> disk.badPages.add(2 * random.below(2));
                default -> store(2, 9).writeSection(random.section());
            }
            StatefileSnapshot kept = random.below(2) == 0 ? snapshot : other;
            StatefileSnapshot fresh = new StatefileSnapshot();
            reader.read(kept, round);
            store(0, 1).read(fresh, round);
            assertEquals(fresh.globalStatus, kept.globalStatus);
            if (fresh.globalStatus.usable()) {
                assertEquals(Fields.of(fresh.global), Fields.of(kept.global));
            }
            for (int host = 0; host < 3; host++) {
                boolean readable = fresh.status[host] != SectionStatus.UNREADABLE;
                if (fresh.status[host].usable() || !readable) {
                    assertEquals(fresh.status[host], kept.status[host]);
                }
                if (fresh.status[host].usable()) {
                    assertEquals(Fields.of(fresh.section[host]), Fields.of(kept.section[host]));
                }
            }
        }
    }

    private static void writeGlobalIfReadable(StatefileStore writer, int master) {
        try {
            writer.writeGlobal(PoolState.ACTIVE, master);
        } catch (IOException e) {
            // Damaged in an earlier round: nothing was written.
        }
    }

    @Test
    void shouldNotDecodeASectionAgainThatDidNotMove() throws IOException {
        StatefileStore reader = store(0, 1);
        StatefileStore writer = store(1, 5);
        writer.writeSection(section(1));
        reader.read(snapshot, 0);
        // Whoever decoded these bytes would refuse them; the sums that tell a move stand as they were.
        disk.bytes[HostSectionLayout.offset(1) + HostSectionLayout.SINCE_HEARTBEAT] ^= 1;
        reader.read(snapshot, 0);
        assertEquals(SectionStatus.VALID, snapshot.status[1]);
        StatefileSnapshot fresh = new StatefileSnapshot();
        reader.read(fresh, 0);
        assertEquals(SectionStatus.CORRUPT, fresh.status[1]);
        writer.writeSection(section(2));
        reader.read(snapshot, 0);
        assertEquals(2, snapshot.section[1].sequence);
    }

    @Test
    void shouldSeeWhatAHostWritesAfterItsSectionWasUnreadable() throws IOException {
        StatefileStore reader = store(0, 1);
        store(1, 5).writeSection(section(1));
        reader.read(snapshot, 0);
        disk.badPages.add(2);
        reader.read(snapshot, 0);
        assertEquals(SectionStatus.UNREADABLE, snapshot.status[1]);
        disk.badPages.clear();
        reader.read(snapshot, 0);
        assertEquals(SectionStatus.VALID, snapshot.status[1]);
        store(1, 5).writeSection(section(2));
        reader.read(snapshot, 0);
        assertEquals(2, snapshot.section[1].sequence);
    }

    @Test
    void shouldThrowWhenUsedAfterClose() {
        StatefileStore store = store(0, 1);
        store.close();
        assertThrows(IllegalStateException.class, () -> store.read(snapshot, 0));
    }
}
