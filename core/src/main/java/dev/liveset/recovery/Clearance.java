package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.RuleBranch;
import dev.liveset.VmId;
import dev.liveset.recovery.AssignmentRule.Judgement;

/** Gathers the facts for rule E4 from the view, the manifests and the table. */
final class Clearance {
    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final RegionBook book;
    private final OwnManifest own;
    private final MasterTable table;

    Clearance(RecoverySettings settings, RecoveryRules rules, RegionBook book, OwnManifest own, MasterTable table) {
        this.settings = settings;
        this.rules = rules;
        this.book = book;
        this.own = own;
        this.table = table;
    }

    /** What the host says about starting the VM elsewhere. */
    Judgement judge(int host, VmId vm, RecoveryView view) {
        Judgement judgement = AssignmentRule.judge(facts(host, vm, view));
        rules.hit(judgement.branch);
        return judgement;
    }

    /** Whether every configured host but the target allows that the VM starts there. */
    boolean isClear(VmId vm, int target, RecoveryView view) {
        for (int host = 0; host < settings.hostCount(); host++) {
            if (host != target && !judge(host, vm, view).clear) {
                return false;
            }
        }
        return true;
    }

    /** Whether the permit can never run the VM again. */
    boolean isEnded(VmId vm, Permit permit, RecoveryView view) {
        if (permit == null || !rules.keep(RecoveryRule.ANSWER_IS_AWAITED)) {
            return true;
        }
        boolean answered = answer(vm, permit) != null;
        boolean ended = AssignmentRule.ended(true, answered, judge(permit.host(), vm, view), settings.acceptsUnarmed());
        rules.hit(
                answered
                        ? RuleBranch.E4_PERMIT_ANSWERED
                        : ended ? RuleBranch.E4_PERMIT_OF_A_HOST_THAT_IS_OUT : RuleBranch.E4_PERMIT_NOT_ANSWERED);
        return ended;
    }

    /** The answer of the permit's host, or null. An answer is final, so any manifest ever read will do. */
    Answer answer(VmId vm, Permit permit) {
        KnownManifest known = permit.host() == settings.self() ? own.durable() : book.anyManifest(permit.host());
        return known == null ? null : known.answer(vm, permit);
    }

    /** The claim of a liveset member, or null. */
    Claim claim(int host, VmId vm, RecoveryView view) {
        KnownManifest known = current(host, view);
        return known == null ? null : known.claim(vm);
    }

    /** The liveset member that claims the VM, other than as the destination of a move; -1 for none. */
    int claimer(VmId vm, RecoveryView view) {
        for (int host = 0; host < settings.hostCount(); host++) {
            if (HostSet.contains(view.liveset, host)) {
                Claim claim = claim(host, vm, view);
                if (claim != null && claim.state() != ClaimState.INCOMING) {
                    return host;
                }
            }
        }
        return -1;
    }

    /** The manifest of a host now in the liveset, of its current incarnation; null while it is unknown. */
    KnownManifest current(int host, RecoveryView view) {
        if (!HostSet.contains(view.liveset, host)) {
            return null;
        }
        if (host == settings.self()) {
            return own.durable();
        }
        KnownManifest known = book.manifest(host);
        boolean current = known != null
                && (known.manifest().incarnation() == view.incarnation[host]
                        || !rules.keep(RecoveryRule.CURRENT_INCARNATION));
        return current ? known : null;
    }

    /** Whether the host may be given a VM: a member that promised this epoch and whose watchdog would reset it. */
    boolean isReceiving(int host, RecoveryView view) {
        KnownManifest known = current(host, view);
        return known != null
                && !HostSet.contains(view.withoutStatefile, host)
                && (known.manifest().promisedEpoch() == table.epoch() || !rules.keep(RecoveryRule.ALL_PROMISED))
                && (known.manifest().armed() || settings.acceptsUnarmed());
    }

    private int facts(int host, VmId vm, RecoveryView view) {
        int facts = 0;
        boolean self = host == settings.self();
        if (HostSet.contains(view.liveset, host) || self) {
            facts |= AssignmentRule.IN_LIVESET;
        }
        KnownManifest current = current(host, view);
        if (current != null) {
            facts |= AssignmentRule.CURRENT;
            if (current.manifest().promisedEpoch() == table.epoch() && (!self || own.promisedEpoch() == table.epoch())
                    || !rules.keep(RecoveryRule.ALL_PROMISED)) {
                facts |= AssignmentRule.PROMISED;
            }
            if (current.claim(vm) != null) {
                facts |= AssignmentRule.CLAIMS_VM;
            }
        }
        if (self) {
            return own.claim(vm) != null ? facts | AssignmentRule.CLAIMS_VM : facts;
        }
        KnownManifest last = book.anyManifest(host);
        if (last != null && book.isArmedIncarnationGone(host, last.manifest().incarnation(), view)) {
            facts |= AssignmentRule.SILENT;
        }
        if (last != null && book.isReadSinceLeft(host, view)) {
            facts |= AssignmentRule.READ_SINCE_LEFT;
        }
        if (last != null && (last.manifest().armed() || !rules.keep(RecoveryRule.UNARMED_IS_NOT_FENCED))) {
            facts |= AssignmentRule.ARMED;
        }
        if (last != null && !last.manifest().claims().isEmpty()) {
            facts |= AssignmentRule.CLAIMS_ANY;
        }
        return isConfirmedDead(host, view) ? facts | AssignmentRule.CONFIRMED : facts;
    }

    /** Whether nothing can be said of a host that is out, for what it wrote last is not read (E4). */
    boolean isUnknown(int host, RecoveryView view) {
        return host != settings.self()
                && !HostSet.contains(view.liveset, host)
                && !book.isReadSinceLeft(host, view)
                && !isConfirmedDead(host, view);
    }

    private boolean isConfirmedDead(int host, RecoveryView view) {
        for (int i = 0; i < table.confirmedDead().size(); i++) {
            ConfirmedDead word = table.confirmedDead().get(i);
            if (word.host() == host && word.incarnation() >= view.incarnation[host]) {
                return true;
            }
        }
        return false;
    }
}
