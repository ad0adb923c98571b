package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key of an armed pool is changed host by host, in the three steps of {@link PoolKeys}; nobody ever goes unheard. */
class KeyChangeTest {
    private static final PoolConfig POOL = TestPool.strict();
    private static final int HOSTS = 3;
    private static final byte[] OLD = "the old key of the pool".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW = "the new key of the pool".getBytes(StandardCharsets.US_ASCII);
    private static final List<PoolKeys> STEPS =
            List.of(PoolKeys.of(OLD), PoolKeys.of(OLD, NEW), PoolKeys.of(NEW, OLD), PoolKeys.of(NEW));

    private final ImageVdi disk = ImageVdi.ofSize(StatefileFormat.sizeBytes(POOL, 1));
    private final PoolKeys[] keys = new PoolKeys[HOSTS];
    private final ByteBuffer datagram = ByteBuffer.allocate(PoolCodec.PACKET_BYTES);
    private int beats;

    @BeforeEach
    void format() throws IOException {
        StatefileFormat.format(disk, POOL, 1, STEPS.get(0));
        Arrays.fill(keys, STEPS.get(0));
    }

    /** Everybody beats on both channels and writes its manifest and the global section; says what one host makes of another's. */
    private String heard(int by, int from) throws IOException {
        HeartbeatMessage beat = new HeartbeatMessage();
        beat.hostIndex = from;
        beat.incarnation = 5;
        beat.longSequence = ++beats;
        HostSection section = new HostSection();
        section.sequence = beats;
        section.weight = 1;
        section.incarnation = 5;
        section.longSequence = beats;
        try (PoolCodec sender = new PoolCodec(POOL, from, keys[from]);
                StatefileStore writer = new StatefileStore(new PoolCodec(POOL, from, keys[from]), 5, disk);
                PoolCodec receiver = new PoolCodec(POOL, by, keys[by]);
                StatefileStore reader = new StatefileStore(new PoolCodec(POOL, by, keys[by]), 5, disk)) {
            sender.encodeHeartbeat(beat, datagram);
            writer.writeSection(section);
            writer.writeManifest(Samples.manifest(from, 5, beats, 1));
            writer.writeGlobal(PoolState.ACTIVE, from);
            StatefileSnapshot snapshot = new StatefileSnapshot(HOSTS);
            reader.read(snapshot, 0);
            return receiver.decodeHeartbeat(datagram, from, new HeartbeatMessage()) + " " + snapshot.status[from]
                    + " " + snapshot.globalStatus + " "
                    + reader.readRegion(from, RegionKind.MANIFEST).status();
        }
    }

    private void start(int host, PoolKeys with) throws IOException {
        keys[host] = with;
        try (StatefileStore store = new StatefileStore(new PoolCodec(POOL, host, with), 5, disk)) {
            store.reseal();
        }
    }

    private void everybodyHearsEverybody() throws IOException {
        String well = PacketStatus.ACCEPTED + " " + SectionStatus.VALID + " " + SectionStatus.VALID + " "
                + RegionStatus.VALID;
        for (int by = 0; by < HOSTS; by++) {
            for (int from = 0; from < HOSTS; from++) {
                if (by != from) {
                    assertEquals(well, heard(by, from), by + " of " + from);
                }
            }
        }
    }

    @Test
    void shouldHearEverybodyAtEveryPointOfAChangeHostByHost() throws IOException {
        PoolTable table = Samples.table(64, 1, 1);
        for (int host = 0; host < HOSTS; host++) {
            try (StatefileStore store = new StatefileStore(new PoolCodec(POOL, host, keys[host]), 5, disk)) {
                store.writeTable(table, 1); // and never again
            }
        }
        everybodyHearsEverybody();
        for (PoolKeys step : STEPS.subList(1, STEPS.size())) {
            for (int host = 0; host < HOSTS; host++) {
                start(host, step);
                everybodyHearsEverybody();
                try (StatefileStore reader = new StatefileStore(new PoolCodec(POOL, host, keys[host]), 5, disk)) {
                    for (int other = 0; other < HOSTS; other++) {
                        assertEquals(
                                new RegionContent(RegionStatus.VALID, table),
                                reader.readRegion(other, RegionKind.MASTER));
                    }
                }
            }
        }
    }

    @Test
    void shouldWriteNothingAtAStartWithoutAChangeOfKeys() throws IOException {
        byte[] before = disk.bytes.clone();
        start(0, STEPS.get(0));
        start(1, STEPS.get(1));
        start(2, PoolKeys.none());
        assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(disk.bytes));
    }

    @Test
    void shouldSealEverySlotAnewWithoutChangingWhatItSays() throws IOException {
        try (StatefileStore store = new StatefileStore(new PoolCodec(POOL, 1, keys[1]), 5, disk)) {
            store.writeManifest(Samples.manifest(1, 5, 7, 1));
            store.writeTable(Samples.table(64, 1, 1), 8);
        }
        start(1, STEPS.get(2));
        try (StatefileStore reader = new StatefileStore(new PoolCodec(POOL, 0, STEPS.get(3)), 5, disk)) {
            StatefileSnapshot snapshot = new StatefileSnapshot(HOSTS);
            reader.read(snapshot, 0);
            assertEquals(SectionStatus.VALID, snapshot.globalStatus);
            assertEquals(PoolState.INIT, snapshot.global.poolState);
            assertEquals(
                    Samples.manifest(1, 5, 7, 1),
                    reader.readRegion(1, RegionKind.MANIFEST).content());
            assertEquals(
                    Samples.table(64, 1, 1),
                    reader.readRegion(1, RegionKind.MASTER).content());
        }
    }

    @Test
    void shouldNotBelieveAHostThatStillSignsWithAKeyThatWasDropped() throws IOException {
        Arrays.fill(keys, STEPS.get(3));
        keys[1] = STEPS.get(0);
        assertEquals("UNTRUSTED UNTRUSTED UNTRUSTED NO_VALID_SLOT", heard(0, 1));
    }

    @Test
    void shouldReadAfterTheChangeWhatWasSignedBeforeItUntilTheOldKeyIsDropped() throws IOException {
        heard(0, 1);
        StatefileSnapshot snapshot = new StatefileSnapshot(HOSTS);
        List<SectionStatus> read = STEPS.stream()
                .map(step -> {
                    try (StatefileStore reader = new StatefileStore(new PoolCodec(POOL, 0, step), 5, disk)) {
                        reader.read(snapshot, 0);
                        return snapshot.status[1];
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertEquals(
                List.of(SectionStatus.VALID, SectionStatus.VALID, SectionStatus.VALID, SectionStatus.UNTRUSTED), read);
    }
}
