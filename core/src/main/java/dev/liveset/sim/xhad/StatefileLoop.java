package dev.liveset.sim.xhad;

/**
 * The statefile thread (PROTOCOL.md §1): looks every 500 ms whether a cycle is due, feeds its watchdog when one begins,
 * writes once, reads everything. It writes nothing before a whole read has succeeded.
 */
final class StatefileLoop {
    private static final long LOOK_MILLIS = 500;

    private final Memory memory;
    private final XhadMachine machine;
    private final Acceleration acceleration;
    private final StatefileReader reader;
    private final Runnable onCycle;
    private boolean readOnce;
    private long lastMillis;

    /** @param onCycle is told when what was read or written has changed the memory */
    StatefileLoop(Memory memory, XhadMachine machine, Acceleration acceleration, Runnable onCycle) {
        this.memory = memory;
        this.machine = machine;
        this.acceleration = acceleration;
        this.reader = new StatefileReader(memory, machine);
        this.onCycle = onCycle;
    }

    void start() {
        lastMillis = machine.millis();
        look();
    }

    private void look() {
        long now = machine.millis();
        if (now - lastMillis < acceleration.targetMillis()) {
            machine.after(LOOK_MILLIS, this::look);
            return;
        }
        machine.feedStatefile(memory.timings.cycleWatchdog());
        lastMillis = now;
        if (!memory.cycling) {
            look();
        } else if (readOnce) {
            write();
        } else {
            reader.read(this::afterRead);
        }
    }

    private void write() {
        boolean excludedChanged = memory.excludedChanged;
        memory.excludedChanged = false;
        byte[] section = reader.ownSection();
        machine.shown();
        machine.write(SectionMap.offset(memory.self), section, written -> {
            if (!written) {
                memory.excludedChanged |= excludedChanged;
                loseAccess();
            }
            reader.read(this::afterRead);
        });
    }

    private void afterRead(StatefileReader.Result result) {
        switch (result) {
            case READ -> {
                readOnce = true;
                writeGlobal();
            }
            case FAILED -> {
                readOnce = false;
                loseAccess();
                onCycle.run();
                look();
            }
            case OTHER_VERSION -> machine.end("statefile version mismatch");
            case OTHER_GENERATION -> machine.end("statefile generation mismatch");
        }
    }

    /** A change of the global section is forgotten when its write fails. */
    private void writeGlobal() {
        byte[] global = reader.changedGlobal();
        onCycle.run();
        if (global == null) {
            look();
        } else {
            machine.write(0, global, written -> look());
        }
    }

    private void loseAccess() {
        memory.access = false;
        acceleration.end();
    }
}
