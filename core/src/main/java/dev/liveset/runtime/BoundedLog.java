package dev.liveset.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * One host's log lines on their way to SLF4J: a bounded queue and a thread of its own, so that a blocked console or a
 * full disk never delays who logs. What does not fit is dropped and counted; the count is logged as soon as lines flow
 * again. The diagnostic context of every line names {@code pool} and {@code host}.
 */
final class BoundedLog implements AutoCloseable {
    private static final int CAPACITY = 1024;
    private static final long IDLE_MILLIS = 200;
    private static final long CLOSE_MILLIS = 500;

    private record Line(Level level, String text, Throwable trouble) {}

    private final ArrayBlockingQueue<Line> lines = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final String pool;
    private final String host;
    private final Thread thread;
    private volatile boolean closing;

    BoundedLog(String pool, String host) {
        this.pool = pool;
        this.host = host;
        thread = DaemonThreads.start("liveset-log-" + host, this::drain);
    }

    void debug(String text) {
        offer(new Line(Level.DEBUG, text, null));
    }

    void info(String text) {
        offer(new Line(Level.INFO, text, null));
    }

    void warn(String text) {
        offer(new Line(Level.WARN, text, null));
    }

    void error(String text, Throwable trouble) {
        offer(new Line(Level.ERROR, text, trouble));
    }

    /** Lines dropped so far that no line in the log accounts for yet. */
    long dropped() {
        return dropped.get();
    }

    /** Lets the thread write what is queued, and waits for that half a second at most. */
    @Override
    public void close() {
        closing = true;
        DaemonThreads.awaitEnd(thread, CLOSE_MILLIS);
    }

    private void offer(Line line) {
        if (!lines.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    private void drain() {
        MDC.put("pool", pool);
        MDC.put("host", host);
        Logger logger = LoggerFactory.getLogger("dev.liveset");
        while (true) {
            Line line;
            try {
                line = lines.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                continue; // Nobody of ours interrupts this thread, and lines must go on flowing.
            }
            if (line != null) {
                write(logger, line);
            }
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                write(logger, new Line(Level.WARN, lost + " log lines were dropped: the log was blocked.", null));
            }
            if (line == null && closing) {
                return;
            }
        }
    }

    private void write(Logger logger, Line line) {
        try {
            logger.atLevel(line.level).setCause(line.trouble).log(line.text);
        } catch (RuntimeException e) {
            dropped.incrementAndGet(); // A binding that throws must not end the log.
        }
    }
}
