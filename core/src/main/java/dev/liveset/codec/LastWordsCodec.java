package dev.liveset.codec;

import dev.liveset.recovery.LastWords;

/**
 * The content of a last-words slot; little-endian. What is too long is cut: the words never delay a fence.
 *
 * <pre>
 *   0            4                          68               72                               3072
 *  +------------+--------------------------+----------------+--------------------------------+
 *  | code bytes | code, UTF-8, at most 64  | evidence bytes | evidence, UTF-8, at most 3,000 |
 *  +------------+--------------------------+----------------+--------------------------------+
 * </pre>
 */
final class LastWordsCodec {
    private static final int MAX_CODE_BYTES = 64;
    private static final int MAX_EVIDENCE_BYTES = 3_000;

    private static final int CODE = 0;
    private static final int EVIDENCE = CODE + Integer.BYTES + MAX_CODE_BYTES;
    static final int MAX_BYTES = EVIDENCE + Integer.BYTES + MAX_EVIDENCE_BYTES;

    private LastWordsCodec() {}

    /** Writes the content and returns its length in bytes. */
    static int encode(LastWords from, CheckedMemory memory, int at) {
        memory.zero(at, MAX_BYTES);
        ShortText.putCut(from.code(), MAX_CODE_BYTES, memory, at + CODE);
        ShortText.putCut(from.evidence(), MAX_EVIDENCE_BYTES, memory, at + EVIDENCE);
        return MAX_BYTES;
    }

    /** The last words in a valid slot, or null when its content makes no sense. */
    static LastWords decode(int host, CheckedMemory memory, int slot) {
        int at = slot + SlotLayout.CONTENT;
        if (memory.getInt(slot + SlotLayout.CONTENT_BYTES) != MAX_BYTES
                || !ShortText.isValid(MAX_CODE_BYTES, memory, at + CODE)
                || !ShortText.isValid(MAX_EVIDENCE_BYTES, memory, at + EVIDENCE)) {
            return null;
        }
        return new LastWords(
                host,
                memory.getLong(slot + SlotLayout.INCARNATION),
                memory.getLong(slot + SlotLayout.SEQUENCE),
                ShortText.get(memory, at + CODE),
                ShortText.get(memory, at + EVIDENCE));
    }
}
