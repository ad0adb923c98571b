package dev.liveset.codec;

import static dev.liveset.codec.HostSectionLayout.CHECKSUM;
import static dev.liveset.codec.HostSectionLayout.CURRENT_LIVESET;
import static dev.liveset.codec.HostSectionLayout.END_MARKER;
import static dev.liveset.codec.HostSectionLayout.END_MARKER_VALUE;
import static dev.liveset.codec.HostSectionLayout.EXCLUDED;
import static dev.liveset.codec.HostSectionLayout.EXCLUDED_HOSTS;
import static dev.liveset.codec.HostSectionLayout.HBDOMAIN;
import static dev.liveset.codec.HostSectionLayout.HOST_ID;
import static dev.liveset.codec.HostSectionLayout.HOST_INDEX;
import static dev.liveset.codec.HostSectionLayout.LOCK_GRANT;
import static dev.liveset.codec.HostSectionLayout.LOCK_REQUEST;
import static dev.liveset.codec.HostSectionLayout.MAX_WEIGHT;
import static dev.liveset.codec.HostSectionLayout.PHASE;
import static dev.liveset.codec.HostSectionLayout.PROPOSED_LIVESET;
import static dev.liveset.codec.HostSectionLayout.SEQUENCE;
import static dev.liveset.codec.HostSectionLayout.SFDOMAIN;
import static dev.liveset.codec.HostSectionLayout.SIGNATURE;
import static dev.liveset.codec.HostSectionLayout.SIGNATURE_INVERTED;
import static dev.liveset.codec.HostSectionLayout.SIGNATURE_INVERTED_VALUE;
import static dev.liveset.codec.HostSectionLayout.SIGNATURE_VALUE;
import static dev.liveset.codec.HostSectionLayout.SINCE_AGENT_RESTART;
import static dev.liveset.codec.HostSectionLayout.SINCE_HEARTBEAT;
import static dev.liveset.codec.HostSectionLayout.SINCE_STATEFILE;
import static dev.liveset.codec.HostSectionLayout.STARTING;
import static dev.liveset.codec.HostSectionLayout.TRAILER;
import static dev.liveset.codec.HostSectionLayout.WEIGHT;

import dev.liveset.Phase;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;

/** Encodes, validates and decodes a host section; the map is {@link HostSectionLayout}. */
final class HostSectionCodec {
    private final PoolIds ids;
    private final Trailer trailer;

    HostSectionCodec(PoolIds ids, Trailer trailer) {
        this.ids = ids;
        this.trailer = trailer;
    }

    /** Writes the frame of a section that its host has not written yet, as the formatter leaves it. */
    static void encodeFrame(CheckedMemory memory, int at) {
        memory.putInt(at, SIGNATURE, SIGNATURE_VALUE);
        memory.putInt(at, SIGNATURE_INVERTED, SIGNATURE_INVERTED_VALUE);
        memory.putInt(at, END_MARKER, END_MARKER_VALUE);
    }

    /** Writes every field of the section and its trailer; what lies between and behind is not touched. */
    void encode(int host, HostSection from, CheckedMemory memory, int at) {
        encodeFields(host, from, memory, at);
        trailer.begin(memory, at, TRAILER, TrailerLayout.HOST_MAGIC, from.incarnation, from.longSequence);
        memory.putLong(at, TRAILER + TrailerLayout.REGION_SEQUENCE, from.regionSequence);
        memory.putInt(at, TRAILER + TrailerLayout.POLICY, from.policy);
        memory.putInt(at, TRAILER + TrailerLayout.WATCHDOG_TIMEOUT, from.watchdogTimeoutMillis);
        memory.putLong(at, EXCLUDED_HOSTS, from.excludedHosts);
        trailer.seal(memory, at, TRAILER);
    }

    /** Writes xhad's part with its checksum. */
    void encodeFields(int host, HostSection from, CheckedMemory memory, int at) {
        encodeFrame(memory, at);
        memory.putInt(at, SEQUENCE, from.sequence);
        memory.putInt(at, HOST_INDEX, host);
        ids.host(host).putAscii(memory, at, HOST_ID);
        memory.putInt(at, EXCLUDED, from.excluded ? 1 : 0);
        memory.putInt(at, STARTING, from.starting ? 1 : 0);
        memory.putInts(at + SINCE_HEARTBEAT, from.sinceHeartbeatMillis);
        memory.putInts(at + SINCE_STATEFILE, from.sinceStatefileMillis);
        memory.putInt(at, SINCE_AGENT_RESTART, from.sinceAgentRestartMillis);
        memory.putLong(at, CURRENT_LIVESET, from.currentLiveset);
        memory.putLong(at, PROPOSED_LIVESET, from.proposedLiveset);
        memory.putLong(at, HBDOMAIN, from.hbdomain);
        memory.putLong(at, SFDOMAIN, from.sfdomain);
        memory.putInt(at, LOCK_REQUEST, from.lockRequest ? 1 : 0);
        memory.putLong(at, LOCK_GRANT, from.lockGrant);
        memory.putInt(at, PHASE, from.phase);
        memory.putInt(at, WEIGHT, from.weight);
        memory.putInt(at, CHECKSUM, memory.sumWords(at, SEQUENCE, END_MARKER));
    }

