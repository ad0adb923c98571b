package dev.liveset.runtime;

import dev.liveset.IoReason;
import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.agent.PoolEvent;
import dev.liveset.codec.RegionContent;
import dev.liveset.codec.StatefileStore;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.RegionKind;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The thread of all statefile I/O: carries out one effect at a time, in order, and answers each with its event. A disk
 * that hangs holds this thread only; it is never interrupted, and the answer is then an event that never comes.
 */
final class StatefileThread implements AutoCloseable {
    /** The agent has one request under way; the last words and the end may come on top. */
    private static final int CAPACITY = 16;

    private record Words(LastWords words, CountDownLatch done) {}

    private record WordsOf(int host, Consumer<LastWords> found) {}

    private static final Object END = new Object();

    private final StatefileStore store;
    private final Runnable release;
    private final Consumer<Event> answers;
    private final BoundedLog log;
    private final LongSupplier clock;
    private final Figures figures;
    private final Consumer<PoolEvent> news;
    private final ArrayBlockingQueue<Object> requests = new ArrayBlockingQueue<>(CAPACITY);
    private final HostSection section = new HostSection();
    private final StatefileSnapshot snapshot = new StatefileSnapshot();
    private final Event.StatefileRead read = new Event.StatefileRead(snapshot);
    private final Event.SectionWritten written = new Event.SectionWritten();
    private volatile boolean ending;
    private String lastTrouble = "";

    /**
     * @param store this thread's alone from now on
     * @param release gives store and disk back when the thread ends
     * @param answers takes the events; must not block
     * @param news takes what the disk has shown that an operator should hear of; must not block
     */
    StatefileThread(
            String host,
            StatefileStore store,
            Runnable release,
            Consumer<Event> answers,
            BoundedLog log,
            LongSupplier clock,
            Figures figures,
            Consumer<PoolEvent> news) {
        this.store = store;
        this.release = release;
        this.answers = answers;
        this.log = log;
        this.clock = clock;
        this.figures = figures;
        this.news = news;
        DaemonThreads.start("liveset-statefile-" + host, this::run);
    }

    /** Whether the effect is one of this thread's. */
    static boolean takes(Effect effect) {
        return effect instanceof Effect.ReadStatefile
                || effect instanceof Effect.WriteSection
                || effect instanceof Effect.WriteGlobal
                || effect instanceof Effect.ReadRegion
                || effect instanceof Effect.WriteManifest
                || effect instanceof Effect.WriteTable
                || effect instanceof Effect.OverwriteSection;
    }

    /** Queues the effect; throws {@link IllegalStateException} when the agent asks for more than it may. */
    void request(Effect effect) {
        if (effect instanceof Effect.WriteSection write) {
            section.copyFrom(write.section); // The agent fills its own again with the next beat.
        }
        if (!requests.offer(effect)) {
            throw new IllegalStateException("more than " + CAPACITY + " statefile requests are waiting");
        }
    }

