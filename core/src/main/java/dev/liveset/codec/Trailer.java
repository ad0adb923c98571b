package dev.liveset.codec;

/** Writes and checks our trailer (see {@link TrailerLayout}) behind a section or packet. */
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
    void begin(CheckedMemory memory, int at, int magic, long incarnation, long sequence) {
        memory.zero(at, TrailerLayout.BYTES);
        memory.putInt(at + TrailerLayout.MAGIC, magic);
        memory.putInt(at + TrailerLayout.VERSION, TrailerLayout.VERSION_VALUE);
        memory.putLong(at + TrailerLayout.INCARNATION, incarnation);
        memory.putLong(at + TrailerLayout.SEQUENCE, sequence);
        ids.generation.putBinary(memory, at + TrailerLayout.GENERATION);
    }

    /** Closes the record that began at {@code recordBegin}: nothing of it may change any more. */
    void seal(CheckedMemory memory, int recordBegin, int at) {
        seal.put(memory, recordBegin, at + TrailerLayout.CRC, at + TrailerLayout.BYTES, 0);
    }

    Found check(CheckedMemory memory, int recordBegin, int at, int magic) {
        if (memory.getInt(at + TrailerLayout.MAGIC) != magic) {
            return Found.MISSING;
        }
        Seal.Verdict sealed = seal.check(memory, recordBegin, at + TrailerLayout.CRC, at + TrailerLayout.BYTES, 0);
        int version = memory.getInt(at + TrailerLayout.VERSION);
        if (sealed == Seal.Verdict.CORRUPT || version < TrailerLayout.VERSION_VALUE) {
            return Found.CORRUPT;
        }
        if (version > TrailerLayout.VERSION_VALUE) {
            return Found.WRONG_VERSION;
        }
        return sealed == Seal.Verdict.FORGED ? Found.FORGED : checkFields(memory, at);
    }

    private Found checkFields(CheckedMemory memory, int at) {
        if (!ids.generation.matchesBinary(memory, at + TrailerLayout.GENERATION)) {
            return Found.WRONG_GENERATION;
        }
        boolean sane = memory.getLong(at + TrailerLayout.INCARNATION) >= 0
                && memory.getLong(at + TrailerLayout.SEQUENCE) >= 0
                && memory.getLong(at + TrailerLayout.REGION_SEQUENCE) >= 0
                && memory.getInt(at + TrailerLayout.WATCHDOG_TIMEOUT) >= 0
                && memory.getInt(at + TrailerLayout.ZERO) == 0;
        return sane ? Found.VALID : Found.CORRUPT;
    }
}
