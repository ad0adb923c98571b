package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PageMemoryTest {
    @Test
    void shouldStartAtAPageAndBeItsBuffer() {
        try (PageMemory memory = new PageMemory(8192)) {
            assertEquals(0, memory.address(0, 8192) % 4096);
            assertEquals(8192, memory.buffer().capacity());
            memory.buffer().putLong(4096, 42);
            assertEquals(
                    memory.address(4096, 8),
                    com.sun.jna.Pointer.nativeValue(com.sun.jna.Native.getDirectBufferPointer(memory.buffer())) + 4096);
        }
    }

    @Test
    void shouldRefuseAddressesOutside() {
        try (PageMemory memory = new PageMemory(4096)) {
            assertThrows(IndexOutOfBoundsException.class, () -> memory.address(-1, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.address(0, 4097));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.address(4096, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.address(0, -1));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.address(Integer.MAX_VALUE, Integer.MAX_VALUE));
        }
    }

    @Test
    void shouldRefuseUseAfterClose() {
        PageMemory memory = new PageMemory(4096);
        memory.close();
        memory.close();
        assertThrows(IllegalStateException.class, memory::buffer);
        assertThrows(IllegalStateException.class, () -> memory.address(0, 1));
    }
}
