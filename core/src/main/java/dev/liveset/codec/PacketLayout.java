package dev.liveset.codec;

import dev.liveset.HostSet;

/**
 * A heartbeat packet as xhad sends it, with what we have heard of whom and our trailer behind it, which xhad does not read
 * (PROTOCOL.md §2); little-endian.
 *
 * <pre>
 *   0        4          8          12         16               48           80           84
 *  +--------+----------+----------+----------+----------------+------------+------------+
 *  | "xhah" | checksum | sequence | size 744 | generation, 32 | host id, 32| host index |
 *  +--------+----------+----------+----------+----------------+------------+------------+
 *   84               92                100        108        116                     372
 *  +----------------+-----------------+----------+----------+-----------------------+
 *  | current liveset| proposed liveset| hbdomain | sfdomain | since heartbeat s32[64]|
 *  +----------------+-----------------+----------+----------+-----------------------+
 *   372                     628            632     636             737         738            739
 *  +------------------------+--------------+-------+---------------+-----------+--------------+
 *  | since statefile s32[64]| since restart| phase | err text, 101 | sf access | sf corrupted |
 *  +------------------------+--------------+-------+---------------+-----------+--------------+
 *   739           740            741   742       743   744                1000                          1096
 *  +-------------+--------------+-----+---------+-----+------------------+------------------------------+
 *  | accelerate  | fence request| sr2 | joining | pad | heard echo s32[64]| trailer {@link TrailerLayout} |
 *  +-------------+--------------+-----+---------+-----+------------------+------------------------------+
 * </pre>
 *
 * The checksum is left 0, as xhad does.
 */
final class PacketLayout {
    static final int SIGNATURE_VALUE = 0x68616878;

    static final int SIGNATURE = 0;
    static final int CHECKSUM = 4;
    static final int SEQUENCE = 8;
    static final int SIZE = 12;
    static final int GENERATION = 16;
    static final int HOST_ID = 48;
    static final int HOST_INDEX = 80;
    static final int CURRENT_LIVESET = 84;
    static final int PROPOSED_LIVESET = 92;
    static final int HBDOMAIN = 100;
    static final int SFDOMAIN = 108;
    static final int SINCE_HEARTBEAT = 116;
    static final int SINCE_STATEFILE = SINCE_HEARTBEAT + Integer.BYTES * HostSet.MAX_HOSTS;
    static final int SINCE_AGENT_RESTART = SINCE_STATEFILE + Integer.BYTES * HostSet.MAX_HOSTS;
    static final int PHASE = 632;
    static final int ERR_STRING = 636;
    static final int ERR_STRING_BYTES = 101;
    static final int SF_ACCESS = ERR_STRING + ERR_STRING_BYTES;
    static final int SF_CORRUPTED = 738;
    static final int SF_ACCELERATE = 739;
    static final int FENCE_REQUEST = 740;
    static final int SR2 = 741;
    static final int JOINING = 742;

    /** What xhad sends and reads. */
    static final int XHAD_BYTES = 744;

    /** Ours: the newest packet of each host that the sender has taken, {@link dev.liveset.heartbeat.HeartbeatMessage#echo}. */
    static final int HEARD_ECHO = XHAD_BYTES;

    static final int TRAILER = HEARD_ECHO + Integer.BYTES * HostSet.MAX_HOSTS;
    static final int PACKET_BYTES = TRAILER + TrailerLayout.BYTES;

    private PacketLayout() {}
}
