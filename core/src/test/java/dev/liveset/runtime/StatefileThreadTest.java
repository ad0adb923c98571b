package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.Timings;
import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.agent.PoolEvent;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.codec.StatefileStore;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.SectionStatus;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StatefileThreadTest {
    private static final int MAX_VMS = 10;
    private static final LastWords WORDS = new LastWords(0, 7, 9, "STATEFILE_LOST", "it was away");

    private final PoolConfig pool = new PoolConfig(
            "Lab",
            new Generation("a".repeat(32)),
            List.of(host("1"), host("2")),
            Timings.builder().build(),
            PoolConfig.Mode.STRICT);
    private final SwitchedVdi disk = new SwitchedVdi(StatefileFormat.sizeBytes(pool, MAX_VMS));
    private final BlockingQueue<Event> answers = new LinkedBlockingQueue<>();
    private final BoundedLog log = new BoundedLog("Lab", "lab1");
    private final BlockingQueue<PoolEvent> news = new LinkedBlockingQueue<>();
    private final Figures figures = new Figures(1);
    private StatefileThread thread;

    @BeforeEach
    void format() throws Exception {
        StatefileFormat.format(disk, pool, MAX_VMS, PoolKeys.none());
        StatefileStore store = new StatefileStore(new PoolCodec(pool, 0), 7, disk);
        thread = new StatefileThread(
                "lab1", store, disk::close, answers::add, log, System::nanoTime, figures, news::add);
    }

    @AfterEach
    void close() {
        plugIn();
        thread.close();
        log.close();
    }

    @Test
    void shouldReadBackTheSectionItWrote() throws Exception {
        Effect.WriteSection write = sectionWrite();
        write.section.currentLiveset = 3;
        thread.request(write);
        write.section.currentLiveset = 1; // The agent fills it again for its next beat.
        assertTrue(((Event.SectionWritten) next()).ok);
        thread.request(new Effect.ReadRegion(1, RegionKind.MANIFEST));
        assertEquals(RegionStatus.VALID, ((Event.RegionRead) next()).status());
        thread.request(readStatefile());
        Event.StatefileRead read = (Event.StatefileRead) next();
        assertEquals(SectionStatus.VALID, read.snapshot().status[0]);
        assertEquals(3, read.snapshot().section[0].currentLiveset);
    }

    @Test
    void shouldTellAndCountAGlobalSectionThatWasRolledBackAlone() throws Exception {
        ByteBuffer formatted = ByteBuffer.allocateDirect(4096);
        disk.read(0, formatted);
        writeAndRead(PoolState.ACTIVE);
        writeAndRead(PoolState.ACTIVE);
        assertNull(news.poll());
        disk.write(0, formatted.flip());
        for (int look = 0; look < 2; look++) {
            thread.request(readStatefile());
            assertInstanceOf(Event.StatefileRead.class, next());
        }
        assertEquals(new PoolEvent.GlobalSectionRolledBack(1, 3), news.poll());
        assertNull(news.poll(), "told once");
        assertEquals(1, figures.take().olderGlobalSections());
        writeAndRead(PoolState.ACTIVE);
        assertNull(news.poll(), "a write counts on from the newest that was seen");
        assertEquals(1, figures.take().olderGlobalSections());
    }

    private void writeAndRead(PoolState state) throws Exception {
        thread.request(new Effect.WriteGlobal(state, GlobalSection.NO_MASTER));
        assertTrue(((Event.GlobalWritten) next()).ok());
        thread.request(readStatefile());
        assertInstanceOf(Event.StatefileRead.class, next());
    }

    @Test
    void shouldAnswerNothingWhileTheDiskHangsAndEverythingInOrderAfterwards() throws Exception {
        pullCable();
        thread.request(sectionWrite());
        assertTrue(disk.hanging.await(10, TimeUnit.SECONDS));
        thread.request(new Effect.WriteManifest(Manifest.initial(0)));
        assertNull(answers.poll());
        plugIn();
        assertInstanceOf(Event.SectionWritten.class, next());
        assertInstanceOf(Event.RegionWritten.class, next());
    }

    @Test
    void shouldTellAFailedRequestAsFailed() throws Exception {
        disk.fails = true;
        thread.request(readStatefile());
        assertInstanceOf(Event.StatefileReadFailed.class, next());
        thread.request(sectionWrite());
        assertFalse(((Event.SectionWritten) next()).ok);
        thread.request(new Effect.ReadRegion(1, RegionKind.MASTER));
        assertEquals(RegionStatus.UNREADABLE, ((Event.RegionRead) next()).status());
    }

    @Test
    void shouldOverwriteTheSectionOfAnotherHostAndTellWhetherItCould() throws Exception {
        thread.request(new Effect.OverwriteSection(1, 1));
        assertEquals(new Event.SectionOverwritten(1, true), next());
        thread.request(readStatefile());
        Event.StatefileRead read = (Event.StatefileRead) next();
        assertEquals(SectionStatus.CORRUPT, read.snapshot().status[1]);
        disk.fails = true;
        thread.request(new Effect.OverwriteSection(1, 2));
        assertEquals(new Event.SectionOverwritten(1, false), next());
    }

    @Test
    void shouldWriteLastWordsWhenItIsFree() throws Exception {
        thread.attemptLastWords(WORDS, TimeUnit.SECONDS.toNanos(10));
        thread.request(new Effect.ReadRegion(0, RegionKind.LAST_WORDS));
        assertEquals(WORDS, ((Event.RegionRead) next()).lastWords());
    }

    @Test
    void shouldNotWaitForLastWordsOnADiskThatHangs() throws Exception {
        pullCable();
        thread.request(sectionWrite());
        assertTrue(disk.hanging.await(10, TimeUnit.SECONDS));
        thread.attemptLastWords(WORDS, 5_000_000);
        assertEquals(1, disk.cable.getCount(), "it returned although the disk still hangs");
    }

    @Test
    void shouldReleaseTheDiskOnlyWhenItsLastRequestReturned() throws Exception {
        pullCable();
        thread.request(sectionWrite());
        assertTrue(disk.hanging.await(10, TimeUnit.SECONDS));
        thread.close();
        assertEquals(1, disk.closed.getCount());
        plugIn();
        assertTrue(disk.closed.await(10, TimeUnit.SECONDS));
        assertNull(answers.poll(), "nobody is left to answer to");
    }

    @Test
    void shouldRefuseMoreRequestsThanAnAgentMayHaveUnderWay() throws Exception {
        pullCable();
        thread.request(sectionWrite());
        assertTrue(disk.hanging.await(10, TimeUnit.SECONDS));
        assertThrows(IllegalStateException.class, () -> {
            for (int request = 0; request < 100; request++) {
                thread.request(sectionWrite());
            }
        });
    }

    private void pullCable() {
        disk.cable = new CountDownLatch(1);
    }

    private void plugIn() {
        CountDownLatch pulled = disk.cable;
        disk.cable = null;
        if (pulled != null) {
            pulled.countDown();
        }
    }

    private Event next() throws InterruptedException {
        return answers.poll(10, TimeUnit.SECONDS);
    }

    private static Effect readStatefile() {
        return new Effect.ReadStatefile();
    }

    private static Effect.WriteSection sectionWrite() {
        Effect.WriteSection write = new Effect.WriteSection();
        write.section.sequence = 1;
        write.section.weight = 1;
        write.section.incarnation = 7;
        write.section.longSequence = 1;
        return write;
    }

    private static HostConfig host(String digit) {
        return new HostConfig(new HostId(digit.repeat(32)), "lab" + digit, List.of());
    }
}
