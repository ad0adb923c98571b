package dev.liveset.sim.xhad;

import dev.liveset.HostSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A host section, byte by byte (PROTOCOL.md §1): what the daemon last read of one host. It believes every section whose
 * signature and checksum agree, whoever it names.
 */
final class SectionMap {
    static final int BYTES = 1024;

    private static final int SIGNATURE = 0x74736f68;
    private static final int CHECKSUM_AT = 8;
    private static final int SEQUENCE_AT = 12;
    private static final int INDEX_AT = 16;
    private static final int ID_AT = 20;
    private static final int EXCLUDED_AT = 52;
    private static final int STARTING_AT = 56;
    private static final int AGES_AT = 60;
    private static final int RESTART_AT = 572;
    private static final int CURRENT_AT = 576;
    private static final int PROPOSED_AT = 584;
    private static final int HBDOMAIN_AT = 592;
    private static final int SFDOMAIN_AT = 600;
    private static final int REQUEST_AT = 608;
    private static final int GRANT_AT = 612;
    private static final int PHASE_AT = 620;
    private static final int WEIGHT_AT = 624;
    private static final int END_AT = 628;
    private static final int END = 0x68646e65;

    private ByteBuffer section = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);

    static long offset(int host) {
        return 4096L + 4096L * host;
    }

    /** Takes what was read; returns false and keeps the former when it is corrupt. */
    boolean take(byte[] bytes) {
        ByteBuffer read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (read.getInt(0) != SIGNATURE
                || read.getInt(4) != ~SIGNATURE >> 3
                || read.getInt(CHECKSUM_AT) != GlobalMap.sum(read, SEQUENCE_AT, END_AT)) {
            return false;
        }
        section = read;
        return true;
    }

    /** The own section to be written: the fields new, everything else as it was last read. */
    byte[] write(Memory memory, int sequence, long now) {
        byte[] bytes = section.array().clone();
        ByteBuffer own = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        own.putInt(0, SIGNATURE).putInt(4, ~SIGNATURE >> 3);
        own.putInt(SEQUENCE_AT, sequence).putInt(INDEX_AT, memory.self);
        own.put(ID_AT, PacketMap.ascii(memory.identity.hosts().get(memory.self)));
        own.putInt(EXCLUDED_AT, HostSet.contains(memory.excluded, memory.self) ? 1 : 0);
        own.putInt(STARTING_AT, memory.starting ? 1 : 0);
        for (int host = 0; host < memory.hosts; host++) {
            own.putInt(AGES_AT + 4 * host, PacketMap.age(memory.heardMillis[host], now));
            own.putInt(AGES_AT + 4 * (HostSet.MAX_HOSTS + host), PacketMap.age(memory.movedMillis[host], now));
        }
        own.putInt(RESTART_AT, -1);
        own.putLong(CURRENT_AT, memory.current).putLong(PROPOSED_AT, memory.proposed);
        own.putLong(HBDOMAIN_AT, memory.hbdomain).putLong(SFDOMAIN_AT, memory.sfdomain);
        own.putInt(REQUEST_AT, memory.lockRequest[memory.self] ? 1 : 0);
        own.putLong(GRANT_AT, memory.lockGrant[memory.self]);
        own.putInt(PHASE_AT, memory.phase).putInt(WEIGHT_AT, memory.committedWeight);
        own.putInt(END_AT, END);
        own.putInt(CHECKSUM_AT, GlobalMap.sum(own, SEQUENCE_AT, END_AT));
        return bytes;
    }

    int sequence() {
        return section.getInt(SEQUENCE_AT);
    }

    boolean excluded() {
        return section.getInt(EXCLUDED_AT) != 0;
    }

    boolean starting() {
        return section.getInt(STARTING_AT) != 0;
    }

    long current() {
        return section.getLong(CURRENT_AT);
    }

    long hbdomain() {
        return section.getLong(HBDOMAIN_AT);
    }

    long sfdomain() {
        return section.getLong(SFDOMAIN_AT);
    }

    boolean lockRequest() {
        return section.getInt(REQUEST_AT) != 0;
    }

    long lockGrant() {
        return section.getLong(GRANT_AT);
    }

    int phase() {
        return section.getInt(PHASE_AT);
    }

    int weight() {
        return section.getInt(WEIGHT_AT);
    }
}
