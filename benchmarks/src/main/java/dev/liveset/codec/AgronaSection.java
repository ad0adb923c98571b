package dev.liveset.codec;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** Agrona with its bounds checks, as it comes. */
final class AgronaSection extends PlainSection {
    private final UnsafeBuffer buffer = new UnsafeBuffer(owner);

    @Override
    boolean sumsInStreams() {
        return false;
    }

    @Override
    int getInt(int offset) {
        return buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    long getLong(int offset) {
        return buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    void putInt(int offset, int value) {
        buffer.putInt(offset, value, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    void putLong(int offset, long value) {
        buffer.putLong(offset, value, ByteOrder.LITTLE_ENDIAN);
    }
}
