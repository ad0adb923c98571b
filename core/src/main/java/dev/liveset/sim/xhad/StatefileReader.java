package dev.liveset.sim.xhad;

import dev.liveset.HostSet;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * One read of the whole statefile, section by section: what fails is tried again up to three times with a second in
 * between, and one section that stays bad, even a dead host's, spoils it all.
 */
final class StatefileReader {
    /** How a read ended. */
    enum Result {
        READ,
        FAILED,
        OTHER_VERSION,
        OTHER_GENERATION
    }

    private static final int ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 1_000;

    private final Memory memory;
    private final XhadMachine machine;
    private final GlobalMap global = new GlobalMap();
    private final SectionMap[] sections;
    private final boolean[] done;
    private final boolean[] known;
    private final int[] sequence;
    private final long[] changedMillis;
    private GlobalMap.Verdict globalVerdict;
    private boolean globalDone;
    private int ownSequence;
    private int attempt;
    private Consumer<Result> then;

    StatefileReader(Memory memory, XhadMachine machine) {
        this.memory = memory;
        this.machine = machine;
        sections = new SectionMap[memory.hosts];
        Arrays.setAll(sections, host -> new SectionMap());
        done = new boolean[memory.hosts];
        known = new boolean[memory.hosts];
        sequence = new int[memory.hosts];
        changedMillis = new long[memory.hosts];
        Arrays.fill(changedMillis, -1);
    }

    /** The own section with the next number; the first one repeats what was found on the disk. */
    byte[] ownSection() {
        memory.readPhase[memory.self] = memory.phase;
        memory.readWeight[memory.self] = memory.committedWeight;
        return sections[memory.self].write(memory, ownSequence++, machine.millis());
    }

    void read(Consumer<Result> whenDone) {
        then = whenDone;
        attempt = 0;
        globalDone = false;
        Arrays.fill(done, false);
        readGlobal();
    }

    private void readGlobal() {
        if (globalDone) {
            readSection(0);
            return;
        }
        machine.read(0, GlobalMap.BYTES, bytes -> {
            globalVerdict = bytes == null ? GlobalMap.Verdict.CORRUPT : global.take(bytes, memory.identity);
            globalDone = globalVerdict == GlobalMap.Verdict.VALID;
            readSection(0);
        });
    }

    private void readSection(int host) {
        if (host == memory.hosts) {
            finishAttempt();
        } else if (done[host]) {
            readSection(host + 1);
        } else {
            machine.read(SectionMap.offset(host), SectionMap.BYTES, bytes -> {
                if (bytes != null && sections[host].take(bytes)) {
                    done[host] = true;
                    noteSequence(host);
                }
                readSection(host + 1);
            });
        }
    }

    /** The first sight is no update; any difference later is. */
    private void noteSequence(int host) {
        int found = sections[host].sequence();
        if (!known[host]) {
            known[host] = true;
            if (host == memory.self) {
                ownSequence = found;
            }
        } else if (found != sequence[host]) {
            changedMillis[host] = machine.millis();
        }
        sequence[host] = found;
    }

    private void finishAttempt() {
        boolean all = globalDone;
        for (boolean each : done) {
            all &= each;
        }
        attempt++;
        if (all) {
            takeAll();
            then.accept(Result.READ);
        } else {
            machine.after(PAUSE_MILLIS, attempt < ATTEMPTS ? this::readGlobal : this::giveUp);
        }
    }

    private void giveUp() {
        then.accept(
                switch (globalVerdict) {
                    case OTHER_VERSION -> Result.OTHER_VERSION;
                    case OTHER_GENERATION -> Result.OTHER_GENERATION;
                    case VALID, CORRUPT -> Result.FAILED;
                });
    }

    private void takeAll() {
        for (int host = 0; host < memory.hosts; host++) {
            take(host, sections[host]);
        }
        memory.access = true;
        if (!memory.poolStateChanged) {
            memory.poolState = global.poolState();
        }
    }

    private void take(int host, SectionMap section) {
        boolean self = host == memory.self;
        if (!self) {
            memory.lockRequest[host] = section.lockRequest();
            memory.lockGrant[host] = section.lockGrant();
        }
        if (!self || !memory.excludedChanged) {
            memory.excluded = put(memory.excluded, host, section.excluded());
        }
        memory.startingHosts = put(memory.startingHosts, host, section.starting());
        memory.readCurrent[host] = section.current();
        memory.readHbdomain[host] = section.hbdomain();
        memory.readSfdomain[host] = section.sfdomain();
        memory.readPhase[host] = self ? memory.phase : section.phase();
        memory.readWeight[host] = self ? memory.committedWeight : section.weight();
        boolean restarting = !HostSet.contains(section.current(), host) && memory.inCurrent(host);
        if (!restarting) {
            memory.movedMillis[host] = changedMillis[host];
        }
    }

    /** The global section with what was asked for changed in it, or null when nothing was. */
    byte[] changedGlobal() {
        byte[] changed = null;
        if (memory.masterChanged) {
            memory.masterChanged = false;
            changed = global.withMaster(memory.identity.hosts().get(memory.self));
        }
        if (memory.poolStateChanged) {
            memory.poolStateChanged = false;
            changed = global.withState(memory.poolState);
        }
        return changed;
    }

    private static long put(long set, int host, boolean in) {
        return in ? HostSet.with(set, host) : HostSet.without(set, host);
    }
}
