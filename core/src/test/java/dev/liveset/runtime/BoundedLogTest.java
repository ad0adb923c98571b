package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class BoundedLogTest {
    /** A console that can be blocked, as a stopped pipe is. */
    private static final class Console extends AppenderBase<ILoggingEvent> {
        final CountDownLatch open = new CountDownLatch(1);
        final CountDownLatch reached = new CountDownLatch(1);
        final BlockingQueue<ILoggingEvent> shown = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.getMDCPropertyMap();
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            shown.add(event);
        }

        String next() throws InterruptedException {
            ILoggingEvent event = shown.poll(10, TimeUnit.SECONDS);
            return event == null ? "nothing came" : event.getFormattedMessage();
        }
    }

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.liveset");
    private final Console console = new Console();

    @BeforeEach
    void attach() {
        console.setContext(logger.getLoggerContext());
        console.start();
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
        logger.addAppender(console);
    }

    @AfterEach
    void detach() {
        console.open.countDown();
        logger.detachAppender(console);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void shouldDropAndCountWhileTheConsoleIsBlockedAndNeverBlockWhoLogs() throws Exception {
        try (BoundedLog log = new BoundedLog("Lab", "lab1")) {
            log.info("first");
            assertTrue(console.reached.await(10, TimeUnit.SECONDS), "the log thread never reached the console");
            for (int line = 0; line < 3000; line++) {
                log.info("line " + line);
            }
            assertEquals(3000 - 1024, log.dropped());
            console.open.countDown();
            assertEquals("first", console.next());
            assertEquals("1976 log lines were dropped: the log was blocked.", console.next());
            assertEquals("line 0", console.next());
        }
    }

    @Test
    void shouldNamePoolAndHostInEveryLine() throws Exception {
        console.open.countDown();
        try (BoundedLog log = new BoundedLog("Lab", "lab2")) {
            log.warn("look");
            ILoggingEvent event = console.shown.poll(10, TimeUnit.SECONDS);
            assertEquals(
                    List.of("Lab", "lab2"),
                    List.of(
                            event.getMDCPropertyMap().get("pool"),
                            event.getMDCPropertyMap().get("host")));
        }
    }

    @Test
    void shouldWriteWhatIsQueuedBeforeItCloses() {
        console.open.countDown();
        BoundedLog log = new BoundedLog("Lab", "lab1");
        log.info("one");
        log.info("two");
        log.close();
        assertEquals(
                List.of("one", "two"),
                console.shown.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }
}
