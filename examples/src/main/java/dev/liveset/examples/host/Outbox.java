package dev.liveset.examples.host;

import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A host's lines to its lab, on their way through a bounded queue: a lab that does not read never delays the host. */
final class Outbox {
    private static final int CAPACITY = 500;

    private record Line(Message message, CountDownLatch written) {}

    private final ArrayBlockingQueue<Line> lines = new ArrayBlockingQueue<>(CAPACITY);
    private final PrintStream out;

    Outbox(PrintStream out) {
        this.out = out;
        Thread thread = new Thread(this::write, "lab-outbox");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends the line some time; drops it when too many wait. */
    void send(Message message) {
        lines.offer(new Line(message, new CountDownLatch(1)));
    }

    /** Sends the line and waits until it is out, or this long. */
    void send(Message message, long waitMillis) {
        Line line = new Line(message, new CountDownLatch(1));
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
                out.println(line.message.line());
                out.flush();
                line.written.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
