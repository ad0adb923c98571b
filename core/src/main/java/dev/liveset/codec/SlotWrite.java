package dev.liveset.codec;

import java.nio.ByteBuffer;

/**
 * One step of a region write: these bytes, whole pages in aligned memory, to this place. The bytes are valid until the
 * next call on the store that made it.
 *
 * @param offset where in the statefile
 * @param bytes position to limit is what to write
 */
public record SlotWrite(long offset, ByteBuffer bytes) {}
