package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.recovery.RegionKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatefileFormatTest {
    private static final PoolConfig POOL = TestPool.strict();

    private static ImageVdi formatted(PoolConfig pool, PoolKeys keys) throws IOException {
        ImageVdi disk = ImageVdi.ofSize(StatefileFormat.sizeBytes(pool, 4));
        StatefileFormat.format(disk, pool, 4, keys);
        return disk;
    }

    private static void refused(ImageVdi disk, PoolKeys keys, Code code, String words) {
        LivesetException refused =
                assertThrows(LivesetException.class, () -> StatefileFormat.inspect(disk, POOL, keys));
        assertEquals(code, refused.code());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    @Test
    void shouldFormatXhadsPartByteForByteAsXhadsToolDoes() throws IOException {
        byte[] capture = Captures.statefile("01-formatted-init");
        byte[] ours = Arrays.copyOf(formatted(TestPool.interop(), PoolKeys.none()).bytes, capture.length);
        Arrays.fill(ours, GlobalSectionLayout.TRAILER, GlobalSectionLayout.TRAILER + TrailerLayout.BYTES, (byte) 0);
        assertArrayEquals(capture, ours);
    }

    @Test
    void shouldAcceptWhatItFormatted() throws IOException {
        StatefileFormat.inspect(formatted(POOL, PoolKeys.none()), POOL, PoolKeys.none());
        StatefileFormat.inspect(formatted(TestPool.interop(), PoolKeys.none()), TestPool.interop(), PoolKeys.none());
    }

    @Test
    void shouldSayWhatIsWrongWithADiskInOneSentence() throws IOException {
        PoolKeys none = PoolKeys.none();
        refused(ImageVdi.ofSize(4096), none, Code.INVALID_STATEFILE, "too short");
        refused(ImageVdi.ofSize(StatefileFormat.sizeBytes(POOL, 4)), none, Code.INVALID_STATEFILE, "never formatted");
        ImageVdi disk = formatted(POOL, none);
        disk.bytes[62] ^= 1;
        refused(disk, none, Code.INVALID_STATEFILE, "corrupted");
        PoolConfig other = TestPool.of("00000000-1234-4567-89ab-cdef01234567", TestPool.IDS, PoolConfig.Mode.STRICT);
        refused(formatted(other, none), none, Code.GENERATION_UUID_MISMATCH, "another generation");
        ImageVdi version = formatted(POOL, none);
        version.putInt(12, 3);
        version.putInt(8, version.getInt(8) + 1);
        refused(version, none, Code.INVALID_STATEFILE, "does not know");
        refused(withNewerArea(), none, Code.INVALID_STATEFILE, "does not know");
        ImageVdi cut = new ImageVdi(Arrays.copyOf(formatted(POOL, none).bytes, 300_000 / 4096 * 4096));
        refused(cut, none, Code.INVALID_STATEFILE, "too short");
        ImageVdi unreadable = formatted(POOL, none);
        unreadable.badPages.add(0);
        refused(unreadable, none, Code.CANNOT_ACCESS_STATEFILE, "could not be read");
        byte[] key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        refused(formatted(POOL, none), PoolKeys.of(key), Code.INVALID_STATEFILE, "not signed");
    }

    /** As a later release might format it; sealed, so that it is no damage. */
    private static ImageVdi withNewerArea() throws IOException {
        ImageVdi disk = formatted(POOL, PoolKeys.none());
        disk.putInt(Geometry.AREA + 4, 2);
        CheckedMemory header = CheckedMemory.allocate(4096);
        header.putBytes(0, disk.bytes, Geometry.AREA, 4096);
        new Seal(PoolKeys.none()).put(header, 0, 60, 96, 0);
        header.getBytes(0, disk.bytes, Geometry.AREA, 4096);
        return disk;
    }

    @Test
    void shouldNameALaterExtensionAreaButTakeADamagedOneForDamaged() throws IOException {
        List<String> verdicts = new ArrayList<>();
        for (ImageVdi disk : List.of(withNewerArea(), formatted(POOL, PoolKeys.none()))) {
            if (verdicts.size() == 1) {
                disk.putInt(Geometry.AREA + 4, 2);
            }
            StatefileDump.of(disk, PoolKeys.none()).parts().stream()
                    .filter(part -> part.name().equals("extension"))
                    .forEach(part -> verdicts.add(part.verdict()));
        }
        assertEquals(List.of("unknown version 2", "wrong CRC: damaged"), verdicts);
    }

    @Test
    void shouldRecogniseAnInterruptedFormat() throws IOException {
        ImageVdi disk = formatted(POOL, PoolKeys.none());
        Arrays.fill(disk.bytes, 0, 4096, (byte) 0);
        refused(disk, PoolKeys.none(), Code.INVALID_STATEFILE, "never formatted");
    }

    @Test
    void shouldRefuseADiskThatIsTooSmallForThePool() {
        LivesetException refused = assertThrows(
                LivesetException.class,
                () -> StatefileFormat.format(ImageVdi.ofSize(266_240), POOL, 4, PoolKeys.none()));
        assertTrue(refused.getMessage().contains("larger disk"), refused.getMessage());
    }

    @Test
    void shouldLayEverythingOutInWholePagesWithoutOverlap() {
        for (int maxVms : List.of(1, 40, 1_000)) {
            Geometry geometry = new Geometry(64, maxVms);
            long end = Geometry.AREA + 4096;
            for (int host = 0; host < 64; host++) {
                for (RegionKind kind : RegionKind.values()) {
                    assertEquals(end, geometry.regionOffset(host, kind));
                    assertEquals(0, geometry.slotBytes(kind) % 4096);
                    end += geometry.regionBytes(kind);
                }
            }
            assertEquals(end, geometry.statefileBytes());
        }
    }
}
