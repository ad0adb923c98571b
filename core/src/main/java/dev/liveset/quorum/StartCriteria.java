package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.LivesetException.Code;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.RuleBranch;
import dev.liveset.Timings;
import java.util.Arrays;

/**
 * How a host comes into a liveset (PROTOCOL.md §5, <i>Start</i>): wait for the others, wait until nobody counts our former
 * life, then form the first liveset together, take the one that already counts us, or join.
 */
final class StartCriteria {
    private enum Stage {
        NOT_BEGUN,
        LOOKING,
        FORGOTTEN,
        CHOOSING,
        FORMING,
        JOINING,
        DONE,
        FAILED
    }

    private final LivesetState state;
    private final Sightings seen;
    private final Timings timings;
    private final SilenceRule silence;
    private final boolean besideXhad;
    private final Latecomers latecomers;
    private final FormingWord word;
    private Stage stage = Stage.NOT_BEGUN;
    private long beganNanos;
    private long lastNanos;
    private boolean hadStatefile;
    private boolean wasExcluded;
    private PoolState sampled = PoolState.NONE;
    /** Hosts whose sections we saw written while they started: what counts us in them since, counts this boot of ours. */
    private long seenStarting;

    private Code failure;

    StartCriteria(LivesetState state, SilenceRule silence) {
        this.state = state;
        this.seen = state.seen;
        this.timings = state.timings;
        this.silence = silence;
        this.besideXhad = state.pool.mode() == PoolConfig.Mode.INTEROP;
        this.latecomers = new Latecomers(state);
        this.word = new FormingWord(state, silence);
    }

    /** From here T1, T2, Tboot and Tenable count: statefile and heartbeats are on. */
    void begin(long nowNanos, boolean excluded) {
        beganNanos = nowNanos;
        latecomers.begin(nowNanos);
        wasExcluded = excluded;
        stage = Stage.LOOKING;
        state.commitWeight();
    }

    /** Why the start failed, or null. */
    Code failure() {
        return failure;
    }

    void advance(long nowNanos) {
        if (stage == Stage.NOT_BEGUN || stage == Stage.DONE || stage == Stage.FAILED) {
            return;
        }
        lastNanos = nowNanos;
        seenStarting |= seen.starting & state.sfdomain;
        long elapsed = nowNanos - beganNanos;
        latecomers.meet(nowNanos);
        if (state.statefileAccess) {
            hadStatefile = true;
        } else if (elapsed > timings.statefileTimeoutNanos() && !HostSet.contains(state.sfdomain, state.self)) {
            fail(
                    hadStatefile ? RuleBranch.START_FAILED_STATEFILE_LOST : RuleBranch.START_FAILED_NO_STATEFILE,
                    Code.CANNOT_ACCESS_STATEFILE);
            return;
        } else if (hadStatefile) {
            return; // Ours: an I/O that failed is repeated until T2 has passed; until one succeeds nothing is decided.
        }
        switch (stage) {
            case LOOKING -> look(elapsed);
            case FORGOTTEN -> waitToBeForgotten(elapsed);
            case CHOOSING -> choose(elapsed);
            case FORMING -> form(elapsed);
            case JOINING -> join(elapsed);
            default -> {}
        }
    }

    private void look(long elapsed) {
        boolean heard = state.hbdomain == state.all || elapsed >= timings.heartbeatTimeoutNanos();
        boolean read = state.sfdomain == state.all || elapsed >= timings.statefileTimeoutNanos();
        if (heard && read && state.statefileAccess) {
            stage = Stage.FORGOTTEN;
        }
    }

    private void waitToBeForgotten(long elapsed) {
        if (elapsed > limit(state.poolState)) {
            fail(RuleBranch.START_FAILED_COUNTED_BY_OTHERS, Code.BOOTJOIN_TIMEOUT);
        } else if (!countedBy(state.all)) {
            state.joining = true;
            state.bursts++;
            sampled = state.poolState;
            if (sampled == PoolState.NONE || sampled == PoolState.INVALID) {
                fail(RuleBranch.START_FAILED_POOL_STATE, Code.INVALID_POOL_STATE);
            } else {
                stage = Stage.CHOOSING;
            }
        }
    }

