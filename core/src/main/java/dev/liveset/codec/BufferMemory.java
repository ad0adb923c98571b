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
    int getInt(int page, int field) {
        checkField(page, field, Integer.BYTES);
        return bytes.getInt(page + field);
    }

    @Override
    long getLong(int page, int field) {
        checkField(page, field, Long.BYTES);
        return bytes.getLong(page + field);
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
    void putInt(int page, int field, int value) {
        checkField(page, field, Integer.BYTES);
        bytes.putInt(page + field, value);
    }

    @Override
    void putLong(int page, int field, long value) {
        checkField(page, field, Long.BYTES);
        bytes.putLong(page + field, value);
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
    int sumWords(int page, int from, int to) {
        checkWords(page, from, to);
        long low = 0;
        long high = 0;
        int at = page + from;
        int end = page + to;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long pair = bytes.getLong(at);
            low += pair;
            high += pair >>> Integer.SIZE;
        }
        int sum = (int) low + (int) high;
        for (; at < end; at += Integer.BYTES) {
            sum += bytes.getInt(at);
        }
        return sum;
    }
}
