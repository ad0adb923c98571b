package dev.liveset.sim;

import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.codec.RegionContent;
import dev.liveset.codec.StatefileStore;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.RegionKind;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The statefile thread of one agent: one operation at a time, through the real {@link StatefileStore}. A read sees the
 * disk at some moment between its beginning and its end, a write lands at some moment between, and each step can meet a
 * cable that hangs. What had not landed when the host died may land later, whole or torn.
 */
final class SimStatefile {
    /** Whose region all masters share when that bug is planted. */
    private static final int SHARED = 0;

    /** How many of the reads are stale while a cache on the way shows old content. */
    private static final double STALE = 0.7;

    /** A step of the store that throws when the disk does. */
    private interface Access {
        void run() throws IOException;
    }

    private final EventQueue queue;
    private final SimRandom random;
    private final SimSettings settings;
    private final SimHost host;
    private final StorageLink link;
    private final SimDisk disk;
    private final SimVdi vdi;
    private final boolean sharesRegion;
    private final StatefileStore store;
    /** Through which tables are written and read: the own store, unless the bug is planted that all share one region. */
    private final StatefileStore tables;

    private final StatefileSnapshot snapshot;
    private final Event.StatefileRead readDone;
    private final Event.SectionWritten sectionWritten = new Event.SectionWritten();
    private Operation current;

    SimStatefile(SimHost host, long incarnation) {
        this.host = host;
        this.queue = host.pool().queue();
        this.random = host.pool().random().split();
        this.settings = host.pool().settings();
        this.link = host.storage();
        this.disk = host.pool().disk();
        this.vdi = new SimVdi(disk, link);
        this.snapshot = new StatefileSnapshot(host.pool().config().hostCount());
        this.readDone = new Event.StatefileRead(snapshot);
        this.store = new StatefileStore(host.pool().codec(host.index()), incarnation, vdi);
        this.sharesRegion = host.pool().bug() == PlantedBug.ONE_MASTER_REGION;
        this.tables = sharesRegion ? new StatefileStore(host.pool().codec(SHARED), incarnation, vdi) : store;
    }

    /** Begins an operation; a second one while one is under way breaks the contract of {@link Effect}. */
    void submit(Effect effect) {
        if (current != null) {
            host.pool()
                    .claims()
                    .violated(
                            "OneStatefileOperation",
                            "host " + host.name() + " asked for " + effect + " during " + current.what);
            return;
        }
        if (effect instanceof Effect.ReadStatefile) {
            current = new ReadSections();
        } else if (effect instanceof Effect.ReadRegion read) {
            current = new ReadRegion(read.host(), read.kind());
        } else {
            current = write(effect);
        }
        current.begin();
    }

    /** Writes the last words beside a fence, if the disk can take them at once. */
    void lastWords(LastWords words) {
        if (words == null || current != null || !link.works() || random.chance(0.3)) {
            return;
        }
        vdi.begin(-1);
        try {
            store.writeLastWords(words);
        } catch (IOException e) {
            return; // Best effort; the fence does not wait.
        }
        for (DiskWrite write : vdi.collected()) {
            write.land(disk);
        }
    }

    /** The agent is gone. What its operation had not written yet may still land. */
    void die(boolean machineToo) {
        if (current != null && machineToo) {
            current.abandon();
        }
        store.close();
        if (sharesRegion) {
            tables.close();
        }
    }

    private Operation write(Effect effect) {
        if (effect instanceof Effect.WriteSection section) {
            return new Write(effect, "write of the section", () -> store.writeSection(section.section), null);
        } else if (effect instanceof Effect.OverwriteSection over) {
            return new Write(
                    effect, "overwriting a section", () -> store.overwriteSection(over.host(), over.attempt()), null);
        } else if (effect instanceof Effect.WriteGlobal global) {
            return new Write(
                    effect, "write of the global", () -> store.writeGlobal(global.poolState(), global.master()), null);
        } else if (effect instanceof Effect.WriteManifest manifest) {
            return new Write(
                    effect,
                    "write of the manifest",
                    () -> store.writeManifest(manifest.manifest()),
                    new Event.RegionWritten(
                            RegionKind.MANIFEST, manifest.manifest().sequence(), true));
        } else if (effect instanceof Effect.WriteTable table) {
            return new Write(
                    effect,
                    "write of the table",
                    () -> tables.writeTable(table.table(), table.regionSequence()),
                    new Event.RegionWritten(RegionKind.MASTER, table.regionSequence(), true));
        }
        throw new IllegalArgumentException("not a statefile effect: " + effect);
    }

    /** One operation: steps with time between them; each waits while the cable hangs or the process stands still. */
    private abstract class Operation {
        final String what;
        final long beganNanos = host.clock().nanos();
        private final List<Runnable> steps = new ArrayList<>();
        private int next;
        private boolean abandoned;

        Operation(String what) {
            this.what = what;
        }

        abstract void begin();

        final void step(Runnable step) {
            steps.add(step);
        }

        /** Spreads the steps over the duration of the operation. */
        final void go() {
            long most = settings.diskLatency().toNanos() * (link.slow() ? 40 : 1);
            long share = (link.slowest() ? most : random.between(most / 50, most)) / steps.size();
            long stall = link.takeStall(writes());
            queue.after(share + stall, () -> proceed(share));
        }

        /** Whether it changes the disk. */
        boolean writes() {
            return false;
        }

