package dev.liveset.codec;

import java.nio.IntBuffer;

/** Direct {@link java.nio.ByteBuffer}, its own bounds checks; arrays in bulk. */
final class ByteBufferSection extends PlainSection {
    private final IntBuffer ints = owner.asIntBuffer();

    @Override
    int getInt(int offset) {
        return owner.getInt(offset);
    }

    @Override
    long getLong(int offset) {
        return owner.getLong(offset);
    }

    @Override
    void putInt(int offset, int value) {
        owner.putInt(offset, value);
    }

    @Override
    void putLong(int offset, long value) {
        owner.putLong(offset, value);
    }

    @Override
    void getInts(int offset, int[] into) {
        ints.get(offset / Integer.BYTES, into);
    }

    @Override
    void putInts(int offset, int[] from) {
        ints.put(offset / Integer.BYTES, from);
    }
}
