package dev.liveset.codec;

import static dev.liveset.codec.SlotLayout.CONTENT;
import static dev.liveset.codec.SlotLayout.CONTENT_BYTES;
import static dev.liveset.codec.SlotLayout.CRC;
import static dev.liveset.codec.SlotLayout.GENERATION;
import static dev.liveset.codec.SlotLayout.HOST_ID;
import static dev.liveset.codec.SlotLayout.INCARNATION;
import static dev.liveset.codec.SlotLayout.MAGIC;
import static dev.liveset.codec.SlotLayout.SEALED_REST;
import static dev.liveset.codec.SlotLayout.SEQUENCE;
import static dev.liveset.codec.SlotLayout.VERSION;
import static dev.liveset.codec.SlotLayout.VERSION_VALUE;

import dev.liveset.recovery.RegionKind;

/** Closes and checks slots of the extension area; the map is {@link SlotLayout}. What a slot holds is not its business. */
final class SlotCodec {
    private final PoolIds ids;
    private final Seal seal;

    SlotCodec(PoolIds ids, Seal seal) {
        this.ids = ids;
        this.seal = seal;
    }

    /** Writes the header before content that is already in place, and zeros behind it; returns the bytes to write, whole pages. */
    int close(CheckedMemory memory, int at, RegionKind kind, int host, long incarnation, long sequence, int content) {
        int end = CONTENT + content;
        int pages = Geometry.toPages(end);
        memory.zero(at, CONTENT);
        memory.zero(at + end, pages - end);
        memory.putInt(at + MAGIC, SlotLayout.magic(kind));
        memory.putInt(at + VERSION, VERSION_VALUE);
        ids.generation.putBinary(memory, at + GENERATION);
        ids.host(host).putBinary(memory, at + HOST_ID);
        memory.putLong(at + INCARNATION, incarnation);
        memory.putLong(at + SEQUENCE, sequence);
        memory.putInt(at + CONTENT_BYTES, content);
        seal.put(memory, at, at + CRC, at + SEALED_REST, end - SEALED_REST);
        return pages;
    }

    /** Whether a slot of this generation and host lies there undamaged and authentic. */
    boolean isValid(CheckedMemory memory, int at, int slotBytes, RegionKind kind, int host) {
        int content = memory.getInt(at + CONTENT_BYTES);
        return memory.getInt(at + MAGIC) == SlotLayout.magic(kind)
                && memory.getInt(at + VERSION) == VERSION_VALUE
                && ids.generation.matchesBinary(memory, at + GENERATION)
                && ids.host(host).matchesBinary(memory, at + HOST_ID)
                && content >= 0
                && content <= slotBytes - CONTENT
                && memory.getLong(at + INCARNATION) >= 0
                && memory.getLong(at + SEQUENCE) >= 0
                && sealed(memory, at) == Seal.Verdict.AUTHENTIC;
    }

    /** What vouches for a slot whose stated content lies inside it. */
    Seal.Verdict sealed(CheckedMemory memory, int at) {
        int content = memory.getInt(at + CONTENT_BYTES);
        return seal.check(memory, at, at + CRC, at + SEALED_REST, CONTENT + content - SEALED_REST);
    }

    /** Seals a valid slot anew unless the key that signs sealed it; returns the bytes to write, 0 for none. */
    int reseal(CheckedMemory memory, int at) {
        int end = CONTENT + memory.getInt(at + CONTENT_BYTES);
        if (seal.isCurrent(memory, at, at + CRC, at + SEALED_REST, end - SEALED_REST)) {
            return 0;
        }
        seal.put(memory, at, at + CRC, at + SEALED_REST, end - SEALED_REST);
        return Geometry.toPages(end);
    }

    /** Whether the first slot was written after the second, by incarnation and then sequence. */
    static boolean isNewer(CheckedMemory memory, int first, int second) {
        long left = memory.getLong(first + INCARNATION);
        long right = memory.getLong(second + INCARNATION);
        return left != right ? left > right : memory.getLong(first + SEQUENCE) > memory.getLong(second + SEQUENCE);
    }
}
