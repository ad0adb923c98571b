package dev.liveset.codec;

/** Whether a datagram is a heartbeat to be believed, or the first reason why not (PROTOCOL.md §2). */
public enum PacketStatus {
    /** Checked, decoded, believed. */
    ACCEPTED,
    /** Neither the length of a heartbeat nor, where that is allowed, of one without our trailer. */
    WRONG_SIZE,
    /** It does not begin like a heartbeat, or its size field lies. */
    WRONG_SIGNATURE,
    /** From another generation of the pool. */
    WRONG_GENERATION,
    /** Its host index is not one of a configured host. */
    WRONG_INDEX,
    /** Its host id is not that of its index. */
    WRONG_ID,
    /** It claims to be from this host. */
    OWN_PACKET,
    /** It did not come from an address of the host that it claims to be from. */
    WRONG_SOURCE,
    /** A flag, phase or number in it is out of range. */
    OUT_OF_RANGE,
    /** Its trailer has a layout version that this library does not know. */
    WRONG_VERSION,
    /** Its CRC disagrees: damaged on the way. */
    CORRUPT,
    /** It lacks the trailer that a strict pool demands, or its HMAC fits no accepted key. */
    UNTRUSTED
}
