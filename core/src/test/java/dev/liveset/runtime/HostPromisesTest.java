package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.agent.LivesetReport;
import dev.liveset.recovery.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostPromisesTest {
    private static final CommandResult ENDED = new CommandResult(CommandResult.Status.UNKNOWN, "ended");
    private static final int THREADS = 4;

    @Test
    void shouldBoundWhatWaitsForAnEmbedderWhoseContinuationsDoNotReturn() throws Exception {
        HostPromises promises = new HostPromises(HostPromises.continuations("lab"));
        CountDownLatch stuck = new CountDownLatch(THREADS);
        CountDownLatch free = new CountDownLatch(1);
        for (int i = 0; i < THREADS; i++) {
            CompletableFuture<CommandResult> answer = new CompletableFuture<>();
            var unused = answer.thenRun(() -> {
                stuck.countDown();
                await(free);
            });
            promises.answer(promises.newCommand(answer, ENDED), CommandResult.OK);
        }
        assertTrue(stuck.await(30, TimeUnit.SECONDS));

        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < HostPromises.MAX_COMMANDS; i++) {
            CompletableFuture<CommandResult> answer = new CompletableFuture<>();
            long id = promises.newCommand(answer, ENDED);
            assertTrue(id > 0);
            promises.answer(id, CommandResult.OK); // The agent has long answered; nobody takes it up.
            waiting.add(answer);
            assertTrue(promises.newReport(new CompletableFuture<>()) > 0);
        }
        assertEquals(-1, promises.newCommand(new CompletableFuture<>(), ENDED));
        assertEquals(-1, promises.newReport(new CompletableFuture<>()));
        promises.end(new HostEnd.Stopped(null, "The end finds room in any case."));
        promises.released();
        assertFalse(promises.ended().isDone());
        assertFalse(waiting.get(0).isDone());

        free.countDown();
        CompletableFuture.allOf(waiting.toArray(new CompletableFuture<?>[0])).get(30, TimeUnit.SECONDS);
        assertEquals(
                "The end finds room in any case.",
                ((HostEnd.Stopped) promises.ended().get(30, TimeUnit.SECONDS)).sentence());
    }

    @Test
    void shouldTakeCommandsAgainOnceTheAnswersWereTakenUp() {
        HostPromises promises = new HostPromises(Runnable::run);
        for (int i = 0; i < 3 * HostPromises.MAX_COMMANDS; i++) {
            CompletableFuture<CommandResult> answer = new CompletableFuture<>();
            long id = promises.newCommand(answer, ENDED);
            assertTrue(id > 0);
            if (i % 2 == 0) {
                answer.cancel(false); // Whoever no longer wants to know holds no place either.
            }
            promises.answer(id, CommandResult.OK);
            assertTrue(promises.newReport(new CompletableFuture<>()) > 0);
            promises.abandonCommands();
        }
    }

    @Test
    void shouldAnswerAtTheEndWhatWasSaidForThatCase() throws Exception {
        HostPromises promises = new HostPromises(Runnable::run);
        CompletableFuture<CommandResult> answer = new CompletableFuture<>();
        assertTrue(promises.newCommand(answer, ENDED) > 0);
        CompletableFuture<LivesetReport> report = new CompletableFuture<>();
        assertTrue(promises.newReport(report) > 0);
        promises.end(new HostEnd.Stopped(null, "It left."));
        assertEquals(ENDED, answer.get(1, TimeUnit.SECONDS));
        ExecutionException failed = assertThrows(ExecutionException.class, () -> report.get(1, TimeUnit.SECONDS));
        assertTrue(failed.getCause() instanceof LivesetException);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
