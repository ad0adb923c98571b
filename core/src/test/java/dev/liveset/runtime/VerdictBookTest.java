package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was decided is there after a reboot; a local disk that is full or hangs costs the file only. */
@Timeout(60)
class VerdictBookTest {
    @TempDir
    Path directory;

    private final List<VerdictBook> books = new ArrayList<>();
    private final BoundedLog log = new BoundedLog("Lab", "lab1");

    @AfterEach
    void close() throws Exception {
        books.forEach(VerdictBook::close);
        release(directory);
        log.close();
    }

    private VerdictBook book() {
        VerdictBook book = new VerdictBook(directory, "lab1", 3, log);
        books.add(book);
        return book;
    }

    private static Verdict verdict(VerdictCode code, int host) {
        return new Verdict(code, host, List.of(new Evidence("h" + host, "did it")));
    }

    @Test
    void shouldStillKnowAfterARebootWhatItKnewBefore() {
        VerdictBook before = book();
        before.add(0, verdict(VerdictCode.EVICTED, 2));
        before.add(0, verdict(VerdictCode.HOST_REMOVED, 2));
        before.close();
        List<ToldVerdict> after = book().about(2);
        assertEquals(
                List.of(VerdictCode.HOST_REMOVED, VerdictCode.EVICTED),
                after.stream().map(told -> told.verdict().code()).toList());
        assertEquals(List.of(), book().about(1));
    }

    @Test
    void shouldKeepTheNewestOnly() {
        VerdictBook book = book();
        for (int i = 0; i < 3 * VerdictBook.PER_HOST; i++) {
            book.add(0, verdict(VerdictCode.MASTER_CHANGED, 1));
        }
        book.add(0, verdict(VerdictCode.HOST_REMOVED, 1));
        assertEquals(VerdictBook.PER_HOST, book.about(1).size());
        assertEquals(VerdictCode.HOST_REMOVED, book.about(1).get(0).verdict().code());
    }

    @Test
    void shouldLeaveOutWhatIsDamagedAndBelieveTheRest() throws Exception {
        VerdictBook before = book();
        before.add(0, verdict(VerdictCode.EVICTED, 2));
        before.add(0, verdict(VerdictCode.HOST_REMOVED, 2));
        before.close();
        List<String> lines = Files.readAllLines(directory.resolve("verdicts"));
        Files.write(directory.resolve("verdicts"), List.of("X" + lines.get(0), lines.get(1), "nonsense"));
        List<ToldVerdict> after = book().about(2);
        assertEquals(1, after.size());
        assertEquals(VerdictCode.HOST_REMOVED, after.get(0).verdict().code());
    }

    @Test
    void shouldAnswerFromMemoryWhenTheLocalDiskIsFull() throws Exception {
        Files.createSymbolicLink(directory.resolve("verdicts.new"), Path.of("/dev/full"));
        VerdictBook book = book();
        CountDownLatch written = book.addLast(0, verdict(VerdictCode.STATEFILE_LOST, 0));
        assertTrue(written.await(30, TimeUnit.SECONDS), "it gives up, it does not hang");
        assertEquals(1, book.about(0).size());
        assertFalse(Files.exists(directory.resolve("verdicts")));
        book.close();
    }

    @Test
    void shouldNotHoldUpAnybodyWhenTheLocalDiskHangs() throws Exception {
        hang(directory);
        VerdictBook book = book();
        for (int i = 0; i < 10; i++) {
            book.add(0, verdict(VerdictCode.MASTER_CHANGED, 1));
        }
        CountDownLatch written = book.addLast(0, verdict(VerdictCode.STATEFILE_LOST, 0));
        assertFalse(written.await(5, TimeUnit.MILLISECONDS));
        assertEquals(1, book.about(0).size());
        book.close();
    }

    /** A pipe that nobody reads: whoever opens it to write waits until {@link #release}. */
    static void hang(Path directory) throws Exception {
        Path pipe = directory.resolve("verdicts.new");
        int made = 1;
        for (int attempt = 0; made != 0 && attempt < 100; attempt++) {
            Files.deleteIfExists(pipe); // a book may be writing the file just now
            made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        }
        assertEquals(0, made);
    }

    /** Reads what {@link #hang} held up, and waits a little until no book writes any more. */
    static void release(Path directory) throws Exception {
        Path pipe = directory.resolve("verdicts.new");
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            while (thread.getName().startsWith("liveset-verdicts-") && thread.isAlive() && System.nanoTime() < limit) {
                if (Files.exists(pipe) && !Files.isRegularFile(pipe)) {
                    new ProcessBuilder("timeout", "0.2", "cat", pipe.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
                }
                thread.join(50);
            }
        }
    }
}
