package dev.liveset.sim.xhad;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The global section, byte by byte (PROTOCOL.md §1), as the daemon last read it; a change is written back into that. */
final class GlobalMap {
    static final int BYTES = 512;

    /** What a read of the section says about the pool. */
    enum Verdict {
        VALID,
        CORRUPT,
        OTHER_VERSION,
        OTHER_GENERATION
    }

    private static final int SIGNATURE = 0x6c6f6f70;
    private static final int CHECKSUM_AT = 8;
    private static final int VERSION_AT = 12;
    private static final int VERSION = 2;
    private static final int GENERATION_AT = 28;
    private static final int STATE_AT = 60;
    private static final int MASTER_AT = 64;
    private static final int END_AT = 100;

    private ByteBuffer section = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);

    Verdict take(byte[] bytes, XhadIdentity identity) {
        ByteBuffer read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (read.getInt(0) != SIGNATURE
                || read.getInt(4) != ~SIGNATURE >> 3
                || read.getInt(CHECKSUM_AT) != sum(read, VERSION_AT, END_AT)) {
            return Verdict.CORRUPT;
        }
        if (read.getInt(VERSION_AT) != VERSION) {
            return Verdict.OTHER_VERSION;
        }
        if (!PacketMap.text(bytes, GENERATION_AT).equalsIgnoreCase(identity.generation())) {
            return Verdict.OTHER_GENERATION;
        }
        section = read;
        return Verdict.VALID;
    }

    int poolState() {
        return section.getInt(STATE_AT);
    }

    byte[] withState(int state) {
        section.putInt(STATE_AT, state);
        return sealed();
    }

    byte[] withMaster(String id) {
        section.put(MASTER_AT, PacketMap.ascii(id));
        return sealed();
    }

    private byte[] sealed() {
        section.putInt(CHECKSUM_AT, sum(section, VERSION_AT, END_AT));
        return section.array().clone();
    }

    static int sum(ByteBuffer words, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += 4) {
            sum += words.getInt(at);
        }
        return sum;
    }
}
