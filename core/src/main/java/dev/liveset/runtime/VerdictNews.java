package dev.liveset.runtime;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.agent.PoolEvent;
import dev.liveset.agent.PoolStatus;
import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.VmRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Makes a verdict of everything that is decided about a host, and keeps it in the book; on the agent's thread. */
final class VerdictNews {
    private final PoolConfig pool;
    private final int self;
    private final VerdictBook book;
    private PoolStatus last;

    VerdictNews(PoolConfig pool, int self, VerdictBook book) {
        this.pool = pool;
        this.self = self;
        this.book = book;
    }

    /** A life of the agent begins; when the former one has left no word of its end, that is told. */
    void started(long incarnation) {
        boolean open = false;
        for (ToldVerdict told : book.about(self)) {
            if (told.toldBy() == self && told.verdict().code().endsLife()) {
                break;
            }
            if (told.verdict().code() == VerdictCode.STARTED) {
                open = true;
                break;
            }
        }
        if (open) {
            add(VerdictCode.NO_LAST_WORDS, self, new Evidence(name(self), "was not heard of until it started again"));
        }
        add(VerdictCode.STARTED, self, new Evidence(name(self), "has incarnation " + incarnation));
    }

    void take(PoolEvent event) {
        if (event instanceof PoolEvent.HostRemoved removed) {
            book.add(self, removed.verdict());
        } else if (event instanceof PoolEvent.StatusChanged changed) {
            compare(changed.status());
            last = changed.status();
        }
    }

    /** The agent has stopped; a null code is a clean leave. */
    void stopped(LivesetException.Code code, String sentence) {
        if (code == null) {
            add(VerdictCode.LEFT, self, new Evidence(name(self), sentence));
        } else {
            add(VerdictCode.START_REFUSED, self, new Evidence(code.name(), sentence));
        }
    }

    /** Shadow mode: what {@link #fenced} would have been. */
    void wouldHaveFenced(Verdict verdict, String reason) {
        List<Evidence> evidence = new ArrayList<>(List.of(new Evidence("shadow mode", "nothing was reset")));
        evidence.addAll(verdict == null ? List.of(new Evidence(name(self), reason)) : verdict.evidence());
        book.add(self, new Verdict(verdict == null ? VerdictCode.AGENT_FAILED : verdict.code(), self, evidence));
    }

    /** This host fences itself; a null verdict is a failure of the agent. Returns what is open once it is in the file. */
    CountDownLatch fenced(Verdict verdict, String reason) {
        Verdict told = verdict != null
                ? verdict
                : new Verdict(VerdictCode.AGENT_FAILED, self, List.of(new Evidence(name(self), reason)));
        return book.addLast(self, told);
    }

    @SuppressWarnings("ReferenceEquality") // tables are replaced as a whole: another object is a change
    private void compare(PoolStatus now) {
        if (last == null || !now.online()) {
            return;
        }
        long evicted = now.liveset() & ~now.proposed();
        for (long rest = evicted & ~(last.liveset() & ~last.proposed()); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            add(
                    VerdictCode.EVICTED,
                    host,
                    new Evidence(
                            name(self),
                            "goes on with heartbeat domain " + bits(now.hbdomain()) + " and statefile domain "
                                    + bits(now.sfdomain()) + " of liveset " + bits(now.liveset())));
        }
        if (now.master() != last.master()) {
            int about = now.master() >= 0 ? now.master() : last.master();
            String fact = "is master; before it was " + nameOrNone(last.master());
            add(
                    VerdictCode.MASTER_CHANGED,
                    about,
                    new Evidence(nameOrNone(now.master()), fact),
                    new Evidence(name(self), "sees liveset " + bits(now.liveset())));
        }
        if (last.table() != now.table() && now.master() == self) {
            compare(last.table(), now);
        }
    }

    private void compare(PoolTable before, PoolStatus now) {
        for (VmRecord vm : now.table().vms()) {
            VmRecord old = before.find(vm.vm());
            boolean given =
                    vm.assignment() != null && (old == null || !vm.assignment().equals(old.assignment()));
            int from = old == null || old.assignment() == null
                    ? -1
                    : old.assignment().host();
            if (given && from >= 0 && !HostSet.contains(now.liveset(), from)) {
                add(
                        VerdictCode.VM_RESTARTED,
                        from,
                        new Evidence(
                                "VM " + (vm.name().isBlank() ? vm.vm().toString() : vm.name()),
                                "is started on " + name(vm.assignment().host()) + "; " + name(from)
                                        + " is out of the liveset " + bits(now.liveset())));
            }
        }
    }

    private void add(VerdictCode code, int host, Evidence... evidence) {
        book.add(self, new Verdict(code, host, List.of(evidence)));
    }

    private String nameOrNone(int host) {
        return host < 0 ? "nobody" : name(host);
    }

    private String name(int host) {
        return pool.host(host).name();
    }

    private String bits(long hosts) {
        return HostSet.format(hosts, pool.hostCount());
    }
}
