package dev.liveset.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** View var handles over a direct buffer. */
final class VarHandleSection extends PlainSection {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    @Override
    int getInt(int offset) {
        return (int) INT.get(owner, offset);
    }

    @Override
    long getLong(int offset) {
        return (long) LONG.get(owner, offset);
    }

    @Override
    void putInt(int offset, int value) {
        INT.set(owner, offset, value);
    }

    @Override
    void putLong(int offset, long value) {
        LONG.set(owner, offset, value);
    }
}
