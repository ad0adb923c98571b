package dev.liveset.sim.xhad;

import java.util.function.BooleanSupplier;

/** One thread of the daemon: it sleeps, sends bursts and waits for signals, and goes on where it was. */
final class Strand {
    private static final long POLL_MILLIS = 100;

    private final XhadMachine machine;
    private Runnable onSignal;
    private boolean signalled;

    Strand(XhadMachine machine) {
        this.machine = machine;
    }

    void sleep(long millis, Runnable then) {
        machine.after(millis, then);
    }

    /** Something that this thread may wait for has changed; a signal that nobody waits for is kept. */
    void signal() {
        if (onSignal == null) {
            signalled = true;
            return;
        }
        Runnable next = onSignal;
        onSignal = null;
        next.run();
    }

    /** Goes on at the next signal, at once when one was kept. */
    void await(Runnable then) {
        if (signalled) {
            signalled = false;
            then.run();
        } else {
            onSignal = then;
        }
    }

    /** Looks every 100 ms until it holds, or until the time is over. */
    void poll(BooleanSupplier holds, long untilMillis, Runnable then, Runnable late) {
        if (holds.getAsBoolean()) {
            then.run();
        } else if (machine.millis() >= untilMillis) {
            late.run();
        } else {
            sleep(POLL_MILLIS, () -> poll(holds, untilMillis, then, late));
        }
    }
}
