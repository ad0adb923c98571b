package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.fencing.Watchdog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;

/**
 * The keeper as this host's watchdog: a small process of its own that kills the host's process group when it is not
 * fed in time, for hosts without a hardware watchdog. It resets VMs of that group only. Frames carry absolute
 * deadlines on the machine's monotonic clock, so a frame that is delayed does not delay the deadline.
 */
public final class KeeperWatchdog implements Watchdog {
    private static final long SECOND = 1_000_000_000L;
    private static final long START_NANOS = 20 * SECOND;
    private static final long ANSWER_NANOS = 2 * SECOND;
    /** The keeper looks at the clock every millisecond when it matters; the rest is the scheduler's. */
    private static final long GRANULARITY_NANOS = 50_000_000L;

    private static final long LOOK_AGAIN_NANOS = 200_000L;
    /** Far below what a pipe holds, so that writing never blocks. */
    private static final int MOST_UNANSWERED = 256;

    private final KeeperConfig config;
    private final Process process;
    private final OutputStream toKeeper;
    private final InputStream fromKeeper;
    private final byte[] sending = new byte[KeeperFrame.SIZE_BYTES];
    private final ByteBuffer sendingFrame = ByteBuffer.wrap(sending).order(ByteOrder.nativeOrder());
    private final byte[] receiving = new byte[KeeperFrame.SIZE_BYTES];
    private final ByteBuffer receivedFrame = ByteBuffer.wrap(receiving).order(ByteOrder.nativeOrder());
    private int received;
    private long sent;
    private long answered;
    private long answeredDeadlineNanos;
    private long silentSinceNanos;
    private long patienceNanos = ANSWER_NANOS;

    private KeeperWatchdog(KeeperConfig config, Process process) {
        this.config = config;
        this.process = process;
        toKeeper = process.getOutputStream();
        fromKeeper = process.getInputStream();
    }

    /**
     * Starts the keeper's process, unarmed, and waits until it is ready: a fraction of a second, 20 seconds at most.
     * Throws {@link LivesetException} when it cannot be started or does not share this process's clock.
     */
    public static KeeperWatchdog start(KeeperConfig config) {
        Libc.require();
        long startedAt = System.nanoTime();
        KeeperWatchdog watchdog = new KeeperWatchdog(config, KeeperLauncher.launch(config));
        try {
            watchdog.awaitHello(startedAt);
            return watchdog;
        } catch (RuntimeException e) {
            watchdog.process.destroyForcibly();
            throw e;
        }
    }

    private void awaitHello(long startedAt) {
        while (!receiveFrame()) {
            if (!process.isAlive()) {
                throw error("ended at its start with exit code " + process.exitValue() + "; check that process group "
                        + config.group().id() + " exists");
            }
            if (System.nanoTime() - startedAt > START_NANOS) {
                throw error(
                        "did not start within " + START_NANOS / SECOND + " s; the machine is too slow or overloaded");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        long keeperNanos = receivedFrame.getLong(KeeperFrame.SENT_AT);
        boolean sameClock = keeperNanos - startedAt >= 0 && System.nanoTime() - keeperNanos >= 0;
        if (receivedFrame.getLong(KeeperFrame.VERB) != KeeperFrame.HELLO || !sameClock) {
            throw error("does not speak like one, or has another clock; use the same Java for both");
        }
    }

    /** What it is on a machine that still schedules its processes. */
    @Override
    public long granularityNanos() {
        return GRANULARITY_NANOS;
    }

    @Override
    public synchronized long arm(long timeoutNanos) {
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("timeout " + timeoutNanos);
        }
        patienceNanos = Math.min(ANSWER_NANOS, timeoutNanos / 2);
        long now = System.nanoTime();
        send(KeeperFrame.ARM, now, now + timeoutNanos);
        awaitAnswer(now, Math.min(ANSWER_NANOS, timeoutNanos));
        return answeredDeadlineNanos - now;
    }

    /** Also throws when the keeper has ended or stopped answering: then this host has no watchdog any more. */
    @Override
    public synchronized void feed(long deadlineNanos) {
        long now = System.nanoTime();
        receiveAnswers(now);
        send(KeeperFrame.FEED, now, deadlineNanos);
    }

    @Override
    public synchronized void disarm() {
        long now = System.nanoTime();
        receiveAnswers(now);
        send(KeeperFrame.DISARM, now, 0);
        awaitAnswer(now, ANSWER_NANOS);
        if (answeredDeadlineNanos != 0) {
            throw error("is still armed");
        }
    }

    /** Kills the process group, through the keeper and directly. */
    @Override
    public synchronized void reset(String reason) {
        try {
            send(KeeperFrame.KILL, System.nanoTime(), 0);
        } catch (LivesetException e) {
            // Then only the direct way is left.
        }
        config.group().kill();
    }

    /** Whether all VMs of this host are in the process group, as configured. */
    @Override
    public boolean guaranteesAllVms() {
        return !config.vmsOutsideGroup();
    }

    /** Ends the connection: an unarmed keeper ends, an armed one kills at its deadline. */
    @Override
    public synchronized void close() {
        try {
            toKeeper.close();
        } catch (IOException e) {
            // The keeper is gone, or sees the end when this process ends.
        }
    }

    private void send(long verb, long sentAtNanos, long deadlineNanos) {
        if (sent - answered >= MOST_UNANSWERED) {
            throw error("does not answer");
        }
        if (sent == answered) {
            silentSinceNanos = sentAtNanos;
        }
        sent++;
        KeeperFrame.put(sendingFrame, 0, verb, sent, sentAtNanos, deadlineNanos);
        try {
            toKeeper.write(sending);
            toKeeper.flush();
        } catch (IOException e) {
            throw error("has ended (" + e.getMessage() + "), so this host has no watchdog");
        }
    }

    private void awaitAnswer(long sentAtNanos, long waitNanos) {
        while (answered < sent) {
            if (receiveFrame()) {
                onAnswer(System.nanoTime());
            } else if (!process.isAlive()) {
                throw error("has ended, so this host has no watchdog");
            } else if (System.nanoTime() - sentAtNanos > waitNanos) {
                throw error("did not answer within " + waitNanos / 1_000_000 + " ms");
            } else {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private void receiveAnswers(long nowNanos) {
        while (receiveFrame()) {
            onAnswer(nowNanos);
        }
        if (sent > answered && nowNanos - silentSinceNanos > patienceNanos) {
            throw error("has not answered for " + (nowNanos - silentSinceNanos) / 1_000_000 + " ms");
        }
    }

    private void onAnswer(long nowNanos) {
        answered = receivedFrame.getLong(KeeperFrame.SEQUENCE);
        answeredDeadlineNanos = receivedFrame.getLong(KeeperFrame.DEADLINE);
        silentSinceNanos = nowNanos;
    }

    /** Whether a whole frame has come; never waits for one. */
    private boolean receiveFrame() {
        try {
            if (received == KeeperFrame.SIZE_BYTES) {
                received = 0;
            }
            int available = fromKeeper.available();
            if (available > 0) {
                received +=
                        fromKeeper.read(receiving, received, Math.min(available, KeeperFrame.SIZE_BYTES - received));
            }
            return received == KeeperFrame.SIZE_BYTES;
        } catch (IOException e) {
            return false; // Its end is found by writing, or by asking the process.
        }
    }

    private static LivesetException error(String why) {
        return new LivesetException(Code.WATCHDOG_ERROR, "The keeper " + why + ".");
    }
}
