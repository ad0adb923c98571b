package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.agent.Effect;
import dev.liveset.agent.PoolEvent;
import dev.liveset.sim.xhad.Xhad;
import java.util.Locale;

/** Takes every change of the simulated world as it happens: counts it, tells it, and shows it to the checkers. */
final class WorldChanges {
    private final SimPool pool;
    private final SimLog log;
    private final RunTally tally;

    WorldChanges(SimPool pool) {
        this.pool = pool;
        log = pool.log();
        tally = pool.tally();
    }

    /** A host tells the world something about itself. */
    void publishes(SimHost host, Effect effect) {
        Published published = host.published();
        long liveset = published.liveset;
        int phase = published.phase;
        boolean request = published.lockRequest;
        boolean sr2 = published.sr2;
        published.take(effect);
        host.membership().note();
        tell(host, published, liveset, phase, request, sr2);
    }

    /** A model of the original tells the world something about itself. */
    void shows(SimHost host, Xhad daemon) {
        Published published = host.published();
        long liveset = published.liveset;
        int phase = published.phase;
        boolean request = published.lockRequest;
        boolean sr2 = published.sr2;
        boolean wasOnline = host.isOnline();
        published.take(daemon);
        host.membership().note();
        if (host.isOnline() && !wasOnline) {
            published.memberSinceNanos = pool.queue().now();
        }
        tell(host, published, liveset, phase, request, sr2);
        for (Checker checker : pool.checkers()) {
            checker.onShown(host);
        }
    }

    private void tell(SimHost host, Published published, long liveset, int phase, boolean request, boolean sr2) {
        if (published.sr2 && !sr2) {
            tally.count("rule 2");
        }
        if (log.isKept() && (phase != published.phase || liveset != published.liveset || sr2 != published.sr2)) {
            int hosts = pool.hosts().size();
            log.add(
                    host.index(),
                    () -> String.format(
                            Locale.ROOT,
                            "%s, liveset %s, hears %s, sees %s%s",
                            Phase.of(published.phase),
                            HostSet.format(published.liveset, hosts),
                            HostSet.format(published.hbdomain, hosts),
                            HostSet.format(published.sfdomain, hosts),
                            published.sr2 ? ", rule 2" : ""));
        }
        if (published.lockRequest != request) {
            log.add(host.index(), () -> published.lockRequest ? "asks for the lock" : "asks no more for the lock");
        }
    }

    /** A write of this host has landed on the disk, all of it. */
    void landed(SimHost host, Effect effect) {
        for (Checker checker : pool.checkers()) {
            checker.onLanded(host, effect);
        }
        if (pool.masterHunt().meetsLanded(effect)) {
            host.die("reset");
        }
    }

    /** A VM now runs; it is in its hypervisor's list. */
    void vmStarted(VmInstance instance) {
        tally.countStart(instance.vm());
        log.add(instance.host(), () -> "VM " + log.vmName(instance.vm()) + " runs");
        for (Checker checker : pool.checkers()) {
            checker.onVmStarted(instance);
        }
    }

    /** A machine lost its power or was reset; nothing runs on it any more. */
    void hostDied(SimHost host, String cause) {
        tally.countDeath(host.index(), cause);
        log.add(host.index(), () -> "dead (" + cause + ")");
        for (Checker checker : pool.checkers()) {
            checker.onHostDied(host, cause);
        }
    }

    /** An agent has told its embedder something. */
    void notified(SimHost host, PoolEvent event) {
        if (event instanceof PoolEvent.StatusChanged || event instanceof PoolEvent.PromiseDropped) {
            // Pictures, and what every loss of a host brings along.
            return;
        }
        if (event instanceof PoolEvent.HostRemoved removed) {
            tally.count("removed " + removed.verdict().code());
        }
        tally.count("notice " + event.getClass().getSimpleName());
        log.add(host.index(), () -> words(event));
    }

    private String words(PoolEvent event) {
        if (event instanceof PoolEvent.HostRemoved removed) {
            return "removes " + name(removed.verdict().host()) + ": "
                    + removed.verdict().words();
        } else if (event instanceof PoolEvent.HostJoined joined) {
            return "sees " + name(joined.host()) + " join";
        } else if (event instanceof PoolEvent.Overcommitted news) {
            return news.raised()
                    ? "tells the operator: VMs could be restarted after " + news.planExistsFor() + " of "
                            + news.target() + " host failures only"
                    : "tells the operator: enough room again for " + news.target() + " host failures";
        } else if (event instanceof PoolEvent.SectionRolledBack older) {
            return "is shown an older section of " + name(older.host()) + " and does not believe it";
        }
        if (event instanceof PoolEvent.SectionOverwritten over) {
            return String.format(
                    Locale.ROOT,
                    "has overwritten the section of %s, which could not be read for %.1f s",
                    name(over.host()),
                    over.unreadable().toMillis() / 1e3);
        }
        return event.toString();
    }

    private String name(int host) {
        return pool.host(host).name();
    }
}