    /** Validates and decodes; unless the answer is usable the target is left as it was. Sets of hosts keep configured ones only. */
    SectionStatus decode(int host, CheckedMemory memory, int at, HostSection into) {
        SectionStatus status = checkFields(host, memory, at);
        if (status == SectionStatus.VALID) {
            Trailer.Found found = trailer.check(memory, at, TRAILER, TrailerLayout.HOST_MAGIC);
            status = withTrailer(found, ids.strict);
            if (status == SectionStatus.VALID) {
                readFields(memory, at, into);
                readTrailer(memory, at, found == Trailer.Found.VALID, into);
            }
        } else if (status == SectionStatus.NEVER_WRITTEN) {
            readFields(memory, at, into);
            readTrailer(memory, at, false, into);
        }
        return status;
    }

    /** Validates xhad's part: VALID, NEVER_WRITTEN or CORRUPT. */
    SectionStatus checkFields(int host, CheckedMemory memory, int at) {
        if (memory.getInt(at, SIGNATURE) != SIGNATURE_VALUE
                || memory.getInt(at, SIGNATURE_INVERTED) != SIGNATURE_INVERTED_VALUE
                || memory.getInt(at, END_MARKER) != END_MARKER_VALUE
                || memory.getInt(at, CHECKSUM) != memory.sumWords(at, SEQUENCE, END_MARKER)) {
            return SectionStatus.CORRUPT;
        }
        if (!ids.host(host).matchesAscii(memory, at, HOST_ID)) {
            return isNeverWritten(memory, at) ? SectionStatus.NEVER_WRITTEN : SectionStatus.CORRUPT;
        }
        int booleans = memory.getInt(at, EXCLUDED) | memory.getInt(at, STARTING) | memory.getInt(at, LOCK_REQUEST);
        int weight = memory.getInt(at, WEIGHT);
        boolean sane = memory.getInt(at, HOST_INDEX) == host
                && isBoolean(booleans)
                && Phase.isValid(memory.getInt(at, PHASE))
                && weight >= 0
                && weight <= MAX_WEIGHT;
        return sane ? SectionStatus.VALID : SectionStatus.CORRUPT;
    }

    /** A section whose host never wrote it is zero but for the frame and, after an offline tool, {@code excluded}. */
    private static boolean isNeverWritten(CheckedMemory memory, int at) {
        for (int field = SEQUENCE; field < END_MARKER; field += Integer.BYTES) {
            if (field != EXCLUDED && memory.getInt(at, field) != 0) {
                return false;
            }
        }
        return isBoolean(memory.getInt(at, EXCLUDED));
    }

    /** Reads every field of xhad's part. */
    void readFields(CheckedMemory memory, int at, HostSection into) {
        into.sequence = memory.getInt(at, SEQUENCE);
        into.excluded = memory.getInt(at, EXCLUDED) != 0;
        into.starting = memory.getInt(at, STARTING) != 0;
        memory.getInts(at + SINCE_HEARTBEAT, into.sinceHeartbeatMillis);
        memory.getInts(at + SINCE_STATEFILE, into.sinceStatefileMillis);
        into.sinceAgentRestartMillis = memory.getInt(at, SINCE_AGENT_RESTART);
        into.currentLiveset = memory.getLong(at, CURRENT_LIVESET) & ids.configured;
        into.proposedLiveset = memory.getLong(at, PROPOSED_LIVESET) & ids.configured;
        into.hbdomain = memory.getLong(at, HBDOMAIN) & ids.configured;
        into.sfdomain = memory.getLong(at, SFDOMAIN) & ids.configured;
        into.lockRequest = memory.getInt(at, LOCK_REQUEST) != 0;
        into.lockGrant = memory.getLong(at, LOCK_GRANT);
        into.phase = memory.getInt(at, PHASE);
        into.weight = memory.getInt(at, WEIGHT);
    }

    private void readTrailer(CheckedMemory memory, int at, boolean there, HostSection into) {
        into.trailer = there;
        if (there) {
            into.incarnation = memory.getLong(at, TRAILER + TrailerLayout.INCARNATION);
            into.longSequence = memory.getLong(at, TRAILER + TrailerLayout.SEQUENCE);
            into.regionSequence = memory.getLong(at, TRAILER + TrailerLayout.REGION_SEQUENCE);
            into.policy = memory.getInt(at, TRAILER + TrailerLayout.POLICY);
            into.watchdogTimeoutMillis = memory.getInt(at, TRAILER + TrailerLayout.WATCHDOG_TIMEOUT);
            into.excludedHosts = memory.getLong(at, EXCLUDED_HOSTS) & ids.configured;
        } else {
            into.incarnation = 0;
            into.longSequence = 0;
            into.regionSequence = 0;
            into.policy = 0;
            into.watchdogTimeoutMillis = 0;
            into.excludedHosts = 0;
        }
    }

    /**
     * The status of a section whose xhad part is valid. In an interop pool a trailer that does not fit may be left from
     * a time when our software ran on that host, so only a forged one counts against it.
     */
    static SectionStatus withTrailer(Trailer.Found found, boolean strict) {
        return switch (found) {
            case VALID -> SectionStatus.VALID;
            case FORGED -> SectionStatus.UNTRUSTED;
            case MISSING -> strict ? SectionStatus.UNTRUSTED : SectionStatus.VALID;
            case WRONG_VERSION -> strict ? SectionStatus.WRONG_VERSION : SectionStatus.VALID;
            case WRONG_GENERATION -> strict ? SectionStatus.WRONG_GENERATION : SectionStatus.VALID;
            case CORRUPT -> strict ? SectionStatus.CORRUPT : SectionStatus.VALID;
        };
    }

    private static boolean isBoolean(int value) {
        return (value & ~1) == 0;
    }
}
