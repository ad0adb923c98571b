package dev.liveset.codec;

import static dev.liveset.codec.PacketLayout.CHECKSUM;
import static dev.liveset.codec.PacketLayout.CURRENT_LIVESET;
import static dev.liveset.codec.PacketLayout.ERR_STRING;
import static dev.liveset.codec.PacketLayout.FENCE_REQUEST;
import static dev.liveset.codec.PacketLayout.GENERATION;
import static dev.liveset.codec.PacketLayout.HBDOMAIN;
import static dev.liveset.codec.PacketLayout.HEARD_ECHO;
import static dev.liveset.codec.PacketLayout.HOST_ID;
import static dev.liveset.codec.PacketLayout.HOST_INDEX;
import static dev.liveset.codec.PacketLayout.JOINING;
import static dev.liveset.codec.PacketLayout.PACKET_BYTES;
import static dev.liveset.codec.PacketLayout.PHASE;
import static dev.liveset.codec.PacketLayout.PROPOSED_LIVESET;
import static dev.liveset.codec.PacketLayout.SEQUENCE;
import static dev.liveset.codec.PacketLayout.SFDOMAIN;
import static dev.liveset.codec.PacketLayout.SF_ACCELERATE;
import static dev.liveset.codec.PacketLayout.SF_ACCESS;
import static dev.liveset.codec.PacketLayout.SF_CORRUPTED;
import static dev.liveset.codec.PacketLayout.SIGNATURE;
import static dev.liveset.codec.PacketLayout.SIGNATURE_VALUE;
import static dev.liveset.codec.PacketLayout.SINCE_AGENT_RESTART;
import static dev.liveset.codec.PacketLayout.SINCE_HEARTBEAT;
import static dev.liveset.codec.PacketLayout.SINCE_STATEFILE;
import static dev.liveset.codec.PacketLayout.SIZE;
import static dev.liveset.codec.PacketLayout.SR2;
import static dev.liveset.codec.PacketLayout.TRAILER;
import static dev.liveset.codec.PacketLayout.XHAD_BYTES;

import dev.liveset.Phase;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.util.Arrays;

/** Encodes, validates and decodes a heartbeat packet that lies in memory; the map is {@link PacketLayout}. */
final class PacketCodec {
    private final PoolIds ids;
    private final int self;
    private final Trailer trailer;

    PacketCodec(PoolIds ids, int self, Trailer trailer) {
        this.ids = ids;
        this.self = self;
        this.trailer = trailer;
    }

    void encode(HeartbeatMessage from, CheckedMemory memory) {
        memory.putInt(0, SIGNATURE, SIGNATURE_VALUE);
        memory.putInt(0, CHECKSUM, 0);
        memory.putInt(0, SEQUENCE, from.sequence);
        memory.putInt(0, SIZE, XHAD_BYTES);
        ids.generation.putAscii(memory, 0, GENERATION);
        ids.host(from.hostIndex).putAscii(memory, 0, HOST_ID);
        memory.putInt(0, HOST_INDEX, from.hostIndex);
        memory.putLong(0, CURRENT_LIVESET, from.currentLiveset);
        memory.putLong(0, PROPOSED_LIVESET, from.proposedLiveset);
        memory.putLong(0, HBDOMAIN, from.hbdomain);
        memory.putLong(0, SFDOMAIN, from.sfdomain);
        memory.putInts(SINCE_HEARTBEAT, from.sinceHeartbeatMillis);
        memory.putInts(SINCE_STATEFILE, from.sinceStatefileMillis);
        memory.putInt(0, SINCE_AGENT_RESTART, from.sinceAgentRestartMillis);
        memory.putInt(0, PHASE, from.phase);
        ErrString.put(from.errString, memory, ERR_STRING);
        putFlag(memory, SF_ACCESS, from.sfAccess);
        putFlag(memory, SF_CORRUPTED, from.sfCorrupted);
        putFlag(memory, SF_ACCELERATE, from.sfAccelerate);
        putFlag(memory, FENCE_REQUEST, from.fenceRequest);
        putFlag(memory, SR2, from.sr2);
        putFlag(memory, JOINING, from.joining);
        putFlag(memory, JOINING + 1, false);
        memory.putInts(HEARD_ECHO, from.heardEcho);
        trailer.begin(memory, 0, TRAILER, TrailerLayout.PACKET_MAGIC, from.incarnation, from.longSequence);
        trailer.seal(memory, 0, TRAILER);
    }

