package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncarnationFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldFollowTheWallClockAndStillRiseWhenTheClockWentBack() {
        try (IncarnationFile file = IncarnationFile.open(directory)) {
            assertEquals(1_000, file.next(1_000));
        }
        try (IncarnationFile file = IncarnationFile.open(directory)) {
            assertEquals(1_001, file.next(500));
            assertEquals(1_002, file.next(1_002));
        }
    }

    @Test
    void shouldRefuseASecondAgentInTheSameDirectory() {
        try (IncarnationFile file = IncarnationFile.open(directory)) {
            assertEquals(1, file.next(1));
            LivesetException refused = assertThrows(LivesetException.class, () -> IncarnationFile.open(directory));
            assertTrue(refused.getMessage().contains("Another agent runs"), refused::getMessage);
        }
    }

    @Test
    void shouldRefuseAFileThatHoldsNoIncarnation() throws IOException {
        for (String content : new String[] {"", "seven", "-1", "9223372036854775807"}) {
            Files.writeString(directory.resolve("incarnation"), content);
            try (IncarnationFile file = IncarnationFile.open(directory)) {
                LivesetException refused = assertThrows(LivesetException.class, () -> file.next(1));
                assertEquals(LivesetException.Code.INVALID_LOCALHOST_STATE, refused.code(), content);
            }
        }
    }
}
