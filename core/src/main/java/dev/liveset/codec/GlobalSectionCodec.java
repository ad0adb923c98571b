package dev.liveset.codec;

import static dev.liveset.codec.GlobalSectionLayout.CHECKSUM;
import static dev.liveset.codec.GlobalSectionLayout.CONFIG_HOSTS;
import static dev.liveset.codec.GlobalSectionLayout.END_MARKER;
import static dev.liveset.codec.GlobalSectionLayout.END_MARKER_VALUE;
import static dev.liveset.codec.GlobalSectionLayout.GENERATION;
import static dev.liveset.codec.GlobalSectionLayout.LENGTH_GLOBAL;
import static dev.liveset.codec.GlobalSectionLayout.LENGTH_HOST;
import static dev.liveset.codec.GlobalSectionLayout.MASTER;
import static dev.liveset.codec.GlobalSectionLayout.MAX_HOSTS;
import static dev.liveset.codec.GlobalSectionLayout.POOL_STATE;
import static dev.liveset.codec.GlobalSectionLayout.SECTION_BYTES;
import static dev.liveset.codec.GlobalSectionLayout.SIGNATURE;
import static dev.liveset.codec.GlobalSectionLayout.SIGNATURE_INVERTED;
import static dev.liveset.codec.GlobalSectionLayout.SIGNATURE_INVERTED_VALUE;
import static dev.liveset.codec.GlobalSectionLayout.SIGNATURE_VALUE;
import static dev.liveset.codec.GlobalSectionLayout.TRAILER;
import static dev.liveset.codec.GlobalSectionLayout.VERSION;
import static dev.liveset.codec.GlobalSectionLayout.VERSION_VALUE;

import dev.liveset.HostSet;
import dev.liveset.PoolState;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.SectionStatus;

/** Encodes, validates and decodes the global section; the map is {@link GlobalSectionLayout}. */
@SuppressWarnings("EnumOrdinal") // The ordinals are the numbers on disk.
final class GlobalSectionCodec {
    private static final PoolState[] STATES = PoolState.values();

    private final PoolIds ids;
    private final Trailer trailer;

    GlobalSectionCodec(PoolIds ids, Trailer trailer) {
        this.ids = ids;
        this.trailer = trailer;
    }

    /**
     * Writes the whole section.
     *
     * @param incarnation of the host that writes, 0 for the formatter
     * @param sequence one above what stood there before
     */
    void encode(GlobalSection from, long incarnation, long sequence, CheckedMemory memory, int at) {
        memory.zero(at, SECTION_BYTES);
        memory.putInt(at, SIGNATURE, SIGNATURE_VALUE);
        memory.putInt(at, SIGNATURE_INVERTED, SIGNATURE_INVERTED_VALUE);
        memory.putInt(at, VERSION, VERSION_VALUE);
        memory.putInt(at, LENGTH_GLOBAL, SECTION_BYTES);
        memory.putInt(at, LENGTH_HOST, SECTION_BYTES);
        memory.putInt(at, MAX_HOSTS, HostSet.MAX_HOSTS);
        ids.generation.putAscii(memory, at, GENERATION);
        memory.putInt(at, POOL_STATE, from.poolState.ordinal());
        if (ids.isHost(from.master)) {
            ids.host(from.master).putAscii(memory, at, MASTER);
        } else {
            DiskId.putAsciiZeros(memory, at + MASTER);
        }
        memory.putInt(at, CONFIG_HOSTS, from.configHosts);
        memory.putInt(at, END_MARKER, END_MARKER_VALUE);
        memory.putInt(at, CHECKSUM, memory.sumWords(at, VERSION, END_MARKER));
        trailer.begin(memory, at, TRAILER, TrailerLayout.GLOBAL_MAGIC, incarnation, sequence);
        trailer.seal(memory, at, TRAILER);
    }

    /** Changes the state in a valid section and nothing else; a trailer that vouches for it is sealed anew. */
    void changeState(CheckedMemory memory, int at, PoolState state) {
        boolean ours = trailer.check(memory, at, TRAILER, TrailerLayout.GLOBAL_MAGIC) == Trailer.Found.VALID;
        memory.putInt(at, POOL_STATE, state.ordinal());
        memory.putInt(at, CHECKSUM, memory.sumWords(at, VERSION, END_MARKER));
        if (ours) {
            int sequence = TRAILER + TrailerLayout.SEQUENCE;
            memory.putLong(at, sequence, memory.getLong(at, sequence) + 1);
            trailer.seal(memory, at, TRAILER);
        }
    }

    /** Validates and decodes; unless the answer is VALID the target is left as it was. */
    SectionStatus decode(CheckedMemory memory, int at, GlobalSection into) {
        SectionStatus status = validate(memory, at);
        if (status == SectionStatus.VALID) {
            into.poolState = STATES[memory.getInt(at, POOL_STATE)];
            into.master = ids.indexOf(memory, at, MASTER);
            into.configHosts = memory.getInt(at, CONFIG_HOSTS);
            into.sequence = sequence(memory, at);
        }
        return status;
    }

    private SectionStatus validate(CheckedMemory memory, int at) {
        if (memory.getInt(at, SIGNATURE) != SIGNATURE_VALUE
                || memory.getInt(at, SIGNATURE_INVERTED) != SIGNATURE_INVERTED_VALUE
                || memory.getInt(at, CHECKSUM) != memory.sumWords(at, VERSION, END_MARKER)) {
            return SectionStatus.CORRUPT;
        }
        if (memory.getInt(at, VERSION) != VERSION_VALUE) {
            return SectionStatus.WRONG_VERSION;
        }
        if (!ids.generation.matchesAscii(memory, at, GENERATION)) {
            return SectionStatus.WRONG_GENERATION;
        }
        int state = memory.getInt(at, POOL_STATE);
        int hosts = memory.getInt(at, CONFIG_HOSTS);
        boolean sane = memory.getInt(at, END_MARKER) == END_MARKER_VALUE
                && memory.getInt(at, LENGTH_GLOBAL) == SECTION_BYTES
                && memory.getInt(at, LENGTH_HOST) == SECTION_BYTES
                && memory.getInt(at, MAX_HOSTS) == HostSet.MAX_HOSTS
                && state >= 0
                && state < STATES.length
                && hosts >= 0
                && hosts <= HostSet.MAX_HOSTS;
        return sane
                ? HostSectionCodec.withTrailer(
                        trailer.check(memory, at, TRAILER, TrailerLayout.GLOBAL_MAGIC), ids.strict)
                : SectionStatus.CORRUPT;
    }

    /** Whether a valid section lies there that another key than the signing one sealed. */
    boolean isSealedBefore(CheckedMemory memory, int at) {
        return trailer.check(memory, at, TRAILER, TrailerLayout.GLOBAL_MAGIC) == Trailer.Found.VALID
                && !trailer.isCurrent(memory, at, TRAILER);
    }

    /** The trailer's sequence, 0 when none of ours is there. */
    long sequence(CheckedMemory memory, int at) {
        return trailer.check(memory, at, TRAILER, TrailerLayout.GLOBAL_MAGIC) == Trailer.Found.VALID
                ? memory.getLong(at, TRAILER + TrailerLayout.SEQUENCE)
                : 0;
    }
}
