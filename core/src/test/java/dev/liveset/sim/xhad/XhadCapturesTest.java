package dev.liveset.sim.xhad;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.codec.Captures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model's byte maps on statefiles and heartbeats of a real pool; skipped where the captures are not. */
class XhadCapturesTest {
    private static final XhadIdentity HOST_1 = new XhadIdentity(
            "c0ffee001234456789abcdef01234567",
            List.of(
                    "10000000111142228333444444444400",
                    "11010101111142228333444444444401",
                    "12020202111142228333444444444402"),
            1);
    private static final XhadTimings TIMINGS = new XhadTimings(1, 5, 1, 5, 5, 7, 20, 20);

    private static SectionMap section(byte[] statefile, int host) {
        int at = (int) SectionMap.offset(host);
        SectionMap section = new SectionMap();
        assertTrue(section.take(Arrays.copyOfRange(statefile, at, at + SectionMap.BYTES)));
        return section;
    }

    @Test
    void shouldReadARealPoolThatHasLostAHost() {
        byte[] statefile = Captures.read("07-host2-removed/statefile.bin");
        GlobalMap global = new GlobalMap();
        byte[] first = Arrays.copyOf(statefile, GlobalMap.BYTES);
        assertEquals(GlobalMap.Verdict.VALID, global.take(first, HOST_1));
        assertEquals(Memory.ACTIVE, global.poolState());
        for (int host = 0; host < 2; host++) {
            SectionMap section = section(statefile, host);
            assertEquals(0b011, section.current());
            assertEquals(0b011, section.hbdomain());
            assertEquals(0b011, section.sfdomain());
            assertEquals(PhaseNumber.STARTED, section.phase());
            assertEquals(1, section.weight());
            assertFalse(section.starting() || section.excluded());
        }
        assertEquals(0b111, section(statefile, 2).current(), "the last it wrote");
    }

    @Test
    void shouldReadTheMasterLockOfARealPool() {
        byte[] statefile = Captures.read("04-active-master-host1/statefile.bin");
        for (int host = 0; host < 3; host++) {
            assertEquals(host == 1, section(statefile, host).lockRequest());
            assertEquals(0b010, section(statefile, host).lockGrant() & 0b111);
        }
    }

    @Test
    void shouldWriteTheSameSectionAsTheRealHostThatWasInTheSameState() {
        byte[] statefile = Captures.read("04-active-master-host1/statefile.bin");
        int at = (int) SectionMap.offset(1);
        byte[] real = Arrays.copyOfRange(statefile, at, at + SectionMap.BYTES);
        ByteBuffer fields = ByteBuffer.wrap(real).order(ByteOrder.LITTLE_ENDIAN);
        Memory memory = new Memory(HOST_1, TIMINGS);
        memory.phase = PhaseNumber.STARTED;
        memory.current = memory.proposed = memory.hbdomain = memory.sfdomain = 0b111;
        memory.committedWeight = 1;
        memory.lockRequest[1] = true;
        memory.lockGrant[1] = fields.getLong(612);
        long now = 1_000_000;
        for (int host = 0; host < 3; host++) {
            memory.heardMillis[host] = now - fields.getInt(60 + 4 * host);
            memory.movedMillis[host] = now - fields.getInt(316 + 4 * host);
        }
        assertArrayEquals(real, section(statefile, 1).write(memory, fields.getInt(12), now));
    }

    @Test
    void shouldTakeEveryRealHeartbeat() {
        byte[] capture = Captures.read("heartbeats-3hosts-10s.pcap");
        ByteBuffer file = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        PacketMap packet = new PacketMap();
        int taken = 0;
        for (int at = 24; at < capture.length; ) {
            int length = file.getInt(at + 8);
            byte[] datagram = Arrays.copyOfRange(capture, at + 16 + 42, at + 16 + length);
            assertTrue(packet.read(datagram, datagram.length, HOST_1));
            assertEquals(0b111, packet.current & packet.proposed & packet.hbdomain & packet.sfdomain);
            assertEquals(PhaseNumber.STARTED, packet.phase);
            taken++;
            at += 16 + length;
        }
        assertEquals(60, taken);
    }
}
