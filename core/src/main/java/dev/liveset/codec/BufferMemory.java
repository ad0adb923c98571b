package dev.liveset.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The plain twin: test oracle, benchmark baseline, and what is used where Chronicle Bytes cannot start. */
final class BufferMemory extends CheckedMemory {
    private final ByteBuffer bytes;

    BufferMemory(ByteBuffer owner) {
        super(owner);
        bytes = owner.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    byte getByte(int offset) {
        check(offset, Byte.BYTES);
        return bytes.get(offset);
    }

    @Override
    int getInt(int offset) {
        check(offset, Integer.BYTES);
        return bytes.getInt(offset);
    }

    @Override
    long getLong(int offset) {
        check(offset, Long.BYTES);
        return bytes.getLong(offset);
    }

    @Override
    void putByte(int offset, byte value) {
        check(offset, Byte.BYTES);
        bytes.put(offset, value);
    }

    @Override
    void putInt(int offset, int value) {
        check(offset, Integer.BYTES);
        bytes.putInt(offset, value);
    }

    @Override
    void putLong(int offset, long value) {
        check(offset, Long.BYTES);
        bytes.putLong(offset, value);
    }

    @Override
    void getInts(int offset, int[] into) {
        check(offset, into.length * Integer.BYTES);
        for (int i = 0; i < into.length; i++) {
            into[i] = bytes.getInt(offset + i * Integer.BYTES);
        }
    }

    @Override
    void putInts(int offset, int[] from) {
        check(offset, from.length * Integer.BYTES);
        for (int i = 0; i < from.length; i++) {
            bytes.putInt(offset + i * Integer.BYTES, from[i]);
        }
    }

    @Override
    void getBytes(int offset, byte[] into, int at, int length) {
        check(offset, length);
        bytes.get(offset, into, at, length);
    }

    @Override
    void putBytes(int offset, byte[] from, int at, int length) {
        check(offset, length);
        bytes.put(offset, from, at, length);
    }

    @Override
    int sumWords(int from, int to) {
        check(from, to - from);
        int sum = 0;
        for (int at = from; at < to; at += Integer.BYTES) {
            sum += bytes.getInt(at);
        }
        return sum;
    }
}
