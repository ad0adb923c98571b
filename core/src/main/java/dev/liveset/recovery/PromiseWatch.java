package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.RuleBranch;

/** Rule E2, the master's side: has every liveset member promised, and has anybody promised more? */
final class PromiseWatch {
    private static final long TELL_AFTER_NANOS = 10_000_000_000L;

    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final RegionBook book;
    private final OwnManifest own;
    private final MasterTable table;
    private final Clearance clearance;
    private final WakeTime wake;
    private boolean isWaiting;
    private boolean told;
    private long sinceNanos;

    PromiseWatch(
            RecoverySettings settings,
            RecoveryRules rules,
            RegionBook book,
            OwnManifest own,
            MasterTable table,
            Clearance clearance,
            WakeTime wake) {
        this.settings = settings;
        this.rules = rules;
        this.book = book;
        this.own = own;
        this.table = table;
        this.clearance = clearance;
        this.wake = wake;
    }

    /** Reads what is needed of the others' manifests: of members what moved, of the others once since they left. */
    void read(RecoveryView view, RecoveryActions actions) {
        for (int host = 0; host < settings.hostCount(); host++) {
            if (host == settings.self()) {
                continue;
            }
            boolean known = HostSet.contains(view.liveset, host)
                    ? clearance.current(host, view) != null
                    : book.isReadSinceLeft(host, view);
            if (!known || book.isManifestBehind(host)) {
                book.wantManifest(host, view, actions);
            }
        }
    }

    /** Whether a region shows a higher epoch than this master's: then it takes a new one. */
    boolean isOvertaken() {
        for (int host = 0; host < settings.hostCount(); host++) {
            KnownManifest known = book.anyManifest(host);
            if (host != settings.self() && known != null && known.manifest().promisedEpoch() > table.epoch()) {
                rules.hit(RuleBranch.E1_EPOCH_OVERTAKEN);
                return true;
            }
        }
        return own.promisedEpoch() > table.epoch();
    }

    /** Whether all liveset members have promised this epoch in manifests that count; a host that does not is named once. */
    boolean haveAllPromised(RecoveryView view, RecoveryActions actions) {
        int missing = -1;
        for (int host = 0; host < settings.hostCount(); host++) {
            if (HostSet.contains(view.liveset, host)) {
                KnownManifest known = clearance.current(host, view);
                if (known == null || known.manifest().promisedEpoch() != table.epoch()) {
                    missing = host;
                }
            }
        }
        if (missing < 0) {
            isWaiting = false;
            told = false;
            return true;
        }
        rules.hit(RuleBranch.E2_WAITS_FOR_A_PROMISE);
        tell(missing, view, actions);
        return !rules.keep(RecoveryRule.ALL_PROMISED);
    }

    private void tell(int host, RecoveryView view, RecoveryActions actions) {
        if (!isWaiting) {
            isWaiting = true;
            sinceNanos = view.nowNanos;
        }
        if (view.nowNanos - sinceNanos < TELL_AFTER_NANOS) {
            wake.at(sinceNanos + TELL_AFTER_NANOS);
        } else if (!told) {
            told = true;
            actions.warn("Host " + settings.name(host)
                    + " has not promised to follow this master, so no VM is assigned; look whether it can write to the"
                    + " heartbeat disk.");
        }
    }
}
