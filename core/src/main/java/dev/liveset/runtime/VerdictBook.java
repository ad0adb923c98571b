package dev.liveset.runtime;

import dev.liveset.IoReason;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The last verdicts about every host, in memory and in a file of the host's state directory, so that {@code why} answers
 * after a reboot too. Bounded: so many a host. The file has a thread of its own; a local disk that hangs or is full costs
 * the file, and nobody waits for it longer than said. Thread-safe.
 */
final class VerdictBook implements AutoCloseable {
    static final int PER_HOST = 16;
    private static final String FILE = "verdicts";
    private static final long MAX_FILE_BYTES = 16L << 20;
    private static final long IDLE_MILLIS = 100;
    private static final long CLOSE_MILLIS = 500;

    private final Path directory;
    private final BoundedLog log;
    private final List<Deque<ToldVerdict>> byHost = new ArrayList<>();
    /** A wish to write everything; one that waits covers what comes after it. */
    private final ArrayBlockingQueue<CountDownLatch> wishes = new ArrayBlockingQueue<>(2);

    private final Thread thread;
    private volatile boolean closing;
    private boolean complained;

    VerdictBook(Path directory, String name, int hostCount, BoundedLog log) {
        this.directory = directory;
        this.log = log;
        for (int host = 0; host < hostCount; host++) {
            byHost.add(new ArrayDeque<>());
        }
        read();
        thread = DaemonThreads.start("liveset-verdicts-" + name, this::run);
    }

    /** The verdicts about a host, the newest first. */
    synchronized List<ToldVerdict> about(int host) {
        List<ToldVerdict> newestFirst = new ArrayList<>();
        byHost.get(host).descendingIterator().forEachRemaining(newestFirst::add);
        return newestFirst;
    }

    /** Keeps a verdict; the file follows as soon as it can. */
    void add(int toldBy, Verdict verdict) {
        keep(new ToldVerdict(toldBy, System.currentTimeMillis(), verdict));
        wish(new CountDownLatch(1));
    }

    /** Keeps what a host told of itself elsewhere. */
    void addFound(ToldVerdict told) {
        keep(told);
        wish(new CountDownLatch(1));
    }

    /** Keeps what this host told at the end of its former life, before the beginning of this one, unless that is known. */
    void addFormerLast(ToldVerdict told) {
        synchronized (this) {
            List<ToldVerdict> kept = new ArrayList<>(byHost.get(told.verdict().host()));
            int began = lastBeginning(kept, kept.size());
            for (int at = lastBeginning(kept, began) + 1; at < began; at++) {
                if (kept.get(at).toldBy() == told.toldBy()
                        && kept.get(at).verdict().code().endsLife()) {
                    return;
                }
            }
            boolean wordless = began > 0 && kept.get(began - 1).verdict().code() == VerdictCode.NO_LAST_WORDS;
            if (wordless) {
                kept.set(began - 1, told);
            } else {
                kept.add(Math.max(0, began), told);
            }
            byHost.set(
                    told.verdict().host(),
                    new ArrayDeque<>(kept.subList(Math.max(0, kept.size() - PER_HOST), kept.size())));
        }
        wish(new CountDownLatch(1));
    }

    /** Where the last life before this place began, -1 when that is not known. */
    private static int lastBeginning(List<ToldVerdict> kept, int before) {
        int at = before - 1;
        while (at >= 0 && kept.get(at).verdict().code() != VerdictCode.STARTED) {
            at--;
        }
        return at;
    }

    /** Keeps this host's last word; whoever wants it in the file waits for the latch, as long as there is time. */
    CountDownLatch addLast(int toldBy, Verdict verdict) {
        keep(new ToldVerdict(toldBy, System.currentTimeMillis(), verdict));
        CountDownLatch written = new CountDownLatch(1);
        wishes.clear();
        wish(written);
        return written;
    }

    private void wish(CountDownLatch written) {
        if (!wishes.offer(written)) {
            written.countDown(); // one that waits will write this too
        }
    }

    private synchronized void keep(ToldVerdict told) {
        Deque<ToldVerdict> kept = byHost.get(told.verdict().host());
        kept.addLast(told);
        if (kept.size() > PER_HOST) {
            kept.removeFirst();
        }
    }

    /** Lets the thread write what is waiting, and waits for that half a second at most. */
    @Override
    public void close() {
        closing = true;
        DaemonThreads.awaitEnd(thread, CLOSE_MILLIS);
    }

    private void run() {
        while (true) {
            CountDownLatch wish;
            try {
                wish = wishes.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                continue; // Nobody of ours interrupts this thread.
            }
            if (wish != null) {
                write();
                wish.countDown();
            } else if (closing) {
                return;
            }
        }
    }

    private void write() {
        StringBuilder text = new StringBuilder();
        synchronized (this) {
            for (Deque<ToldVerdict> kept : byHost) {
                kept.forEach(told -> text.append(VerdictLines.encode(told)).append('\n'));
            }
        }
        Path fresh = directory.resolve(FILE + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true); // The next thing may be a reset.
            }
            Files.move(
                    fresh,
                    directory.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            complained = false;
        } catch (IOException e) {
            if (!complained) {
                log.warn("Verdicts are kept in memory only: " + fresh + " cannot be written (" + IoReason.of(e) + ").");
            }
            complained = true;
        }
    }

    private void read() {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.isRegularFile(file)) {
                return;
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                log.warn("The file " + file + " is too long to be what this host wrote; remove it.");
                return;
            }
            int refused = 0;
            try (Reader bytes = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
                    BufferedReader lines = new BufferedReader(bytes)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    ToldVerdict told = VerdictLines.decode(line, byHost.size());
                    refused += told == null ? 1 : 0;
                    if (told != null) {
                        keep(told);
                    }
                }
            }
            if (refused > 0) {
                log.warn(refused + " lines of " + file + " are damaged and were left out.");
            }
        } catch (IOException e) {
            log.warn("Former verdicts cannot be read from " + file + " (" + IoReason.of(e) + ").");
        }
    }
}
