package dev.liveset.examples.host;

import dev.liveset.examples.Outbox;
import dev.liveset.fencing.Watchdog;
import dev.liveset.io.KeeperConfig;
import dev.liveset.io.KeeperWatchdog;
import dev.liveset.io.ProcessGroup;

/** The keeper of a host process: one for all its attempts to start; says goodbye to the lab when it is asked to reset. */
final class ReusedKeeper implements Watchdog {
    private static final long GOODBYE_MILLIS = 50; // Long for a machine that is busy, short beside a timeout.

    private final KeeperWatchdog keeper;
    private final Outbox outbox;

    ReusedKeeper(ProcessGroup group, Outbox outbox) {
        keeper = KeeperWatchdog.start(KeeperConfig.guarding(group));
        this.outbox = outbox;
    }

    @Override
    public long arm(long timeoutNanos) {
        return keeper.arm(timeoutNanos);
    }

    @Override
    public void feed(long deadlineNanos) {
        keeper.feed(deadlineNanos);
    }

    @Override
    public long granularityNanos() {
        return keeper.granularityNanos();
    }

    @Override
    public void disarm() {
        keeper.disarm();
    }

    @Override
    public void reset(String reason) {
        outbox.send(Message.of("fencing", "reason", reason).line(), GOODBYE_MILLIS);
        keeper.reset(reason);
    }

    @Override
    public boolean guaranteesAllVms() {
        return keeper.guaranteesAllVms();
    }

    /** An attempt to start is over; the keeper stays for the next. It ends with this process. */
    @Override
    public void close() {}
}