    /** Validates the first bytes of the memory as a packet of this length; unless ACCEPTED the target is left as it was. */
    PacketStatus decode(CheckedMemory memory, int length, int sourceHost, HeartbeatMessage into) {
        PacketStatus status = checkSender(memory, length, sourceHost);
        if (status != PacketStatus.ACCEPTED) {
            return status;
        }
        boolean signed = length > XHAD_BYTES;
        if (signed) {
            status = checkTrailer(memory, length);
        } else if (ids.strict) {
            status = PacketStatus.UNTRUSTED;
        }
        if (status == PacketStatus.ACCEPTED && !inRange(memory)) {
            status = PacketStatus.OUT_OF_RANGE;
        }
        if (status == PacketStatus.ACCEPTED) {
            readFields(memory, into);
            into.trailer = signed;
            into.incarnation = signed ? memory.getLong(0, TRAILER + TrailerLayout.INCARNATION) : 0;
            into.longSequence = signed ? memory.getLong(0, TRAILER + TrailerLayout.SEQUENCE) : 0;
            if (signed) {
                memory.getInts(HEARD_ECHO, into.heardEcho);
            } else {
                Arrays.fill(into.heardEcho, 0);
            }
        }
        return status;
    }

    private PacketStatus checkSender(CheckedMemory memory, int length, int sourceHost) {
        if (length < XHAD_BYTES) {
            return PacketStatus.WRONG_SIZE;
        }
        if (memory.getInt(0, SIGNATURE) != SIGNATURE_VALUE || memory.getInt(0, SIZE) != XHAD_BYTES) {
            return PacketStatus.WRONG_SIGNATURE;
        }
        if (!ids.generation.matchesAscii(memory, 0, GENERATION)) {
            return PacketStatus.WRONG_GENERATION;
        }
        int host = memory.getInt(0, HOST_INDEX);
        if (!ids.isHost(host)) {
            return PacketStatus.WRONG_INDEX;
        }
        if (!ids.host(host).matchesAscii(memory, 0, HOST_ID)) {
            return PacketStatus.WRONG_ID;
        }
        if (host == self) {
            return PacketStatus.OWN_PACKET;
        }
        return host == sourceHost ? PacketStatus.ACCEPTED : PacketStatus.WRONG_SOURCE;
    }

    private PacketStatus checkTrailer(CheckedMemory memory, int length) {
        if (length < TRAILER + TrailerLayout.INCARNATION) {
            return PacketStatus.WRONG_SIZE;
        }
        if (memory.getInt(0, TRAILER + TrailerLayout.MAGIC) == TrailerLayout.PACKET_MAGIC
                && memory.getInt(0, TRAILER + TrailerLayout.VERSION) > TrailerLayout.VERSION_VALUE) {
            return PacketStatus.WRONG_VERSION;
        }
        if (length != PACKET_BYTES) {
            return PacketStatus.WRONG_SIZE;
        }
        return switch (trailer.check(memory, 0, TRAILER, TrailerLayout.PACKET_MAGIC)) {
            case VALID -> PacketStatus.ACCEPTED;
            case CORRUPT -> PacketStatus.CORRUPT;
            case WRONG_GENERATION -> PacketStatus.WRONG_GENERATION;
            case WRONG_VERSION -> PacketStatus.WRONG_VERSION;
            case MISSING, FORGED -> PacketStatus.UNTRUSTED;
        };
    }

    private static boolean inRange(CheckedMemory memory) {
        int flags = 0;
        for (int at = SF_ACCESS; at <= JOINING; at++) {
            flags |= memory.getByte(at);
        }
        return (flags & ~1) == 0 && Phase.isValid(memory.getInt(0, PHASE));
    }

    private void readFields(CheckedMemory memory, HeartbeatMessage into) {
        into.hostIndex = memory.getInt(0, HOST_INDEX);
        into.sequence = memory.getInt(0, SEQUENCE);
        into.currentLiveset = memory.getLong(0, CURRENT_LIVESET) & ids.configured;
        into.proposedLiveset = memory.getLong(0, PROPOSED_LIVESET) & ids.configured;
        into.hbdomain = memory.getLong(0, HBDOMAIN) & ids.configured;
        into.sfdomain = memory.getLong(0, SFDOMAIN) & ids.configured;
        memory.getInts(SINCE_HEARTBEAT, into.sinceHeartbeatMillis);
        memory.getInts(SINCE_STATEFILE, into.sinceStatefileMillis);
        into.sinceAgentRestartMillis = memory.getInt(0, SINCE_AGENT_RESTART);
        into.phase = memory.getInt(0, PHASE);
        into.errString = ErrString.get(memory, ERR_STRING, into.errString);
        into.sfAccess = memory.getByte(SF_ACCESS) != 0;
        into.sfCorrupted = memory.getByte(SF_CORRUPTED) != 0;
        into.sfAccelerate = memory.getByte(SF_ACCELERATE) != 0;
        into.fenceRequest = memory.getByte(FENCE_REQUEST) != 0;
        into.sr2 = memory.getByte(SR2) != 0;
        into.joining = memory.getByte(JOINING) != 0;
    }

    private static void putFlag(CheckedMemory memory, int offset, boolean flag) {
        memory.putByte(offset, (byte) (flag ? 1 : 0));
    }
}
