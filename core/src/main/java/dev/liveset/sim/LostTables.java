package dev.liveset.sim;

import dev.liveset.agent.Command;
import dev.liveset.recovery.PoolCommand;

/**
 * What people do when a master warns that it cannot act, for the pool table of a host that may be the newest is lost in both
 * its slots: they switch that host off, confirm it to the next master, and switch it on again.
 */
final class LostTables {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final long OFF_NANOS = 20_000_000_000L;

    private final SimPool pool;
    private long blockedSinceNanos = -1;
    private SimHost off;
    private long offSinceNanos;

    LostTables(SimPool pool) {
        this.pool = pool;
    }

    /** Takes a look: {@code blocked} when nothing is amiss but that no command is carried out. */
    void look(boolean blocked) {
        long now = pool.queue().now();
        if (off != null) {
            confirm(now);
            return;
        }
        blockedSinceNanos = !blocked ? -1 : blockedSinceNanos < 0 ? now : blockedSinceNanos;
        if (blocked && now - blockedSinceNanos >= PATIENCE_NANOS) {
            pool.hosts().stream()
                    .filter(host -> pool.diskView().hasLostTable(host.index()))
                    .findFirst()
                    .ifPresent(host -> switchOff(host, now));
        }
    }

    private void switchOff(SimHost host, long now) {
        pool.tally().count("machines switched off and confirmed by people");
        pool.log().add(host.index(), () -> "is switched off by people, for its pool table is lost");
        pool.checkers().blastRadius().end();
        off = host;
        offSinceNanos = now;
        host.powerOff();
    }

    private void confirm(long now) {
        if (now - offSinceNanos < OFF_NANOS) {
            pool.operator().giveToAny(new Command.ForPool(new PoolCommand.ConfirmHostDead(off.index())));
        } else {
            off.powerOn();
            off = null;
            blockedSinceNanos = -1;
        }
    }
}