        private void proceed(long share) {
            if (abandoned) {
                return;
            }
            boolean last = next == steps.size() - 1;
            if (link.hangs() || host.clock().isSuspended() || host.standsStill() && next > 0 && !last) {
                link.park(() -> proceed(share));
                return;
            }
            steps.get(next++).run();
            if (next < steps.size()) {
                queue.after(share, () -> proceed(share));
            }
        }

        void abandon() {
            abandoned = true;
        }

        final void done(Event event) {
            if (current == this) {
                current = null;
                if (host.isServedBy(SimStatefile.this)) {
                    host.deliver(event);
                }
            }
        }

        /** Prepares the disk for an access that may be meant to fail. */
        final boolean attempt(Access access) {
            boolean fails = link.fails() || random.chance(settings.diskError());
            vdi.showStale(link.staleImage() != null && random.chance(STALE));
            vdi.begin(fails ? link.fails() ? 0 : random.below(3) : -1);
            try {
                access.run();
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }

    private final class ReadSections extends Operation {
        private boolean ok;

        ReadSections() {
            super("read of the sections");
        }

        @Override
        void begin() {
            step(() -> {
                if (host.isServedBy(SimStatefile.this)) {
                    ok = attempt(() -> store.read(snapshot, beganNanos));
                }
            });
            step(() -> done(ok ? readDone : new Event.StatefileReadFailed("simulated read error")));
            go();
        }
    }

    private final class ReadRegion extends Operation {
        private final int owner;
        private final RegionKind kind;
        private RegionContent content;

        ReadRegion(int owner, RegionKind kind) {
            super("read of a region");
            this.owner = owner;
            this.kind = kind;
        }

        @Override
        void begin() {
            step(() -> {
                if (host.isServedBy(SimStatefile.this)) {
                    attempt(() -> content = read());
                }
            });
            step(() -> done(
                    content == null
                            ? null
                            : new Event.RegionRead(owner, kind, beganNanos, content.status(), content.content())));
            go();
        }

        private RegionContent read() {
            boolean shared = sharesRegion && kind == RegionKind.MASTER;
            return shared ? tables.readRegion(SHARED, kind) : store.readRegion(owner, kind);
        }
    }

    private final class Write extends Operation {
        private final Effect effect;
        private final Access access;
        private final Event.RegionWritten answer;
        private final List<DiskWrite> notLanded = new ArrayList<>();
        private boolean ok;

        Write(Effect effect, String what, Access access, Event.RegionWritten answer) {
            super(what);
            this.effect = effect;
            this.access = access;
            this.answer = answer;
        }

        @Override
        boolean writes() {
            return true;
        }

        @Override
        void begin() {
            ok = attempt(access);
            List<DiskWrite> writes = vdi.collected();
            if (answer != null) {
                writes.forEach(write -> host.pool().bitRot().regionWritten(host.index(), answer.kind(), write));
            }
            if (ok && (link.tears() || link.delays())) {
                ok = false;
                writes = writes.subList(0, 1 + random.below(writes.size()));
            }
            if (ok && link.loses()) {
                host.pool().tally().count("writes lost");
                host.pool().changes().landed(host, effect); // So the disk says.
            } else if (!link.fails()) {
                notLanded.addAll(writes);
            }
            int landing = ok ? notLanded.size() : Math.max(0, notLanded.size() - 1);
            for (int i = 0; i < landing; i++) {
                step(() -> {
                    DiskWrite write = notLanded.remove(0);
                    write.land(disk);
                    vdi.landed(write);
                    shown();
                    if (ok && notLanded.isEmpty()) {
                        host.pool().changes().landed(host, effect);
                    }
                });
            }
            step(() -> {
                landLate();
                done(answer());
            });
            go();
        }

        /** One slot is enough to be read. */
        private void shown() {
            if (effect instanceof Effect.WriteManifest written && host.isServedBy(SimStatefile.this)) {
                host.manifestShown(written.manifest());
            }
        }

        private Event answer() {
            if (answer != null) {
                return ok ? answer : new Event.RegionWritten(answer.kind(), answer.sequence(), false);
            }
            if (effect instanceof Effect.OverwriteSection over) {
                return new Event.SectionOverwritten(over.host(), ok);
            }
            return effect instanceof Effect.WriteGlobal
                    ? new Event.GlobalWritten(ok)
                    : sectionWritten.with(ok, beganNanos);
        }

        @Override
        void abandon() {
            super.abandon();
            landLate();
        }

        /** What was given up half way may land now, later, whole, in part, or never; only one write was on its way. */
        private void landLate() {
            boolean meant = link.tears() || link.delays();
            if (!notLanded.isEmpty() && (meant || random.chance(settings.lateWrite()))) {
                DiskWrite write = notLanded.get(0);
                boolean torn = meant ? !link.delays() : random.chance(0.3);
                long delay = random.chance(0.5)
                        ? 0
                        : random.between(0, settings.lateWriteDelay().toNanos());
                link.late(1);
                queue.after(delay, () -> {
                    link.late(-1);
                    boolean alive = host.isServedBy(SimStatefile.this);
                    host.pool()
                            .tally()
                            .count((torn ? "writes torn" : "writes late") + (alive ? "" : " after their host's end"));
                    host.pool()
                            .log()
                            .add(
                                    host.index(),
                                    () -> "given up " + (alive ? "" : "by a former life ") + "and yet on the disk"
                                            + (torn ? " in part: " : ": ") + what);
                    if (!torn) {
                        write.land(disk);
                        shown();
                    } else if (write.tear(disk, random)) {
                        shown(); // What lies behind the content does not count.
                    }
                });
            }
            notLanded.clear();
        }
    }
}
