package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.Phase;

/**
 * One of the five rendezvous of fault handling (PROTOCOL.md §5): enter the first phase, wait until every visible liveset
 * host is there or in the second; enter the second, wait until every one is there or in the third. Ours takes a host that
 * is already further in the round as one that has passed: it saw us in its own wait.
 */
enum Rendezvous {
    FIRST(Phase.FHREADY, Phase.FH1, false),
    SECOND(Phase.FH1DONE, Phase.FH2, true),
    THIRD(Phase.FH2DONE, Phase.FH3, false),
    FOURTH(Phase.FH3DONE, Phase.FH4, false),
    FIFTH(Phase.FH4DONE, Phase.STARTED, false);

    final Phase first;
    final Phase second;
    /** Whether the phases in the sections of hosts in the statefile domain count too. */
    final boolean onStatefile;

    Rendezvous(Phase first, Phase second, boolean onStatefile) {
        this.first = first;
        this.second = second;
        this.onStatefile = onStatefile;
    }

    /** Hosts that this host, in {@code first} or {@code second}, still waits for. */
    long awaited(LivesetState state, boolean inSecond) {
        Sightings seen = state.seen;
        long awaited = 0;
        long others = HostSet.without(state.current, state.self);
        for (long rest = others & state.hbdomain; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (!passed(state, seen.heardPhase[host], inSecond)) {
                awaited = HostSet.with(awaited, host);
            }
        }
        if (onStatefile) {
            for (long rest = others & state.sfdomain; rest != 0; rest &= rest - 1) {
                int host = HostSet.lowest(rest);
                if (!passed(state, seen.readPhase[host], inSecond)) {
                    awaited = HostSet.with(awaited, host);
                }
            }
        }
        return awaited;
    }

    /**
     * From the third on, a host that is out of the round, or in the next one, has passed: nobody enters a domain during a
     * round, so whoever is visible was in the first two with us, and went on without us while our packets were lost.
     *
     * <p>By the original's rule ({@link QuorumRule#LATER_PHASE_PASSES}) we would wait for such a host. No random schedule is known
     * in which that costs a host, because other rules end the wait first. Who sees us on a channel goes at most one phase
     * ahead of us: each half of a rendezvous waits for ours. Who does not hear us says so in its heartbeat domain, and its next
     * packet takes it out of ours ({@code Domains.dropOneWay}), so it is awaited for t1 at most. In the third, the cap lets us go
     * on alone. In the second there remains who does not see our section while we see its: it waits for our silence
     * by then, our next write breaks it, and the round that follows comes by our phase again; before that, the
     * limit of the second rendezvous or the verdict on views that differ would end us as the loser we are. So the rule saves
     * time, never a VM; what it decides is tried in {@code RendezvousTest}.
     */
    private boolean passed(LivesetState state, int phase, boolean inSecond) {
        if (!state.rules.keep(QuorumRule.LATER_PHASE_PASSES)) {
            return phase == second.ordinal() || phase == (inSecond ? third().ordinal() : first.ordinal());
        }
        boolean out =
                phase == Phase.STARTED.ordinal() || phase == Phase.FHREADY.ordinal() || phase == Phase.FH1.ordinal();
        if (this == FIFTH) {
            return out || !inSecond && phase == Phase.FH4DONE.ordinal();
        }
        int wanted = inSecond ? second.ordinal() : first.ordinal();
        boolean further = phase >= wanted && phase <= Phase.FH4DONE.ordinal();
        return further || out && (this == THIRD || this == FOURTH);
    }

    private Phase third() {
        return this == FIFTH ? Phase.FHREADY : Phase.of(second.ordinal() + 1);
    }
}
