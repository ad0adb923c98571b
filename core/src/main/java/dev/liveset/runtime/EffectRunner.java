package dev.liveset.runtime;

import dev.liveset.LivesetException;
import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.agent.PoolEvent;
import dev.liveset.agent.PoolStatus;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.Watchdog;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.LastWords;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Carries out what a step of the agent wants, in order, on the agent's thread; nothing here blocks. */
final class EffectRunner {
    private static final long LAST_WORDS_NANOS = 5_000_000;
    private static final String SUSPENDED =
            "it stood still past its watchdog's deadline while it was about to start a VM, which may run elsewhere by now";

    private final Guard guard;
    private final HeartbeatSender heartbeats;
    private final StatefileThread statefile;
    private final EmbedderCalls calls;
    private final HealthCalls health;
    private final PowerCalls power;
    private final ListenerThread listener;
    private final HostPromises promises;
    private final NewsLog newsLog;
    private final VerdictNews verdicts;
    private final FoundWords found;
    private final BoundedLog log;
    private final LongSupplier clock;
    private final Figures figures;
    private final ArrayDeque<Event> ownEvents = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Runnable> wishes = new ConcurrentLinkedQueue<>();
    private boolean ended;

    EffectRunner(
            Guard guard,
            HeartbeatSender heartbeats,
            StatefileThread statefile,
            EmbedderCalls calls,
            HealthCalls health,
            PowerCalls power,
            ListenerThread listener,
            HostPromises promises,
            NewsLog newsLog,
            VerdictNews verdicts,
            FoundWords found,
            BoundedLog log,
            LongSupplier clock,
            Figures figures) {
        this.guard = guard;
        this.heartbeats = heartbeats;
        this.statefile = statefile;
        this.calls = calls;
        this.health = health;
        this.power = power;
        this.listener = listener;
        this.promises = promises;
        this.newsLog = newsLog;
        this.verdicts = verdicts;
        this.found = found;
        this.log = log;
        this.clock = clock;
        this.figures = figures;
    }

    boolean ended() {
        return ended;
    }

    /** An event that carrying out an effect has led to, or null; to be stepped before anything else. */
    Event nextOwnEvent() {
        return ownEvents.pollFirst();
    }

    /** A tick was taken, so much later than it was due. */
    void onTick(long nowNanos, long lateNanos) {
        figures.lateBy(lateNanos);
        for (Runnable wish = wishes.poll(); wish != null; wish = wishes.poll()) {
            wish.run();
        }
        calls.expire(nowNanos);
        listener.check(nowNanos);
    }

    void carryOut(List<Effect> effects) {
        for (int i = 0; i < effects.size() && !ended; i++) {
            carryOut(effects.get(i));
        }
    }

