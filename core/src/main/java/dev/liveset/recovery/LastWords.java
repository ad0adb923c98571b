package dev.liveset.recovery;

/**
 * What a host tried to write beside its own fence; best effort, it never delays the fence.
 *
 * @param host index of the host
 * @param incarnation the incarnation that fenced itself
 * @param sequence region sequence within the incarnation
 * @param code stable name of the verdict
 * @param evidence the verdict in words, at most 3,000 bytes of UTF-8
 */
public record LastWords(int host, long incarnation, long sequence, String code, String evidence) {}
