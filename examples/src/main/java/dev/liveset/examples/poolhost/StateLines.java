package dev.liveset.examples.poolhost;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.agent.PoolEvent;
import dev.liveset.agent.PoolStatus;
import dev.liveset.examples.Outbox;
import dev.liveset.examples.xhad.XhadConf;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.runtime.PoolListener;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One line for every change of the host's state, for example {@code 12.345 ONLINE liveset=111 hb=111 sf=111 master=2}. */
final class StateLines implements PoolListener {
    private static final long GOODBYE_MILLIS = 50; // Long for a machine that is busy, short beside a timeout.

    private final int hosts;
    private final Outbox outbox;
    private final long startNanos;
    private final CountDownLatch verdictKnown = new CountDownLatch(1);
    private String sets;
    private String last = "";
    private boolean wasOnline;
    private boolean ended;
    private VerdictCode verdict;

    StateLines(XhadConf conf, Outbox outbox, long startNanos) {
        this.hosts = conf.pool().hostCount();
        this.outbox = outbox;
        this.startNanos = startNanos;
        String none = HostSet.format(HostSet.EMPTY, hosts);
        sets = "liveset=" + none + " hb=" + none + " sf=" + none + " master=-";
        say("STARTING", "");
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.StatusChanged changed) {
            changed(changed.status());
        } else if (event instanceof PoolEvent.SelfFenced fenced) {
            synchronized (this) {
                verdict = fenced.verdict().code();
            }
            verdictKnown.countDown();
        } else if (event instanceof PoolEvent.HostRemoved removed) {
            System.err.println("Host index " + removed.verdict().host() + " left the liveset: "
                    + removed.verdict().words() + ".");
        } else if (event instanceof PoolEvent.SectionRolledBack older) {
            System.err.println("The heartbeat disk shows an older section of host index " + older.host()
                    + " than before, which is not believed.");
        } else if (event instanceof PoolEvent.GlobalSectionRolledBack older) {
            System.err.println("The heartbeat disk shows an older global section (write " + older.sequence()
                    + ") than before (write " + older.newest() + ").");
        } else if (event instanceof PoolEvent.SectionOverwritten over) {
            System.err.println(
                    "The section of host index " + over.host() + " on the heartbeat disk could not be read for "
                            + over.unreadable().toSeconds() + " s and was overwritten.");
        } else if (event instanceof PoolEvent.Warning warning) {
            System.err.println(warning.sentence());
        }
    }

    /** The agent has ended without a fence; returns the process's exit code. */
    int stopped(LivesetException.Code code) {
        end("STOPPED", code == null ? "SUCCESS" : code.name());
        return code == null ? 0 : 1;
    }

    /** This host is about to be reset. */
    void fenced() {
        try {
            verdictKnown.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        VerdictCode code;
        synchronized (this) {
            code = verdict;
        }
        end("FENCED", code == null ? "AGENT_FAILED" : code.name());
    }

    /** Text in the words of another format, as an answer. */
    void tell(String text) {
        outbox.send(text);
    }

    /** A host that was online and is not any more is about to stop, and says so when it has stopped. */
    private synchronized void changed(PoolStatus status) {
        sets = "liveset=" + HostSet.format(status.liveset(), hosts) + " hb=" + HostSet.format(status.hbdomain(), hosts)
                + " sf=" + HostSet.format(status.sfdomain(), hosts) + " master="
                + (status.master() < 0 ? "-" : Integer.toString(status.master()));
        wasOnline |= status.online();
        if (status.online() || !wasOnline) {
            say(status.online() ? "ONLINE" : "STARTING", "");
        }
    }

    private synchronized void end(String state, String code) {
        if (!ended) {
            say(state, " code=" + code);
            ended = true;
        }
    }

    private synchronized void say(String state, String more) {
        String picture = state + " " + sets + more;
        if (ended || picture.equals(last)) {
            return;
        }
        last = picture;
        String line = String.format(Locale.ROOT, "%.3f %s", (System.nanoTime() - startNanos) / 1e9, picture);
        if (more.isEmpty()) {
            outbox.send(line);
        } else {
            outbox.send(line, GOODBYE_MILLIS);
        }
    }
}
