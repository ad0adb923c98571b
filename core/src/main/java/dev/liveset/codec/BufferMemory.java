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
        long low = 0;
        long high = 0;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long pair = bytes.getLong(at);
            low += pair;
            high += pair >>> Integer.SIZE;
        }
        int sum = (int) low + (int) high;
        for (; at < to; at += Integer.BYTES) {
            sum += bytes.getInt(at);
        }
        return sum;
    }
}
