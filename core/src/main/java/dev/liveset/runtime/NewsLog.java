package dev.liveset.runtime;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.agent.PoolEvent;
import dev.liveset.agent.PoolStatus;
import dev.liveset.fencing.Verdict;
import java.util.StringJoiner;

/** Writes the news of the pool into the log, in words; of a picture only what differs from the last one. */
final class NewsLog {
    private final PoolConfig pool;
    private final BoundedLog log;
    private String lastPicture = "";

    NewsLog(PoolConfig pool, BoundedLog log) {
        this.pool = pool;
        this.log = log;
    }

    void tell(PoolEvent event) {
        if (event instanceof PoolEvent.StatusChanged changed) {
            tell(changed.status());
        } else if (event instanceof PoolEvent.HostRemoved removed) {
            Verdict verdict = removed.verdict();
            log.warn("Host " + name(verdict.host()) + " left the liveset: " + verdict.words());
        } else if (event instanceof PoolEvent.HostJoined joined) {
            log.info("Host " + name(joined.host()) + " joined the liveset.");
        } else if (event instanceof PoolEvent.Overcommitted alert) {
            log.warn(
                    alert.raised()
                            ? "The pool is overcommitted: it is to tolerate " + alert.target()
                                    + " host failures and can promise " + alert.planExistsFor() + "."
                            : "The pool is no longer overcommitted.");
        } else if (event instanceof PoolEvent.PromiseDropped dropped) {
            log.info("The pool can tolerate " + dropped.planExistsFor() + " host failures now, before it were "
                    + dropped.before() + ".");
        } else if (event instanceof PoolEvent.RestartFailed failed) {
            log.warn("VM " + failed.vm() + " could not be restarted: " + failed.why());
        } else if (event instanceof PoolEvent.SectionRolledBack older) {
            log.warn("The heartbeat disk shows an older section of host " + name(older.host()) + " (start "
                    + older.incarnation() + ", write " + older.sequence() + ") than it showed before, which is not"
                    + " believed; see that nobody restores or copies the disk while HA runs, and that no cache lies"
                    + " before it.");
        } else if (event instanceof PoolEvent.GlobalSectionRolledBack older) {
            log.warn("The heartbeat disk shows an older global section (write " + older.sequence() + ") than it showed"
                    + " before (write " + older.newest() + "); unless two hosts wrote it at the same moment, see that"
                    + " nobody restores or copies the disk while HA runs, and that no cache lies before it.");
        } else if (event instanceof PoolEvent.SectionOverwritten over) {
            log.warn("The section of host " + name(over.host()) + " on the heartbeat disk could not be read for "
                    + over.unreadable().toSeconds()
                    + " s and was overwritten, so that the host's silence can be proven;"
                    + " look after the disk.");
        } else if (event instanceof PoolEvent.Warning warning) {
            log.warn(warning.sentence());
        }
    }

    private void tell(PoolStatus status) {
        String picture = "Phase " + status.phase() + ", pool " + status.poolState() + ", liveset "
                + names(status.liveset()) + ", heartbeats of " + names(status.hbdomain()) + ", statefile of "
                + names(status.sfdomain()) + (status.sr2() ? ", survival rule 2" : "") + ", master "
                + (status.master() < 0 ? "none" : name(status.master()))
                + (status.armed() ? ", armed." : ", not armed.");
        if (!picture.equals(lastPicture)) {
            lastPicture = picture;
            log.info(picture);
        }
    }

    private String names(long hosts) {
        StringJoiner names = new StringJoiner(" ", "{", "}");
        for (long left = hosts; left != 0; left &= left - 1) {
            names.add(name(HostSet.lowest(left)));
        }
        return names.toString();
    }

    private String name(int host) {
        return pool.host(host).name();
    }
}