    /** Writes the words if the thread is free to do so, and waits for that no longer than told. */
    void attemptLastWords(LastWords words, long waitNanos) {
        CountDownLatch done = new CountDownLatch(1);
        if (requests.offer(new Words(words, done))) {
            try {
                done.await(waitNanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Reads what a host wrote beside its last fence, when the thread comes to it; nothing is told when there is nothing to read. */
    void findLastWords(int host, Consumer<LastWords> found) {
        boolean unused = requests.offer(new WordsOf(host, found)); // best effort, like the words themselves
    }

    /** Lets the thread end, when the disk lets it; does not wait. Requests that wait are not carried out any more. */
    @Override
    public void close() {
        ending = true;
        requests.clear();
        requests.add(END);
    }

    private void run() {
        try {
            reseal();
            while (!ending) {
                Object request = take();
                if (request instanceof Words last) {
                    writeLastWords(last);
                } else if (request instanceof WordsOf of) {
                    readLastWords(of);
                } else if (request instanceof Effect effect) {
                    Event answer = carryOut(effect);
                    if (!ending) {
                        answers.accept(answer);
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            // No write completes any more, so this host is not fed any more: nothing else is needed.
            log.error("The statefile thread failed by a programmer error; this host will fence itself.", e);
        } finally {
            release.run();
        }
    }

    /** A change of keys goes on at every start; what a disk that fails keeps back is for the next one. */
    private void reseal() {
        try {
            store.reseal();
        } catch (IOException e) {
            log.warn("What an older key sealed on the heartbeat disk could not be sealed anew, keep that key: "
                    + IoReason.of(e) + ".");
        }
    }

    private Object take() {
        while (true) {
            try {
                return requests.take();
            } catch (InterruptedException e) {
                // Not ours, and within an I/O it would close the file for everybody: wait on.
            }
        }
    }

    private Event carryOut(Effect effect) {
        if (effect instanceof Effect.ReadStatefile) {
            return readStatefile();
        } else if (effect instanceof Effect.WriteSection) {
            long began = clock.getAsLong();
            boolean ok = attempt(() -> store.writeSection(section));
            figures.statefileTook(clock.getAsLong() - began);
            return written.with(ok, began);
        } else if (effect instanceof Effect.WriteGlobal write) {
            return new Event.GlobalWritten(attempt(() -> store.writeGlobal(write.poolState(), write.master())));
        } else if (effect instanceof Effect.ReadRegion region) {
            long began = clock.getAsLong();
            RegionContent content = store.readRegion(region.host(), region.kind());
            return new Event.RegionRead(region.host(), region.kind(), began, content.status(), content.content());
        } else if (effect instanceof Effect.WriteManifest write) {
            boolean ok = attempt(() -> store.writeManifest(write.manifest()));
            return new Event.RegionWritten(RegionKind.MANIFEST, write.manifest().sequence(), ok);
        } else if (effect instanceof Effect.WriteTable write) {
            boolean ok = attempt(() -> store.writeTable(write.table(), write.regionSequence()));
            return new Event.RegionWritten(RegionKind.MASTER, write.regionSequence(), ok);
        } else if (effect instanceof Effect.OverwriteSection over) {
            boolean ok = attempt(() -> store.overwriteSection(over.host(), over.attempt()));
            return new Event.SectionOverwritten(over.host(), ok);
        }
        throw new IllegalStateException("no statefile effect: " + effect);
    }

    private Event readStatefile() {
        try {
            long began = clock.getAsLong();
            store.read(snapshot, began);
            figures.statefileTook(clock.getAsLong() - began);
            figures.sectionsRead(snapshot).ifPresent(news);
            recovered();
            return read;
        } catch (IOException e) {
            trouble(e);
            return new Event.StatefileReadFailed(String.valueOf(e.getMessage()));
        }
    }

    private boolean attempt(Write write) {
        try {
            write.run();
            recovered();
            return true;
        } catch (IOException e) {
            trouble(e);
            return false;
        }
    }

    private void writeLastWords(Words last) {
        try {
            store.writeLastWords(last.words());
        } catch (IOException | RuntimeException e) {
            log.debug("The last words could not be written: " + e);
        } finally {
            last.done().countDown();
        }
    }

    private void readLastWords(WordsOf of) {
        RegionContent content = store.readRegion(of.host(), RegionKind.LAST_WORDS);
        if (content.status().isValid()) {
            of.found().accept((LastWords) content.content());
        }
    }

    /** A disk that is away fails a few times a second: told when it changes. */
    private void trouble(IOException e) {
        String now = IoReason.of(e);
        if (!now.equals(lastTrouble)) {
            lastTrouble = now;
            log.warn("The heartbeat disk fails: " + now);
        }
    }

    private void recovered() {
        if (!lastTrouble.isEmpty()) {
            lastTrouble = "";
            log.info("The heartbeat disk works again.");
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
