package dev.liveset.sim.xhad;

import dev.liveset.HostSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The heartbeat packet, byte by byte (PROTOCOL.md §2). A longer datagram is cut; the checksum stays 0. */
final class PacketMap {
    static final int BYTES = 744;

    private static final int SIGNATURE = 0x68616878;
    private static final int SIZE_AT = 12;
    private static final int GENERATION_AT = 16;
    private static final int ID_AT = 48;
    private static final int INDEX_AT = 80;
    private static final int SETS_AT = 84;
    private static final int AGES_AT = 116;
    private static final int RESTART_AT = 628;
    private static final int PHASE_AT = 632;
    private static final int ACCESS_AT = 737;
    private static final int ACCELERATE_AT = 739;
    private static final int FENCE_AT = 740;
    private static final int SR2_AT = 741;
    private static final int JOINING_AT = 742;

    int sequence;
    int index;
    long current;
    long proposed;
    long hbdomain;
    long sfdomain;
    int phase;
    boolean accelerate;
    boolean fenceRequest;
    boolean sr2;
    boolean joining;

    static byte[] write(Memory memory, int sequence, long now) {
        byte[] bytes = new byte[BYTES];
        ByteBuffer packet = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        packet.putInt(SIGNATURE).putInt(0).putInt(sequence).putInt(BYTES);
        packet.put(ascii(memory.identity.generation()))
                .put(ascii(memory.identity.hosts().get(memory.self)));
        packet.putInt(memory.self);
        packet.putLong(memory.current).putLong(memory.proposed).putLong(memory.hbdomain);
        packet.putLong(memory.sfdomain);
        for (int host = 0; host < memory.hosts; host++) {
            packet.putInt(AGES_AT + 4 * host, age(memory.heardMillis[host], now));
            packet.putInt(AGES_AT + 4 * (HostSet.MAX_HOSTS + host), age(memory.movedMillis[host], now));
        }
        packet.putInt(RESTART_AT, -1);
        packet.putInt(PHASE_AT, memory.phase);
        packet.put(ACCESS_AT, flag(memory.access));
        packet.put(ACCELERATE_AT, flag(memory.wantsAcceleration));
        packet.put(FENCE_AT, flag(memory.fenceRequest));
        packet.put(SR2_AT, flag(memory.sr2));
        packet.put(JOINING_AT, flag(memory.joining));
        return bytes;
    }

    /**
     * Takes the packet apart. Returns whether the daemon takes it; an index beyond all hosts throws
     * {@link IndexOutOfBoundsException}, where the original reads memory that is not its own.
     */
    boolean read(byte[] bytes, int length, XhadIdentity identity) {
        if (length < BYTES) {
            return false;
        }
        ByteBuffer packet = ByteBuffer.wrap(bytes, 0, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        index = packet.getInt(INDEX_AT);
        boolean ours = packet.getInt(0) == SIGNATURE
                && packet.getInt(SIZE_AT) == BYTES
                && text(bytes, GENERATION_AT).equalsIgnoreCase(identity.generation());
        if (!ours) {
            return false;
        }
        if (index < 0 || index >= HostSet.MAX_HOSTS) {
            throw new IndexOutOfBoundsException("host index " + index);
        }
        if (index >= identity.count()
                || !text(bytes, ID_AT).equalsIgnoreCase(identity.hosts().get(index))) {
            return false;
        }
        sequence = packet.getInt(8);
        current = packet.getLong(SETS_AT);
        proposed = packet.getLong(SETS_AT + 8);
        hbdomain = packet.getLong(SETS_AT + 16);
        sfdomain = packet.getLong(SETS_AT + 24);
        phase = packet.getInt(PHASE_AT);
        accelerate = bytes[ACCELERATE_AT] != 0;
        fenceRequest = bytes[FENCE_AT] != 0;
        sr2 = bytes[SR2_AT] != 0;
        joining = bytes[JOINING_AT] != 0;
        return true;
    }

    static int age(long then, long now) {
        return then < 0 ? -1 : (int) (now - then);
    }

    static byte[] ascii(String id) {
        return id.getBytes(StandardCharsets.US_ASCII);
    }

    static String text(byte[] bytes, int at) {
        return new String(bytes, at, 32, StandardCharsets.US_ASCII);
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }
}
