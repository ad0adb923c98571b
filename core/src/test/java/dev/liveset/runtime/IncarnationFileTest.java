package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncarnationFileTest {
    private static final UUID BOOT = UUID.fromString("00000000-0000-0000-0000-00000000b007");
    private static final UUID NEXT_BOOT = UUID.fromString("00000000-0000-0000-0000-00000000b008");

    @TempDir
    Path directory;

    @Test
    void shouldFollowTheWallClockAndStillRiseWhenTheClockWentBack() {
        try (IncarnationFile file = IncarnationFile.open(directory)) {
            assertEquals(1_000, file.next(1_000, BOOT).incarnation());
        }
        try (IncarnationFile file = IncarnationFile.open(directory)) {
            assertEquals(1_001, file.next(500, BOOT).incarnation());
            assertEquals(1_002, file.next(1_002, BOOT).incarnation());
        }
    }

    @Test
    void shouldRefuseASecondAgentInTheSameDirectory() {
        try (IncarnationFile file = IncarnationFile.open(directory)) {
            assertEquals(1, file.next(1, BOOT).incarnation());
            LivesetException refused = assertThrows(LivesetException.class, () -> IncarnationFile.open(directory));
            assertTrue(refused.getMessage().contains("Another agent runs"), refused::getMessage);
        }
    }

    @Test
    void shouldRefuseAFileThatHoldsNoIncarnation() throws IOException {
        for (String content : new String[] {"", "seven", "-1", "9223372036854775807"}) {
            Files.writeString(directory.resolve("incarnation"), content);
            try (IncarnationFile file = IncarnationFile.open(directory)) {
                LivesetException refused = assertThrows(LivesetException.class, () -> file.next(1, BOOT));
                assertEquals(LivesetException.Code.INVALID_LOCALHOST_STATE, refused.code(), content);
            }
        }
    }

    @Test
    void shouldKnowWhetherTheMachineRebootedSinceItsLastAgent() throws IOException {
        try (IncarnationFile file = IncarnationFile.open(directory)) {
            assertFalse(file.next(1, BOOT).firstOfBoot(), "nothing is known of what was before");
            assertFalse(file.next(1, BOOT).firstOfBoot());
            assertTrue(file.next(1, NEXT_BOOT).firstOfBoot());
            assertFalse(file.next(1, NEXT_BOOT).firstOfBoot());
        }
        for (String content : new String[] {"7", "7\nsomething"}) {
            Files.writeString(directory.resolve("incarnation"), content);
            try (IncarnationFile file = IncarnationFile.open(directory)) {
                assertEquals(new IncarnationFile.Start(8, false, 7), file.next(1, BOOT), content);
            }
        }
    }
}