    /** Whether a host of the set is seen to count us in its liveset. */
    private boolean countedBy(long others) {
        for (long rest = HostSet.without(others, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            boolean onWire =
                    HostSet.contains(state.hbdomain, host) && HostSet.contains(seen.heardCurrent[host], state.self);
            boolean onDisk = HostSet.contains(state.sfdomain, host)
                    && !HostSet.contains(seen.starting, host)
                    && HostSet.contains(seen.readCurrent[host], state.self);
            if (onWire || onDisk) {
                state.rules.hit(onWire ? RuleBranch.START_COUNTED_ON_WIRE : RuleBranch.START_COUNTED_ON_DISK);
                return true;
            }
        }
        return false;
    }

    /** Hosts that write and are in a liveset. */
    private long running() {
        return state.sfdomain & ~seen.starting & ~HostSet.of(state.self);
    }

    private void choose(long elapsed) {
        long running = running();
        boolean timeout = elapsed > limit(sampled);
        if (running == 0 && !livesetUnderRule2()) {
            if (state.hbdomain == state.all && (state.sfdomain & ~seen.unwritten) == state.all) {
                state.proposed = state.all;
                state.bursts++;
                stage = Stage.FORMING;
            } else if (timeout) {
                formWithout();
            }
            return;
        }
        if (sampled == PoolState.INIT && state.poolState == PoolState.INIT) {
            if (timeout) {
                fail(RuleBranch.START_FAILED_INIT_WITH_LIVESET, Code.INVALID_POOL_STATE);
            }
            return; // who formed from INIT writes ACTIVE; until then this may be that very moment
        }
        if (countedBy(state.all & ~seenStarting)) {
            // Ours: it stood still while we looked, and it is our former life that it counts and will remove.
            if (timeout) {
                fail(RuleBranch.START_FAILED_COUNTED_BY_OTHERS, Code.CANNOT_JOIN_EXISTING_LIVESET);
            }
            return;
        }
        if (takenByLowest(running)) {
            state.rules.hit(RuleBranch.START_TAKEN_BY_LOWEST);
            return;
        }
        if (HostSet.isSubset(state.sfdomain, state.hbdomain) && running != 0) {
            stage = Stage.JOINING;
            propose(running);
        } else if (timeout) {
            fail(RuleBranch.START_FAILED_NOT_HEARD_BY_LIVESET, Code.CANNOT_JOIN_EXISTING_LIVESET);
        }
    }

    /** The liveset that formed just now already counts us; beside xhad: and its lowest host has not taken that back since. */
    private boolean takenByLowest(long running) {
        int lowest = HostSet.lowest(running);
        if (running == 0
                || !HostSet.contains(seen.readCurrent[lowest], state.self)
                || besideXhad && !HostSet.contains(seen.heardProposed[lowest], state.self)
                || !leavesOutOnlySilent(seen.readCurrent[lowest])) {
            return false;
        }
        enterLiveset(seen.readCurrent[lowest]);
        return true;
    }

    /**
     * Beside xhad, which forms a liveset without asking whether who is missing is dead: whether everybody outside whom we
     * have seen alive since our start is proven to be without life.
     */
    private boolean leavesOutOnlySilent(long liveset) {
        for (long rest = besideXhad ? state.all & ~liveset : 0; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (seen.signNanos[host] > beganNanos && !silence.isSilent(host)) {
                return false;
            }
        }
        return true;
    }

    /** Nobody shows a statefile update because the pool lives without its statefile. */
    private boolean livesetUnderRule2() {
        boolean rule2 =
                (seen.heardSr2 & state.hbdomain) != 0 && HostSet.isSubset(state.all, state.hbdomain | seen.excluded);
        if (rule2) {
            state.rules.hit(RuleBranch.START_LIVESET_UNDER_RULE_2);
        }
        return rule2;
    }

    private void form(long elapsed) {
        if (besideXhad && !HostSet.isSubset(state.proposed, state.hbdomain)) {
            stage = Stage.CHOOSING; // who hears nobody has nobody's consent, and an xhad may have gone on without us
            return;
        }
        boolean all = true;
        for (long rest = HostSet.without(state.hbdomain, state.self); rest != 0; rest &= rest - 1) {
            all &= HostSet.contains(seen.heardProposed[HostSet.lowest(rest)], state.self);
        }
        long patience = 3 * Math.max(timings.heartbeatIntervalNanos(), timings.statefileIntervalNanos());
        // Ours: who formed cannot wait for those who lost one of the others meanwhile.
        if (proposedByAll(running()) && takenByLowest(running())) {
            state.rules.hit(RuleBranch.START_FORMED_AFTER_OTHERS);
            return;
        }
        if (all) {
            state.rules.hit(RuleBranch.START_FORMED_TOGETHER);
            enterLiveset(state.proposed);
        } else if (elapsed > limit(sampled) + patience) {
            fail(
                    RuleBranch.START_FAILED_FORMING,
                    sampled == PoolState.INIT ? Code.BOOTJOIN_TIMEOUT : Code.CANNOT_JOIN_EXISTING_LIVESET);
        }
    }

    /** Some hosts did not come: the largest partition goes on without them, once their silence is proven. */
    private void formWithout() {
        if (sampled == PoolState.INIT) {
            fail(RuleBranch.START_FAILED_INIT_WITH_HOST_MISSING, Code.BOOTJOIN_TIMEOUT);
            return;
        }
        long present = state.hbdomain & (seen.heardJoining | HostSet.of(state.self));
        if (wasExcluded && (state.all & ~seen.excluded) != 0 || isKeptOutBy(state.all & ~present)) {
            fail(RuleBranch.START_FAILED_EXCLUDED, Code.BOOT_BLOCKED_BY_EXCLUDED);
        } else if (!word.inLargestPartition()) {
            fail(RuleBranch.START_FAILED_SMALLER_PARTITION, Code.CANNOT_JOIN_EXISTING_LIVESET);
        } else if (silence.silent(state.all & ~present) == (state.all & ~present) && word.mayForm(present)) {
            state.rules.hit(RuleBranch.START_FORMED_WITHOUT_MISSING);
            state.proposed = present;
            enterLiveset(present);
        }
    }

    /**
     * Ours: whether one of the missing has told that this host is excluded, or none of them can be read that tells the
     * contrary. They may live by rule 2, which counts on our keeping out, and our own flag may have been lost. One that does
     * not tell it is enough: each of them would have to, for they live by each other's word. Who left itself does not count,
     * but whom a tool has excluded while it was armed may run on.
     */
    private boolean isKeptOutBy(long missing) {
        int asked = 0;
        int unusable = 0;
        for (long rest = missing; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (HostSet.contains(seen.excluded, host) && seen.watchdogNanos[host] == 0) {
                continue;
            }
            if (HostSet.contains(seen.readExcluded[host], state.self)) {
                return true;
            }
            asked++;
            unusable += seen.isUnusable(host) ? 1 : 0;
        }
        return asked > 0 && unusable == asked;
    }

    private void join(long elapsed) {
        long running = running();
        if (elapsed > limit(sampled)) {
            // Ours: the lowest may count us while another member is about to remove us.
            if (!proposedByAll(running) || !takenByLowest(running)) {
                fail(RuleBranch.START_FAILED_JOIN_NOT_ACKED, Code.CANNOT_JOIN_EXISTING_LIVESET);
            } else {
                state.rules.hit(RuleBranch.START_TAKEN_AT_LAST);
            }
            return;
        }
        if (running == 0 || !HostSet.isSubset(running, state.hbdomain)) {
            return;
        }
        propose(running);
        if (!proposedByAll(running)) {
            return;
        }
        long counted = 0;
        for (long rest = running; rest != 0; rest &= rest - 1) {
            counted |= seen.heardCurrent[HostSet.lowest(rest)];
        }
        // A host that fell silent while we join stays in the liveset until its silence is proven: we wait for that too.
        long liveset = HostSet.with(running | counted & enteringToo(), state.self);
        if (HostSet.isSubset(counted, liveset) && leavesOutOnlySilent(liveset)) {
            state.rules.hit(RuleBranch.START_JOINED);
            enterLiveset(liveset);
        }
    }

    private boolean proposedByAll(long running) {
        for (long rest = running; rest != 0; rest &= rest - 1) {
            if (!HostSet.contains(seen.heardProposed[HostSet.lowest(rest)], state.self)) {
                return false;
            }
        }
        return true;
    }

    /** Hosts that join beside us, alive on both channels: members may count them already, each waiting for the other. */
    private long enteringToo() {
        long entering = 0;
        for (long rest = state.hbdomain & state.sfdomain & seen.starting; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (HostSet.contains(seen.heardProposed[host], host)) {
                entering = HostSet.with(entering, host);
            }
        }
        return entering;
    }

    private void propose(long running) {
        if (state.current != running || !HostSet.contains(state.proposed, state.self)) {
            state.current = running;
            state.proposed = HostSet.with(running, state.self);
            state.bursts++;
        }
    }

    private void enterLiveset(long liveset) {
        Arrays.fill(state.goneNanos, lastNanos);
        state.current = liveset;
        // A member may take them in, too, before it hears that this host has entered and has a say in it.
        state.mayHaveEntered = seen.everShown() & ~liveset;
        for (long rest = HostSet.without(liveset, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            state.admit(host, lastNanos);
            state.noteInvited(host);
        }
        state.proposed = liveset;
        state.acked = liveset;
        state.joining = false;
        state.starting = false;
        stage = Stage.DONE;
        state.enter(Phase.STARTED);
    }

    private void fail(RuleBranch branch, Code code) {
        state.rules.hit(branch);
        failure = code;
        stage = Stage.FAILED;
        state.phase = Phase.ABORTED;
    }

    private long limit(PoolState poolState) {
        return poolState == PoolState.INIT
                ? latecomers.lastNanos() - beganNanos + timings.enableJoinTimeoutNanos()
                : timings.bootJoinTimeoutNanos();
    }
}
