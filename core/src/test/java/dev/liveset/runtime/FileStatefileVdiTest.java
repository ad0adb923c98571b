package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatefileVdiTest {
    @TempDir
    Path directory;

    @Test
    void shouldShowToOneHostWhatAnotherWrote() throws Exception {
        Path image = image(8192);
        try (FileStatefileVdi one = FileStatefileVdi.open(image);
                FileStatefileVdi other = FileStatefileVdi.open(image)) {
            one.write(4096, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            ByteBuffer seen = ByteBuffer.allocateDirect(3);
            other.read(4096, seen);
            assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), seen.flip());
            assertEquals(8192, other.sizeBytes());
        }
    }

    @Test
    void shouldFailRatherThanReadOrWritePastTheEnd() throws Exception {
        try (FileStatefileVdi vdi = FileStatefileVdi.open(image(4096))) {
            assertThrows(EOFException.class, () -> vdi.read(4000, ByteBuffer.allocate(97)));
            assertThrows(EOFException.class, () -> vdi.write(4000, ByteBuffer.allocate(97)));
            assertEquals(4096, vdi.sizeBytes());
        }
    }

    @Test
    void shouldRefuseWhatIsNoPlainFile() {
        LivesetException device =
                assertThrows(LivesetException.class, () -> FileStatefileVdi.open(Path.of("/dev/null")));
        assertTrue(device.getMessage().contains("not a plain file"), device::getMessage);
        LivesetException missing =
                assertThrows(LivesetException.class, () -> FileStatefileVdi.open(directory.resolve("none")));
        assertEquals(LivesetException.Code.CANNOT_ACCESS_STATEFILE, missing.code());
    }

    private Path image(int sizeBytes) throws Exception {
        return Files.write(directory.resolve("statefile"), new byte[sizeBytes]);
    }
}