    /** Fences the host because of a programmer error: from here on nothing is fed. */
    void fenceAfter(Throwable trouble) {
        if (!ended) {
            log.error("The agent failed by a programmer error; this host fences itself.", trouble);
            fence(null, null, "the agent failed: " + trouble);
        }
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.SendHeartbeat send) {
            long began = clock.getAsLong();
            heartbeats.send(send.destinations, send.message);
            figures.heartbeatTook(clock.getAsLong() - began);
        } else if (effect instanceof Effect.FeedWatchdog feed) {
            guard.feed(feed.deadlineNanos);
        } else if (StatefileThread.takes(effect)) {
            statefile.request(effect);
        } else if (effect instanceof Effect.ArmWatchdog arm) {
            ownEvents.add(guard.arm(arm.timeoutNanos()));
        } else if (effect instanceof Effect.DisarmWatchdog) {
            disarm();
        } else if (effect instanceof Effect.ListVms) {
            calls.list(clock.getAsLong());
        } else if (effect instanceof Effect.StartVm && guard.overdue()) {
            fence(null, null, SUSPENDED);
        } else if (effect instanceof Effect.StartVm start) {
            log.info("Starting VM " + start.vm().name() + ".");
            calls.start(clock.getAsLong(), start.vm(), start.permit(), start.callId());
        } else if (effect instanceof Effect.StopVm stop) {
            log.info("Stopping VM " + stop.vm() + ".");
            calls.stop(clock.getAsLong(), stop.vm(), stop.permit(), stop.callId());
        } else if (effect instanceof Effect.CheckHealth check) {
            health.check(check.callId());
        } else if (effect instanceof Effect.RestartManagement restart) {
            log.warn("The management agent of this host is not well; it is restarted.");
            health.restart(restart.callId());
        } else if (effect instanceof Effect.PowerOff off) {
            log.warn("The power fencer is asked to cut the power of " + power.name(off.host()) + ".");
            power.powerOff(off.host(), off.callId());
        } else if (effect instanceof Effect.Notify news) {
            newsLog.tell(news.event());
            verdicts.take(news.event());
            if (news.event() instanceof PoolEvent.HostRemoved removed) {
                found.lookFor(removed.verdict().host(), removed.incarnation());
            }
            promises.onEvent(news.event());
            listener.tell(news.event());
        } else if (effect instanceof Effect.Report report) {
            promises.report(report.reportId(), report.report());
        } else if (effect instanceof Effect.AnswerCommand answer) {
            promises.answer(answer.commandId(), answer.result());
        } else if (effect instanceof Effect.SelfFence fence) {
            fence(fence.verdict(), fence.lastWords(), fence.verdict().words());
        } else if (effect instanceof Effect.Stopped stopped) {
            ended = true;
            log.info("The agent has stopped: " + stopped.sentence());
            verdicts.stopped(stopped.code(), stopped.sentence());
            promises.end(new HostEnd.Stopped(stopped.code(), stopped.sentence()));
        } else {
            throw new IllegalStateException("no one carries out " + effect);
        }
    }

    private void disarm() {
        boolean done = true;
        try {
            guard.disarm();
        } catch (LivesetException e) {
            done = false;
            log.error("The watchdog could not be disarmed and still runs.", e);
        }
        ownEvents.add(new Event.WatchdogDisarmed(done));
    }

    private void fence(Verdict verdict, LastWords words, String reason) {
        ended = true;
        if (guard.isShadow()) {
            wouldHaveFenced(verdict, reason);
            return;
        }
        log.warn("This host fences itself: " + reason);
        if (verdict != null) {
            listener.tell(new PoolEvent.SelfFenced(verdict));
        }
        try {
            attemptLastWords(verdict, words, reason);
        } finally {
            reset(verdict, reason);
        }
    }

    /** Shadow mode: nothing resets, nothing is said on the statefile; the agent has ended as it would have. */
    private void wouldHaveFenced(Verdict verdict, String reason) {
        log.warn("Shadow mode: this host would have fenced itself: " + reason);
        verdicts.wouldHaveFenced(verdict, reason);
        if (verdict != null) {
            listener.tell(new PoolEvent.WouldHaveFenced(verdict));
        }
        promises.end(new HostEnd.WouldHaveFenced(verdict, reason));
    }

    /**
     * Wants the host armed by this watchdog out of shadow mode; from any thread, done with the next tick. Each is a command
     * that waits for its answer, so they are bounded as those are.
     */
    void armFromShadow(Watchdog port, long commandId) {
        wishes.add(() -> promises.answer(commandId, armNow(port)));
    }

    private CommandResult armNow(Watchdog port) {
        PoolStatus status = promises.status();
        if (!guard.isShadow()) {
            return CommandResult.refused("This host is not in shadow mode.");
        }
        if (ended || status == null || !status.online() || !status.statefileAccess()) {
            return CommandResult.refused(
                    "This host is armed only while it is online and has the heartbeat disk; try again.");
        }
        try {
            ownEvents.add(guard.armFromShadow(port));
            log.info("Shadow mode is over: the watchdog is armed.");
            return CommandResult.OK;
        } catch (LivesetException e) {
            return CommandResult.refused(e.getMessage());
        }
    }

    /** In the statefile and in a local file, each by a thread of its own; both together wait no longer than this. */
    private void attemptLastWords(Verdict verdict, LastWords words, String reason) {
        long began = System.nanoTime();
        CountDownLatch local = verdicts.fenced(verdict, reason);
        if (words != null) {
            statefile.attemptLastWords(words, LAST_WORDS_NANOS);
        }
        try {
            boolean unused = local.await(LAST_WORDS_NANOS - (System.nanoTime() - began), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reset(Verdict verdict, String reason) {
        try {
            guard.reset(reason);
        } finally {
            // Still here: the watchdog runs on, unfed. The embedder learns it.
            promises.end(new HostEnd.Fenced(verdict, reason));
        }
    }
}
