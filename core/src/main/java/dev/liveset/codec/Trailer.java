package dev.liveset.codec;

/**
 * Writes and checks our trailer (see {@link TrailerLayout}) behind a section or packet: {@code record} is where the page
 * of that begins, {@code at} where in it the trailer lies.
 */
final class Trailer {
    /** What was found where a trailer belongs. */
    enum Found {
        VALID,
        MISSING,
        WRONG_VERSION,
        WRONG_GENERATION,
        CORRUPT,
        FORGED
    }

    private final PoolIds ids;
    private final Seal seal;

    Trailer(PoolIds ids, Seal seal) {
        this.ids = ids;
        this.seal = seal;
    }

    /** Writes the frame and the fields that every trailer has; the others are zero until put. */
    void begin(CheckedMemory memory, int record, int at, int magic, long incarnation, long sequence) {
        memory.zero(record + at, TrailerLayout.BYTES);
        memory.putInt(record, at + TrailerLayout.MAGIC, magic);
        memory.putInt(record, at + TrailerLayout.VERSION, TrailerLayout.VERSION_VALUE);
        memory.putLong(record, at + TrailerLayout.INCARNATION, incarnation);
        memory.putLong(record, at + TrailerLayout.SEQUENCE, sequence);
        ids.generation.putBinary(memory, record + at + TrailerLayout.GENERATION);
    }

    /** Closes the record: nothing of it may change any more. */
    void seal(CheckedMemory memory, int record, int at) {
        seal.put(memory, record, record + at + TrailerLayout.CRC, record + at + TrailerLayout.BYTES, 0);
    }

    /** Whether the key that signs sealed the valid record. */
    boolean isCurrent(CheckedMemory memory, int record, int at) {
        return seal.isCurrent(memory, record, record + at + TrailerLayout.CRC, record + at + TrailerLayout.BYTES, 0);
    }

    Found check(CheckedMemory memory, int record, int at, int magic) {
        if (memory.getInt(record, at + TrailerLayout.MAGIC) != magic) {
            return Found.MISSING;
        }
        Seal.Verdict sealed =
                seal.check(memory, record, record + at + TrailerLayout.CRC, record + at + TrailerLayout.BYTES, 0);
        int version = memory.getInt(record, at + TrailerLayout.VERSION);
        if (sealed == Seal.Verdict.CORRUPT || version < TrailerLayout.VERSION_VALUE) {
            return Found.CORRUPT;
        }
        if (version > TrailerLayout.VERSION_VALUE) {
            return Found.WRONG_VERSION;
        }
        return sealed == Seal.Verdict.FORGED ? Found.FORGED : checkFields(memory, record, at);
    }

    private Found checkFields(CheckedMemory memory, int record, int at) {
        if (!ids.generation.matchesBinary(memory, record + at + TrailerLayout.GENERATION)) {
            return Found.WRONG_GENERATION;
        }
        boolean sane = memory.getLong(record, at + TrailerLayout.INCARNATION) >= 0
                && memory.getLong(record, at + TrailerLayout.SEQUENCE) >= 0
                && memory.getLong(record, at + TrailerLayout.REGION_SEQUENCE) >= 0
                && memory.getInt(record, at + TrailerLayout.WATCHDOG_TIMEOUT) >= 0
                && memory.getInt(record, at + TrailerLayout.ZERO) == 0;
        return sane ? Found.VALID : Found.CORRUPT;
    }
}
