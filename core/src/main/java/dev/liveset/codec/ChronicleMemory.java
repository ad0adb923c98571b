package dev.liveset.codec;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Objects;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * Memory behind Chronicle Bytes, which checks no bounds itself: every offset passes {@link #check} before it gets
 * there. The store is set over the address of a direct buffer that this object owns, which needs no JVM flags.
 */
final class ChronicleMemory extends CheckedMemory {
    private final PointerBytesStore store = BytesStore.nativePointer();

    ChronicleMemory(ByteBuffer owner) {
        super(owner);
        store.set(address(owner), owner.limit());
    }

    private static long address(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("not a direct buffer");
        }
        try {
            // The address of a slice is its own; reading it this way needs neither flags nor native code.
            Memory memory = Objects.requireNonNull(UnsafeMemory.INSTANCE);
            return memory.readLong(buffer, memory.getFieldOffset(Buffer.class.getDeclaredField("address")));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("this JVM keeps buffer addresses elsewhere", e);
        }
    }

    @Override
    byte getByte(int offset) {
        check(offset, Byte.BYTES);
        byte value = store.readByte(offset);
        keepAlive();
        return value;
    }

    @Override
    int getInt(int offset) {
        check(offset, Integer.BYTES);
        int value = store.readInt(offset);
        keepAlive();
        return value;
    }

    @Override
    long getLong(int offset) {
        check(offset, Long.BYTES);
        long value = store.readLong(offset);
        keepAlive();
        return value;
    }

    @Override
    void putByte(int offset, byte value) {
        check(offset, Byte.BYTES);
        store.writeByte(offset, value);
        keepAlive();
    }

    @Override
    void putInt(int offset, int value) {
        check(offset, Integer.BYTES);
        store.writeInt(offset, value);
        keepAlive();
    }

    @Override
    void putLong(int offset, long value) {
        check(offset, Long.BYTES);
        store.writeLong(offset, value);
        keepAlive();
    }

    @Override
    void getInts(int offset, int[] into) {
        check(offset, into.length * Integer.BYTES);
        for (int i = 0; i < into.length; i++) {
            into[i] = store.readInt(offset + (long) i * Integer.BYTES);
        }
        keepAlive();
    }

    @Override
    void putInts(int offset, int[] from) {
        check(offset, from.length * Integer.BYTES);
        for (int i = 0; i < from.length; i++) {
            store.writeInt(offset + (long) i * Integer.BYTES, from[i]);
        }
        keepAlive();
    }

    @Override
    void getBytes(int offset, byte[] into, int at, int length) {
        check(offset, length);
        Objects.checkFromIndexSize(at, length, into.length);
        for (int i = 0; i < length; i++) {
            into[at + i] = store.readByte((long) offset + i);
        }
        keepAlive();
    }

    @Override
    void putBytes(int offset, byte[] from, int at, int length) {
        check(offset, length);
        Objects.checkFromIndexSize(at, length, from.length);
        for (int i = 0; i < length; i++) {
            store.writeByte((long) offset + i, from[at + i]);
        }
        keepAlive();
    }

    @Override
    int sumWords(int from, int to) {
        check(from, to - from);
        // Two words at once: carries of the low words spoil only the high half, which is summed by itself.
        long low = 0;
        long high = 0;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long pair = store.readLong(at);
            low += pair;
            high += pair >>> Integer.SIZE;
        }
        int sum = (int) low + (int) high;
        for (; at < to; at += Integer.BYTES) {
            sum += store.readInt(at);
        }
        keepAlive();
        return sum;
    }
}
