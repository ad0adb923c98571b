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
    private static final UnsafeMemory RAW = UnsafeMemory.INSTANCE;

    private final long address;
    private final PointerBytesStore store = BytesStore.nativePointer();

    ChronicleMemory(ByteBuffer owner) {
        super(owner);
        address = address(owner);
        store.set(address, owner.limit());
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
        byte value = RAW.readByte(address + offset);
        keepAlive();
        return value;
    }

    @Override
    int getInt(int offset) {
        check(offset, Integer.BYTES);
        int value = RAW.readInt(address + offset);
        keepAlive();
        return value;
    }

    @Override
    long getLong(int offset) {
        check(offset, Long.BYTES);
        long value = RAW.readLong(address + offset);
        keepAlive();
        return value;
    }

    @Override
    int getInt(int page, int field) {
        checkField(page, field, Integer.BYTES);
        int value = RAW.readInt(address + page + field);
        keepAlive();
        return value;
    }

    @Override
    long getLong(int page, int field) {
        checkField(page, field, Long.BYTES);
        long value = RAW.readLong(address + page + field);
        keepAlive();
        return value;
    }

    @Override
    void putByte(int offset, byte value) {
        check(offset, Byte.BYTES);
        RAW.writeByte(address + offset, value);
        keepAlive();
    }

    @Override
    void putInt(int offset, int value) {
        check(offset, Integer.BYTES);
        RAW.writeInt(address + offset, value);
        keepAlive();
    }

    @Override
    void putLong(int offset, long value) {
        check(offset, Long.BYTES);
        RAW.writeLong(address + offset, value);
        keepAlive();
    }

    @Override
    void putInt(int page, int field, int value) {
        checkField(page, field, Integer.BYTES);
        RAW.writeInt(address + page + field, value);
        keepAlive();
    }

    @Override
    void putLong(int page, int field, long value) {
        checkField(page, field, Long.BYTES);
        RAW.writeLong(address + page + field, value);
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

    /**
     * In three streams with one index: the sums of a step need not wait for each other, and HotSpot from 21 on does this
     * loop in vector registers (of one stream it makes scalar code, and on 17 of any).
     */
    @Override
    int sumWords(int page, int from, int to) {
        int words = checkWords(page, from, to);
        int stride = words / 3;
        long first = address + page + from;
        long second = first + (long) stride * Integer.BYTES;
        long third = second + (long) stride * Integer.BYTES;
        int sum = 0;
        for (int i = 0; i < stride; i++) {
            long at = (long) i * Integer.BYTES;
            sum += RAW.readInt(first + at) + RAW.readInt(second + at) + RAW.readInt(third + at);
        }
        for (int i = stride * 3; i < words; i++) {
            sum += RAW.readInt(first + (long) i * Integer.BYTES);
        }
        keepAlive();
        return sum;
    }
}
