package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * Our rule of removal (PROTOCOL.md §3): a host is dead for us only after we completed a read of the statefile that began
 * at least W + margin after its last sign of life, or when a newer boot of it proves that its former life is over.
 *
 * <p>Why it holds, and which test attacks each step:
 *
 * <ol>
 *   <li>A host lives no longer than Ws, and what its watchdog may be late, after the <i>begin</i> of its last write that it
 *       read back, because the deadline of its watchdog is set from there and from nothing else ({@code DeadManSwitchTest};
 *       the simulator's checker {@code FedByWrites} after every feed).
 *   <li>So if it lived at R, it completed a write that began after R − W, on our clock after R − W − margin: the margin
 *       takes up the rates of the two clocks, the granularity of the watchdog and one I/O
 *       ({@code SilenceRulePropertyTest.shouldNeverFindALivingHostSilent}; a wait a tenth shorter is seen:
 *       {@code shouldSeeAWaitThatIsTooShort}).
 *   <li>A read that began at R shows that write, as it was durable before R; what shows less than our own newest write
 *       counts as no look at all ({@code SightingsTest}; {@code ReadBackPropertyTest} for the read-back on a disk that
 *       loses writes and shows old ones, and the fault stale-reads).
 *   <li>What it shows is new to us when it began after our last sign S of the host, and every new word is a sign: changed
 *       sections, changed bytes of a torn one, accepted packets; what only repeats is none, and what an earlier boot says
 *       or an overtaken write is not believed, but that it landed is a sign too: it may hide a write that was never seen
 *       ({@code shouldKeepTheSilenceOfATornSectionAndBreakItWhenTheBytesChange},
 *       {@code shouldNotTakeTheSecondSightOfADeadSectionForAChange}, {@code shouldNotBelieveALateWriteOfAnEarlierBoot}).
 *   <li>With R ≥ S + W + margin, 2 to 4 contradict a read at R that shows nothing newer than S: the host was dead at R.
 *       Every sign moves S, so nothing that a host does late can make us remove it while it lives ({@code FourHolesTest}:
 *       with the original's wait it is removed, with this one never).
 *   <li>Under rule 2 nobody writes, and a host lives Ws from when it sent what its peers last heard of it, by what they echo
 *       while they are under rule 2 themselves ({@code HeardByPeersTest}, the checker {@code FedByWrites}): our last sign is
 *       that or a later one, so 5 holds however long our word was on its way. xhad tells ages instead, which are younger by
 *       that time, so to 5 comes T1 where our last sign of the host is no later than T1 after we were last under rule 2
 *       ({@link #mayLiveByOurWord}; without xhad a reserve; the scenario rule-2-that-another-never-heard-of).
 *       So whoever removes it has to be one of those peers: rule 2 excuses nobody while somebody is outside who is not kept
 *       out ({@code PacketIntake.heardByAllNanos}; the scenarios rule-2-feeds-nobody-after-a-removal, rule-2-and-a-goodbye-that-was-lost
 *       and rule-2-and-a-host-that-enters-unheard).
 *   <li>A newer boot outside its own liveset ends the former life without any wait, for a boot begins with a reset
 *       ({@code shouldTakeANewerBootAsProof}, {@code JoinStoriesTest}).
 *   <li>A boot that was seen without power is over as well, where there is somebody who can see that ({@link PowerProof},
 *       {@code PowerProofTest}).
 * </ol>
 *
 * <p>A section that the device does not give at all (an I/O error) shows nothing: the wait goes on until it can be read, were
 * it damaged, or until the host's next boot is heard. A survivor overwrites it so that it can be read, with bytes that are a
 * sign themselves ({@link BadBlockRule}, {@code shouldRemoveNobodyWhoseSectionNothingHealsButByItsNextBoot}).
 */
final class SilenceRule {
    private final LivesetState state;
    private final MajoritySilence majority;
    private final PowerProof power;
    /** How long an xhad that was removed may live: it feeds at the start of a cycle, even of one that hangs. */
    private final long longestXhadNanos;

    SilenceRule(LivesetState state) {
        this.state = state;
        majority = new MajoritySilence(state);
        power = new PowerProof(state);
        longestXhadNanos = 2 * state.timings.statefileWatchdogTimeoutNanos()
                + state.timings.statefileIntervalNanos()
                + 1_000_000_000L;
    }

    /** The full silence: the largest watchdog timeout that any host published, or the pool's, and its margin. */
    long silenceNanos() {
        long watchdog = state.timings.watchdogTimeoutNanos();
        for (int host = 0; host < state.seen.hostCount; host++) {
            watchdog = Math.max(watchdog, state.seen.watchdogNanos[host]);
        }
        return (long) (state.rules.waitFactor() * (watchdog + state.timings.marginNanos(watchdog)));
    }

    /** What the others tell of whom they heard, where a majority counts. */
    MajoritySilence majority() {
        return majority;
    }

    /** Who was seen without power. */
    PowerProof power() {
        return power;
    }

    /** Whether the host is proven to be without life. */
    boolean isSilent(int host) {
        return isSilentSince(host, state.seen.signNanos[host]);
    }

    /** As {@link #isSilent}, counted from {@code sinceNanos}; for the planted bug that ignores signs of life. */
    boolean isSilentSince(int host, long sinceNanos) {
        return isSilentSince(host, sinceNanos, silenceNanos());
    }

    private boolean isSilentSince(int host, long sinceNanos, long silenceNanos) {
        boolean waits = state.rules.keep(QuorumRule.WAIT_BEFORE_REMOVAL) && state.rules.keep(QuorumRule.SILENCE);
        if (!waits || HostSet.contains(state.seen.restarted, host) || power.isProven(host)) {
            return true;
        }
        long extra = extraNanos(sinceNanos);
        long needed = silenceNanos;
        if (state.isXhad(host)) {
            needed = Math.max(needed, longestXhadNanos);
        }
        boolean asksMajority = state.majority && state.rules.keep(QuorumRule.MAJORITY_IS_ASKED);
        long readNanos = state.seen.observedNanos[host];
        return readNanos - sinceNanos >= needed + extra
                && (!asksMajority || majority.isProven(host, readNanos, needed));
    }

    /** How long the silence of a host of ours must last whose last sign was then. */
    long neededNanos(long lastSignNanos) {
        return silenceNanos() + extraNanos(lastSignNanos);
    }

    private long extraNanos(long lastSignNanos) {
        return mayLiveByOurWord(lastSignNanos) ? state.timings.heartbeatTimeoutNanos() : 0;
    }

    /**
     * Under rule 2 a host lives by what its peers, under rule 2 as well, say of having heard it, and what they say may be on
     * its way for T1. Whether that host ever told us of rule 2 is no matter: it counts nothing that we said outside of it.
     */
    boolean mayLiveByOurWord(long lastSignNanos) {
        return lastSignNanos - state.ruledNanos <= state.timings.heartbeatTimeoutNanos();
    }

    /**
     * Whether nothing at all was seen of the host for a full silence: no sign of life, no packet and no change of its
     * section, also none of a boot that is in no liveset. Then no boot of it lives.
     */
    boolean isStill(int host) {
        long seenNanos = Math.max(state.seen.heardNanos[host], state.seen.movedNanos[host]);
        long last = Math.max(state.seen.signNanos[host], seenNanos);
        return state.seen.observedNanos[host] - last >= silenceNanos();
    }

    /** Who was taken in and never counted here is in no liveset once its silence is proven like that of who is removed. */
    void proveOutside(long nowNanos) {
        for (long rest = state.mayHaveEntered & ~state.current & ~state.proposed; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (isStill(host)
                    && (!state.majority || majority.isProven(host, state.seen.observedNanos[host], silenceNanos()))) {
                state.mayHaveEntered = HostSet.without(state.mayHaveEntered, host);
                state.goneNanos[host] = nowNanos;
            }
        }
    }

    /** All hosts of the set that are proven to be without life. */
    long silent(long hosts) {
        if (hosts == 0) {
            return 0;
        }
        long silence = silenceNanos();
        long silent = 0;
        for (long rest = hosts; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (isSilentSince(host, state.seen.signNanos[host], silence)) {
                silent = HostSet.with(silent, host);
            }
        }
        return silent;
    }
}
