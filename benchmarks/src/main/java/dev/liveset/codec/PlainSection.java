package dev.liveset.codec;

import static dev.liveset.codec.HostSectionLayout.CHECKSUM;
import static dev.liveset.codec.HostSectionLayout.CURRENT_LIVESET;
import static dev.liveset.codec.HostSectionLayout.END_MARKER;
import static dev.liveset.codec.HostSectionLayout.END_MARKER_VALUE;
import static dev.liveset.codec.HostSectionLayout.EXCLUDED;
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
import static dev.liveset.codec.HostSectionLayout.WEIGHT;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.statefile.HostSection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The same work written down once for the APIs that are compared with; only one of them is loaded in a measured JVM. */
abstract class PlainSection implements SectionContender {
    private static final int WORDS = 4;

    final ByteBuffer owner =
            CheckedMemory.alignedBuffer((HOSTS + 1) * CheckedMemory.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final boolean streams = sumsInStreams();
    private final long configured = HostSet.firstHosts(HOSTS);
    private final long[][] ids = new long[HOSTS][WORDS];

    PlainSection() {
        for (int host = 0; host < HOSTS; host++) {
            ByteBuffer id = ByteBuffer.wrap(POOL.host(host).id().bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int word = 0; word < WORDS; word++) {
                ids[host][word] = id.getLong(word * Long.BYTES);
            }
        }
    }

    abstract int getInt(int offset);

    abstract long getLong(int offset);

    abstract void putInt(int offset, int value);

    abstract void putLong(int offset, long value);

    /** Whether HotSpot makes vector code of three streams of ints; before that, pairs of words are faster. */
    boolean sumsInStreams() {
        return Runtime.version().feature() >= 21;
    }

    private int sum(int from, int to) {
        return streams ? sumInStreams(from, to) : sumInPairs(from, to);
    }

    /** Two words at a time: the carries of the low words are lost with the upper half of their sum. */
    private int sumInPairs(int from, int to) {
        long low = 0;
        long high = 0;
        for (int at = from; at < to; at += Long.BYTES) {
            long pair = getLong(at);
            low += pair;
            high += pair >>> Integer.SIZE;
        }
        return (int) low + (int) high;
    }

    /** As the library sums. */
    private int sumInStreams(int from, int to) {
        int stride = (to - from) / Integer.BYTES / 3;
        int second = from + stride * Integer.BYTES;
        int third = second + stride * Integer.BYTES;
        int sum = 0;
        for (int i = 0; i < stride; i++) {
            int at = i * Integer.BYTES;
            sum += getInt(from + at) + getInt(second + at) + getInt(third + at);
        }
        for (int at = third + stride * Integer.BYTES; at < to; at += Integer.BYTES) {
            sum += getInt(at);
        }
        return sum;
    }

    void getInts(int offset, int[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = getInt(offset + i * Integer.BYTES);
        }
    }

    void putInts(int offset, int[] from) {
        for (int i = 0; i < from.length; i++) {
            putInt(offset + i * Integer.BYTES, from[i]);
        }
    }

    @Override
    public final void encode(int host, HostSection from) {
        int at = HostSectionLayout.offset(host);
        putInt(at + SIGNATURE, SIGNATURE_VALUE);
        putInt(at + SIGNATURE_INVERTED, SIGNATURE_INVERTED_VALUE);
        putInt(at + END_MARKER, END_MARKER_VALUE);
        putInt(at + SEQUENCE, from.sequence);
        putInt(at + HOST_INDEX, host);
        for (int word = 0; word < WORDS; word++) {
            putLong(at + HOST_ID + word * Long.BYTES, ids[host][word]);
        }
        putInt(at + EXCLUDED, from.excluded ? 1 : 0);
        putInt(at + STARTING, from.starting ? 1 : 0);
        putInts(at + SINCE_HEARTBEAT, from.sinceHeartbeatMillis);
        putInts(at + SINCE_STATEFILE, from.sinceStatefileMillis);
        putInt(at + SINCE_AGENT_RESTART, from.sinceAgentRestartMillis);
        putLong(at + CURRENT_LIVESET, from.currentLiveset);
        putLong(at + PROPOSED_LIVESET, from.proposedLiveset);
        putLong(at + HBDOMAIN, from.hbdomain);
        putLong(at + SFDOMAIN, from.sfdomain);
        putInt(at + LOCK_REQUEST, from.lockRequest ? 1 : 0);
        putLong(at + LOCK_GRANT, from.lockGrant);
        putInt(at + PHASE, from.phase);
        putInt(at + WEIGHT, from.weight);
        putInt(at + CHECKSUM, sum(at + SEQUENCE, at + END_MARKER));
    }

    @Override
    public final boolean decode(int host, HostSection into) {
        int at = HostSectionLayout.offset(host);
        if (!isValid(host, at)) {
            return false;
        }
        into.sequence = getInt(at + SEQUENCE);
        into.excluded = getInt(at + EXCLUDED) != 0;
        into.starting = getInt(at + STARTING) != 0;
        getInts(at + SINCE_HEARTBEAT, into.sinceHeartbeatMillis);
        getInts(at + SINCE_STATEFILE, into.sinceStatefileMillis);
        into.sinceAgentRestartMillis = getInt(at + SINCE_AGENT_RESTART);
        into.currentLiveset = getLong(at + CURRENT_LIVESET) & configured;
        into.proposedLiveset = getLong(at + PROPOSED_LIVESET) & configured;
        into.hbdomain = getLong(at + HBDOMAIN) & configured;
        into.sfdomain = getLong(at + SFDOMAIN) & configured;
        into.lockRequest = getInt(at + LOCK_REQUEST) != 0;
        into.lockGrant = getLong(at + LOCK_GRANT);
        into.phase = getInt(at + PHASE);
        into.weight = getInt(at + WEIGHT);
        return true;
    }

    private boolean isValid(int host, int at) {
        boolean valid = getInt(at + SIGNATURE) == SIGNATURE_VALUE
                && getInt(at + SIGNATURE_INVERTED) == SIGNATURE_INVERTED_VALUE
                && getInt(at + END_MARKER) == END_MARKER_VALUE
                && getInt(at + CHECKSUM) == sum(at + SEQUENCE, at + END_MARKER)
                && getInt(at + HOST_INDEX) == host
                && (getInt(at + EXCLUDED) & ~1) == 0
                && (getInt(at + STARTING) & ~1) == 0
                && (getInt(at + LOCK_REQUEST) & ~1) == 0
                && Phase.isValid(getInt(at + PHASE))
                && getInt(at + WEIGHT) >= 0
                && getInt(at + WEIGHT) <= MAX_WEIGHT;
        for (int word = 0; valid && word < WORDS; word++) {
            valid = getLong(at + HOST_ID + word * Long.BYTES) == ids[host][word];
        }
        return valid;
    }

    @Override
    public final ByteBuffer bytes(int host) {
        return owner.slice(HostSectionLayout.offset(host), END_MARKER + Integer.BYTES);
    }
}
