package dev.liveset.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The keeper process: kills a process group with SIGKILL when it was armed and is not fed in time. It lives in a
 * session of its own, ignores polite signals, keeps its memory in RAM as far as it may, and needs neither disk nor
 * another process at the moment that counts. Losing the host's end of the pipe while armed counts as not being fed.
 */
final class KeeperMain {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final short POLLIN = 1;
    private static final int READ_BYTES = 64 * KeeperFrame.SIZE_BYTES;
    private static final int POLL_AT = READ_BYTES;
    private static final int ANSWER_AT = READ_BYTES + 64;
    private static final int MCL_CURRENT_ON_FAULT = 1 | 4;
    /** How often a keeper that lost its host looks whether the group is gone by itself, so that its number is not killed when it belongs to others. */
    private static final long ORPHAN_CHECK_NANOS = 20_000_000L;

    private static final long MILLI = 1_000_000L;
    private static final long KILLING_NANOS = 10_000 * MILLI;
    private static final int EXIT_OUTLIVED = 1;
    private static final int EXIT_WRONG_START = 2;

    private final ProcessGroup group;
    private final KeeperTimer timer = new KeeperTimer();
    private final PageMemory memory = new PageMemory(2 * READ_BYTES);
    private final ByteBuffer buffer = memory.buffer();
    private int received;

    private KeeperMain(ProcessGroup group) {
        this.group = group;
    }

    /** Arguments: the process group, then optionally the file that gets one line when the keeper kills. */
    public static void main(String[] arguments) throws InterruptedException {
        ProcessGroup group = new ProcessGroup(Integer.parseInt(arguments[0]));
        Path evidence = arguments.length > 1 ? Path.of(arguments[1]) : null;
        if (!detach() || !group.exists() || Libc.getpgid(0) == group.id()) {
            System.exit(EXIT_WRONG_START);
        }
        KeeperMain keeper = new KeeperMain(group);
        keeper.send(KeeperFrame.HELLO, 0, System.nanoTime(), 0);
        System.exit(keeper.keep(evidence));
    }

    private static boolean detach() {
        for (int signal : new int[] {Libc.SIGHUP, Libc.SIGINT, Libc.SIGTERM}) {
            Libc.signal(signal, Libc.SIG_IGN);
        }
        writeQuietly(Path.of("/proc/self/oom_score_adj"), "-1000");
        Libc.mlockall(MCL_CURRENT_ON_FAULT); // Not allowed to everyone; then the kernel may page it out.
        return Libc.setsid() > 0 && Libc.fcntl(STDOUT, Libc.F_SETFL, Libc.O_NONBLOCK) == 0;
    }

    private int keep(Path evidence) throws InterruptedException {
        while (!timer.mustKill(System.nanoTime())) {
            if (timer.finished() || (!timer.connected() && !group.exists())) {
                return 0;
            }
            if (timer.connected()) {
                receive(timer.armed() ? millisUntil(timer.deadlineNanos()) : -1);
            } else {
                long left = timer.deadlineNanos() - System.nanoTime();
                Thread.sleep(Math.max(0, Math.min(left, ORPHAN_CHECK_NANOS)) / MILLI);
            }
        }
        group.kill();
        String why =
                timer.killRequested() ? "on request" : timer.connected() ? "not fed in time" : "host lost, not fed";
        long until = System.nanoTime() + KILLING_NANOS;
        if (evidence != null) {
            writeQuietly(evidence, "killed process group " + group.id() + ": " + why + System.lineSeparator());
        }
        while (group.exists()) {
            if (System.nanoTime() - until > 0) {
                return EXIT_OUTLIVED;
            }
            group.kill();
            Thread.sleep(10);
        }
        return 0;
    }

    /** Rounded down: it is better to look once too often than too late. */
    private static int millisUntil(long deadlineNanos) {
        return (int) Math.max(0, Math.min((deadlineNanos - System.nanoTime()) / MILLI, Integer.MAX_VALUE));
    }

    private void receive(int timeoutMillis) {
        buffer.putInt(POLL_AT, STDIN).putShort(POLL_AT + 4, POLLIN).putShort(POLL_AT + 6, (short) 0);
        int ready = Libc.poll(memory.address(POLL_AT, 8), 1, timeoutMillis);
        if (ready <= 0) {
            return; // Time is up, or a signal came: the caller looks at the clock.
        }
        long count = Libc.read(STDIN, memory.address(received, READ_BYTES - received), READ_BYTES - received);
        if (count <= 0) {
            if (count == 0 || Libc.errno() != Libc.EINTR) {
                timer.onDisconnect();
            }
            return;
        }
        received += (int) count;
        int at = 0;
        while (received - at >= KeeperFrame.SIZE_BYTES) {
            take(at);
            at += KeeperFrame.SIZE_BYTES;
        }
        received -= at;
        for (int i = 0; i < received; i++) {
            buffer.put(i, buffer.get(at + i));
        }
    }

    private void take(int at) {
        long sequence = buffer.getLong(at + KeeperFrame.SEQUENCE);
        long sentAt = buffer.getLong(at + KeeperFrame.SENT_AT);
        long verb = buffer.getLong(at + KeeperFrame.VERB);
        if (timer.onFrame(verb, sequence, sentAt, buffer.getLong(at + KeeperFrame.DEADLINE))) {
            send(KeeperFrame.ANSWER, sequence, sentAt, timer.deadlineNanos());
        }
    }

    /** Never waits: an answer that does not fit into the pipe is lost, and a host that does not read is stuck anyway. */
    private void send(long verb, long sequence, long sentAtNanos, long deadlineNanos) {
        KeeperFrame.put(buffer, ANSWER_AT, verb, sequence, sentAtNanos, deadlineNanos);
        Libc.write(STDOUT, memory.address(ANSWER_AT, KeeperFrame.SIZE_BYTES), KeeperFrame.SIZE_BYTES);
    }

    private static void writeQuietly(Path file, String text) {
        try {
            Files.write(
                    file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            // Nothing depends on it.
        }
    }
}
