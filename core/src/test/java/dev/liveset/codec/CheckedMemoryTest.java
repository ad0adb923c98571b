package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CheckedMemoryTest {
    private static final int SIZE = 4096;
    private static final int[] FAR_OUTSIDE = {
        SIZE, SIZE + 1, -1, -SIZE, Integer.MAX_VALUE - 3, Integer.MAX_VALUE, Integer.MIN_VALUE
    };

    private static List<CheckedMemory> both() {
        return List.of(
                new ChronicleMemory(CheckedMemory.alignedBuffer(SIZE)),
                new BufferMemory(CheckedMemory.alignedBuffer(SIZE)));
    }

    private static List<Consumer<CheckedMemory>> accessesAt(int offset) {
        return List.of(
                memory -> memory.getByte(offset),
                memory -> memory.getInt(offset),
                memory -> memory.getLong(offset),
                memory -> memory.putByte(offset, (byte) 1),
                memory -> memory.putInt(offset, 1),
                memory -> memory.putLong(offset, 1),
                memory -> memory.getInts(offset, new int[64]),
                memory -> memory.putInts(offset, new int[64]),
                memory -> memory.getBytes(offset, new byte[1], 0, 1),
                memory -> memory.putBytes(offset, new byte[1], 0, 1),
                memory -> memory.getInt(offset, 0),
                memory -> memory.getLong(offset, 0),
                memory -> memory.putInt(offset, 0, 1),
                memory -> memory.putLong(offset, 0, 1),
                memory -> memory.sumWords(offset, 0, 4),
                memory -> memory.zero(offset, 1),
                memory -> memory.copyFrom(ByteBuffer.allocate(1), offset),
                memory -> memory.copyTo(offset, 1, ByteBuffer.allocate(1)),
                memory -> memory.buffer(offset, 1),
                memory -> memory.newBuffer(offset, 1),
                memory -> memory.crcOf(offset, 1));
    }

    @Test
    void shouldRefuseEveryAccessOutsideWithAnException() {
        for (CheckedMemory memory : both()) {
            for (int offset : FAR_OUTSIDE) {
                for (Consumer<CheckedMemory> access : accessesAt(offset)) {
                    assertThrows(IndexOutOfBoundsException.class, () -> access.accept(memory));
                }
            }
            assertThrows(IndexOutOfBoundsException.class, () -> memory.getLong(SIZE - 7));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.getInt(SIZE - 3));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.getInt(1, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.getInt(0, SIZE - 3));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.getLong(0, SIZE - 7));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.putInt(0, -1, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.putLong(0, SIZE, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.sumWords(0, 8, 4));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.sumWords(0, 8, SIZE + 4));
            assertThrows(IllegalArgumentException.class, () -> memory.sumWords(0, 8, 18));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.buffer(1, Integer.MAX_VALUE));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.zero(Integer.MAX_VALUE, Integer.MAX_VALUE));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.sumWords(0, Integer.MAX_VALUE, -5));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.getBytes(0, new byte[4], 2, 3));
        }
    }

    @Test
    void shouldRefuseEveryAccessAfterCloseWithAnException() {
        for (CheckedMemory memory : both()) {
            memory.close();
            for (Consumer<CheckedMemory> access : accessesAt(0)) {
                assertThrows(IllegalStateException.class, () -> access.accept(memory));
            }
            // Where a sum of ints would wrap around, and the access go to raw memory.
            for (int offset : FAR_OUTSIDE) {
                for (Consumer<CheckedMemory> access : accessesAt(offset)) {
                    assertThrows(IllegalStateException.class, () -> access.accept(memory));
                }
            }
        }
    }

    @Test
    void shouldBeLittleEndianAndBeginAtAPage() {
        for (CheckedMemory memory : both()) {
            memory.putInt(0, 0x04030201);
            memory.putLong(8, 0x0807060504030201L);
            ByteBuffer bytes = memory.buffer(0, 16);
            assertEquals(1, bytes.get(0));
            assertEquals(1, bytes.get(8));
            assertEquals(8, bytes.get(15));
            assertEquals(0, memory.newBuffer(0, SIZE).alignmentOffset(0, SIZE));
        }
    }

    @Test
    void shouldKeepAViewUsableForAWriteThatOutlivesTheMemory() {
        for (CheckedMemory memory : both()) {
            memory.putByte(5, (byte) 42);
            ByteBuffer view = memory.newBuffer(0, SIZE);
            memory.close();
            assertEquals(42, view.get(5));
        }
    }

    @Test
    void shouldUseChronicleWhereItStarts() {
        assertTrue(CheckedMemory.allocate(SIZE) instanceof ChronicleMemory);
    }
}
