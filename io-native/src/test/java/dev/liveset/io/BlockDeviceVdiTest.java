package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockDeviceVdiTest {
    private static final int SECTOR = 4096;
    private static final int SIZE = 600 * SECTOR;

    @TempDir
    Path directory;

    private static ByteBuffer random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    @Test
    void shouldReadBackThroughAnotherOpenWhatItWrote() throws Exception {
        try (LoopDevice loop = LoopDevice.create(directory.resolve("disk"), SIZE);
                BlockDeviceVdi writer = BlockDeviceVdi.open(loop.path());
                BlockDeviceVdi reader = BlockDeviceVdi.open(loop.path())) {
            assertEquals(SIZE, writer.sizeBytes());
            ByteBuffer whole = random(SIZE, 1);
            writer.write(0, whole);
            assertFalse(whole.hasRemaining());

            ByteBuffer back =
                    ByteBuffer.allocateDirect(SIZE + 7).position(7).slice(); // An address that is no multiple.
            reader.read(0, back);
            assertFalse(back.hasRemaining());
            assertEquals(whole.flip(), back.flip());
        }
    }

    @Test
    void shouldTouchOnlyTheSectorThatIsWritten() throws Exception {
        try (LoopDevice loop = LoopDevice.create(directory.resolve("disk"), SIZE);
                BlockDeviceVdi vdi = BlockDeviceVdi.open(loop.path())) {
            vdi.write(0, random(3 * SECTOR, 2));
            vdi.write(SECTOR, random(SECTOR, 3));

            ByteBuffer expected = random(3 * SECTOR, 2).put(SECTOR, random(SECTOR, 3), 0, SECTOR);
            ByteBuffer back = ByteBuffer.allocate(3 * SECTOR);
            vdi.read(0, back);
            assertEquals(expected, back.flip());
        }
    }

    @Test
    void shouldNeedItsAlignmentOnThisVeryDevice() throws Exception {
        try (LoopDevice loop = LoopDevice.create(directory.resolve("disk"), SIZE);
                PageMemory memory = new PageMemory(2 * SECTOR);
                BlockDeviceVdi vdi = BlockDeviceVdi.open(loop.path())) {
            int fd = Libc.open(loop.path().toString(), Libc.O_RDWR | 0x4000, 0);
            try {
                // What a 512-byte disk would let pass, so that the tests above prove something.
                assertEquals(-Libc.EINVAL, Transfer.of(fd, false).move(memory.address(0, 512), 512, 512));
                assertEquals(SECTOR, Transfer.of(fd, false).move(memory.address(0, SECTOR), SECTOR, SECTOR));
            } finally {
                Libc.close(fd);
            }
            assertThrows(IllegalArgumentException.class, () -> vdi.read(512, ByteBuffer.allocate(SECTOR)));
            assertThrows(IllegalArgumentException.class, () -> vdi.read(0, ByteBuffer.allocate(512)));
            assertThrows(IllegalArgumentException.class, () -> vdi.write(-SECTOR, ByteBuffer.allocate(SECTOR)));
        }
    }

    @Test
    void shouldRefuseWhatLiesBeyondTheEnd() throws Exception {
        try (LoopDevice loop = LoopDevice.create(directory.resolve("disk"), SIZE);
                BlockDeviceVdi vdi = BlockDeviceVdi.open(loop.path())) {
            IOException e = assertThrows(IOException.class, () -> vdi.read(SIZE, ByteBuffer.allocate(SECTOR)));
            assertTrue(e.getMessage().contains("too short"), e::getMessage);
            assertThrows(IOException.class, () -> vdi.write(SIZE - SECTOR, ByteBuffer.allocate(2 * SECTOR)));
            assertThrows(IOException.class, () -> vdi.read(Long.MAX_VALUE & -SECTOR, ByteBuffer.allocate(2 * SECTOR)));
            vdi.read(SIZE - SECTOR, ByteBuffer.allocate(SECTOR)); // And it still works.
        }
    }

    @Test
    void shouldRefuseWhatIsNoBlockDeviceInOneSentence() throws IOException {
        Path file = Files.write(directory.resolve("plain"), new byte[SIZE]);
        LivesetException plain = assertThrows(LivesetException.class, () -> BlockDeviceVdi.open(file));
        assertEquals(Code.CANNOT_ACCESS_STATEFILE, plain.code());
        assertTrue(plain.getMessage().contains(file.toString()), plain::getMessage);
        LivesetException missing =
                assertThrows(LivesetException.class, () -> BlockDeviceVdi.open(directory.resolve("missing")));
        assertTrue(missing.getMessage().contains("does not exist"), missing::getMessage);
        LivesetException character =
                assertThrows(LivesetException.class, () -> BlockDeviceVdi.open(Path.of("/dev/null")));
        assertEquals(Code.CANNOT_ACCESS_STATEFILE, character.code());
    }

    @Test
    void shouldKeepMemoryAndFileUntilAHangingReadReturns() throws Exception {
        PageMemory memory = new PageMemory(64 * SECTOR);
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch cableBack = new CountDownLatch(1);
        AtomicInteger releases = new AtomicInteger();
        Transfer hangs = (address, length, offset) -> {
            hanging.countDown();
            try {
                cableBack.await();
            } catch (InterruptedException e) {
                return -Libc.EINTR;
            }
            return length;
        };
        BlockDeviceVdi vdi = new BlockDeviceVdi("disk", SIZE, memory, hangs, hangs, () -> {
            releases.incrementAndGet();
            memory.close();
        });
        FutureTask<Void> reading = new FutureTask<>(() -> {
            vdi.read(0, ByteBuffer.allocate(SECTOR));
            return null;
        });
        new Thread(reading).start();
        hanging.await();

        assertThrows(IllegalStateException.class, () -> vdi.read(0, ByteBuffer.allocate(SECTOR)));
        vdi.close();
        assertEquals(0, releases.get());
        assertThrows(ClosedChannelException.class, () -> vdi.read(0, ByteBuffer.allocate(SECTOR)));

        cableBack.countDown();
        reading.get();
        assertEquals(1, releases.get());
        vdi.close();
        assertEquals(1, releases.get());
        assertThrows(ClosedChannelException.class, () -> vdi.write(0, ByteBuffer.allocate(SECTOR)));
    }
}
