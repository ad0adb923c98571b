package dev.liveset.examples;

import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a host says on its output, on its way through a bounded queue: who does not read it never delays the host. */
public final class Outbox {
    private static final int CAPACITY = 500;

    private record Line(String text, CountDownLatch written) {}

    private final ArrayBlockingQueue<Line> lines = new ArrayBlockingQueue<>(CAPACITY);
    private final PrintStream out;

    /** Writes to this stream from a thread of its own. */
    public Outbox(PrintStream out) {
        this.out = out;
        Thread thread = new Thread(this::write, "outbox");
        thread.setDaemon(true);
        thread.start();
    }

    /** Says the line some time; drops it when too many wait. */
    public void send(String text) {
        lines.offer(new Line(text, new CountDownLatch(1)));
    }

    /** Says the line and waits until it is out, or this long. */
    public void send(String text, long waitMillis) {
        Line line = new Line(text, new CountDownLatch(1));
        if (lines.offer(line)) {
            try {
                line.written.await(waitMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write() {
        try {
            while (true) {
                Line line = lines.take();
                out.println(line.text);
                out.flush();
                line.written.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
