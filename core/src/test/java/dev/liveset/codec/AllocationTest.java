package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.AllocatedBytes;
import dev.liveset.PoolConfig;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The steady state allocates nothing, signed or not. */
class AllocationTest {
    private static final int ROUNDS = 2_000;
    private static final PoolKeys KEYS = PoolKeys.of("a secret of 16 b".getBytes(StandardCharsets.US_ASCII));

    private interface Round {
        void run() throws IOException;
    }

    private static void assertAllocatesNothing(Round round) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        long before = AllocatedBytes.now();
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        long allocated = AllocatedBytes.now() - before;
        assertTrue(allocated < ROUNDS, allocated + " bytes in " + ROUNDS + " rounds");
    }

    @Test
    void shouldAllocateNothingPerStatefileCycle() throws IOException {
        PoolConfig pool = TestPool.ofSize(64, PoolConfig.Mode.STRICT);
        ImageVdi disk = ImageVdi.ofSize(StatefileFormat.sizeBytes(pool, 1));
        StatefileFormat.format(disk, pool, 1, KEYS);
        StatefileStore store = new StatefileStore(new PoolCodec(pool, 1, KEYS), 5, disk);
        StatefileSnapshot snapshot = new StatefileSnapshot();
        HostSection section = new Randoms(1, 64).section();
        assertAllocatesNothing(() -> {
            section.sequence++;
            section.longSequence = section.sequence & 0xffffffffL;
            store.writeSection(section);
            store.read(snapshot, 0);
        });
        assertTrue(snapshot.section[1].sequence == section.sequence);
    }

    @Test
    void shouldAllocateNothingPerHeartbeat() throws IOException {
        PoolCodec sender = new PoolCodec(TestPool.strict(), 1, KEYS);
        PoolCodec receiver = new PoolCodec(TestPool.strict(), 0, KEYS);
        HeartbeatMessage message = new Randoms(2, 3).message(1);
        HeartbeatMessage seen = new HeartbeatMessage();
        ByteBuffer packet = ByteBuffer.allocateDirect(PoolCodec.PACKET_BYTES);
        assertAllocatesNothing(() -> {
            message.sequence++;
            sender.encodeHeartbeat(message, packet);
            receiver.decodeHeartbeat(packet, 1, seen);
        });
        assertTrue(seen.sequence == message.sequence);
    }
}
