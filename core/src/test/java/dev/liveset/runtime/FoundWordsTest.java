package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.codec.StatefileStore;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.RegionKind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first host died as incarnation 7 and left its last words on the heartbeat disk. */
@Timeout(60)
class FoundWordsTest {
    private static final int MAX_VMS = 10;
    private static final LastWords WORDS = new LastWords(
            0, 7, 9, "STATEFILE_LOST", VerdictCode.STATEFILE_LOST.words() + ": this host in phase FH3 had weight 1");

    @TempDir
    Path directory;

    private final PoolConfig pool = new PoolConfig(
            "Lab",
            new Generation("a".repeat(32)),
            List.of(host("1"), host("2")),
            Timings.builder().build(),
            PoolConfig.Mode.STRICT);
    private final SwitchedVdi disk = new SwitchedVdi(StatefileFormat.sizeBytes(pool, MAX_VMS));
    private final BlockingQueue<Event> answers = new LinkedBlockingQueue<>();
    private final BoundedLog log = new BoundedLog("Lab", "lab");
    private StatefileThread thread;
    private VerdictBook book;

    private static HostConfig host(String digit) {
        return new HostConfig(new HostId(digit.repeat(32)), "lab" + digit, List.of());
    }

    @BeforeEach
    void writeThem() throws Exception {
        StatefileFormat.format(disk, pool, MAX_VMS, PoolKeys.none());
        StatefileStore store = new StatefileStore(new PoolCodec(pool, 0), 7, disk);
        thread = new StatefileThread(
                "lab1", store, disk::close, answers::add, log, System::nanoTime, new Figures(2), event -> {});
        thread.attemptLastWords(WORDS, TimeUnit.SECONDS.toNanos(30));
        book = new VerdictBook(directory, "lab", 2, log);
    }

    @AfterEach
    void close() throws Exception {
        thread.close();
        book.close();
        VerdictBookTest.release(directory);
        log.close();
    }

    private void lookFor(int self, int host, long incarnation) throws InterruptedException {
        new FoundWords(pool, self, book, thread).lookFor(host, incarnation);
        thread.request(new Effect.ReadRegion(1, RegionKind.MANIFEST)); // carried out after it
        answers.poll(30, TimeUnit.SECONDS);
    }

    private List<VerdictCode> codes(int host) {
        return book.about(host).stream().map(told -> told.verdict().code()).toList();
    }

    @Test
    void shouldTellOnASurvivorWhatTheRemovedHostSaidLast() throws Exception {
        lookFor(1, 0, 7);
        assertEquals(List.of(VerdictCode.STATEFILE_LOST), codes(0));
        ToldVerdict told = book.about(0).get(0);
        assertEquals(0, told.toldBy());
        assertEquals(
                VerdictCode.STATEFILE_LOST.words()
                        + ": its last words on the heartbeat disk are: this host in phase FH3 had weight 1",
                told.verdict().words());
    }

    @Test
    void shouldNotTakeTheWordsOfAnotherLifeOrOfNoneForThoseOfThisDeath() throws Exception {
        lookFor(1, 0, 8);
        lookFor(1, 0, 0);
        lookFor(0, 1, 7);
        assertEquals(List.of(), codes(0));
        assertEquals(List.of(), codes(1), "it never wrote any");
    }

    @Test
    void shouldTellItsOwnAfterTheRebootWhenTheStateDirectoryLostThem() throws Exception {
        VerdictNews news = new VerdictNews(pool, 0, book);
        news.started(7);
        news.started(8);
        assertEquals(List.of(VerdictCode.STARTED, VerdictCode.NO_LAST_WORDS, VerdictCode.STARTED), codes(0));
        lookFor(0, 0, 7);
        assertEquals(List.of(VerdictCode.STARTED, VerdictCode.STATEFILE_LOST, VerdictCode.STARTED), codes(0));
    }

    @Test
    void shouldNotTellItsOwnTwice() throws Exception {
        VerdictNews news = new VerdictNews(pool, 0, book);
        news.started(7);
        news.stopped(null, "it left");
        news.started(8);
        lookFor(0, 0, 7);
        assertEquals(List.of(VerdictCode.STARTED, VerdictCode.LEFT, VerdictCode.STARTED), codes(0));
    }

    @Test
    void shouldTellItsOwnWhenTheStateDirectoryHasNothingAtAll() throws Exception {
        new VerdictNews(pool, 0, book).started(8);
        lookFor(0, 0, 7);
        assertEquals(List.of(VerdictCode.STARTED, VerdictCode.STATEFILE_LOST), codes(0));
    }
}
