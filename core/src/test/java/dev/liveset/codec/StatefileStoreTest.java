package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatefileStoreTest {
    private static final int MAX_VMS = 8;
    private static final PoolConfig POOL = TestPool.strict();

    private final ImageVdi disk = ImageVdi.formatted(POOL, MAX_VMS);
    private final StatefileSnapshot snapshot = new StatefileSnapshot();

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
        section.excludedHosts = 0b100;
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
        assertEquals(0b100, seen.excludedHosts);
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
