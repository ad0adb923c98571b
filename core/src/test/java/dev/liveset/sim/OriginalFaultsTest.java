package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.codec.PoolCodec;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Faults that were shown on the original, on its model; and the same done to our hosts, which it does not harm. */
class OriginalFaultsTest {
    private static final int XHAD_BYTES = 744;
    private static final int INDEX_AT = 80;
    private static final int NOBODYS_ADDRESS = -1;

    private static XhadBench pool(boolean original) {
        return new XhadBench(SimPools.interop(3), original, 1).started();
    }

    /** A heartbeat of host 1 as xhad sends it, made by somebody else. */
    private static byte[] forged(XhadBench bench, Consumer<HeartbeatMessage> change) {
        HeartbeatMessage message = new HeartbeatMessage();
        message.hostIndex = 1;
        message.sequence = 1 << 30;
        message.currentLiveset = bench.all;
        message.proposedLiveset = bench.all;
        message.hbdomain = bench.all;
        message.sfdomain = bench.all;
        message.phase = 1;
        change.accept(message);
        ByteBuffer packet = ByteBuffer.allocate(PoolCodec.PACKET_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (PoolCodec codec = new PoolCodec(bench.pool.config(), 1)) {
            codec.encodeHeartbeat(message, packet);
        }
        return packet.array();
    }

    private static void arrives(XhadBench bench, byte[] datagram) {
        bench.pool.host(0).receive(datagram, XHAD_BYTES, NOBODYS_ADDRESS);
    }

    private static byte[] withIndex(byte[] datagram, int index) {
        ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN).putInt(INDEX_AT, index);
        return datagram;
    }

    @Test
    void shouldDieOfOneDatagramWithAHugeIndexWhereOursRefusesIt() {
        try (XhadBench bench = pool(true)) {
            arrives(bench, withIndex(forged(bench, message -> {}), 1 << 20));
            assertFalse(bench.pool.host(0).agentRuns());
            bench.until(() -> bench.died(0b001));
        }
        try (XhadBench bench = pool(false)) {
            for (int index : new int[] {3, 63, 64, 1 << 20, -1, Integer.MIN_VALUE}) {
                arrives(bench, withIndex(forged(bench, message -> {}), index));
            }
            goesOn(bench);
        }
    }

    @Test
    void shouldIgnoreAnIndexThatIsALittleTooLarge() {
        try (XhadBench bench = pool(true)) {
            arrives(bench, withIndex(forged(bench, message -> {}), 3));
            goesOn(bench);
        }
    }

    @Test
    void shouldObeyAForgedFenceRequestWhereOursLooksAtTheAddress() {
        Consumer<HeartbeatMessage> request = message -> {
            message.fenceRequest = true;
            message.proposedLiveset = 0b110;
        };
        try (XhadBench bench = pool(true)) {
            arrives(bench, forged(bench, request));
            assertTrue(bench.died(0b001));
        }
        try (XhadBench bench = pool(false)) {
            arrives(bench, forged(bench, request));
            goesOn(bench);
        }
    }

    @Test
    void shouldHearNothingMoreOfAHostAfterAForgedSequenceWhereOursDoes() {
        try (XhadBench bench = pool(true)) {
            arrives(bench, forged(bench, message -> {}));
            bench.until(() -> bench.pool.host(0).published().hbdomain == 0b101);
            bench.until(() -> bench.pool.tally().died() != 0);
        }
        try (XhadBench bench = pool(false)) {
            arrives(bench, forged(bench, message -> {}));
            goesOn(bench);
        }
    }

    @Test
    void shouldEndEverySurvivorByOneBadBlockOfADeadHostWhereOursGoOn() {
        for (long xhads : new long[] {0b111, 0b000, 0b001}) {
            try (XhadBench bench = new XhadBench(SimPools.interop(3), xhads, 1).started()) {
                bench.pool.host(2).powerOff();
                bench.until(() -> bench.agreed(0b011));
                bench.pool.disk().rot(4096 + 2 * 4096 + 600, 3);
                bench.run(60);
                assertEquals(
                        0b100 | xhads,
                        bench.pool.tally().died(),
                        () -> String.join("\n", bench.pool.log().lines()));
            }
        }
    }

    private static void goesOn(XhadBench bench) {
        bench.run(30);
        assertTrue(
                bench.online(bench.all),
                () -> String.join("\n", bench.pool.log().lines()));
        assertEquals(0, bench.pool.tally().died());
    }
}
