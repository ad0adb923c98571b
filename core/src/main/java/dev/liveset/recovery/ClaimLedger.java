package dev.liveset.recovery;

import dev.liveset.RuleBranch;

/**
 * The local host's side of recovery: converges what runs here to the newest table it promised to follow (E2, E3, E5,
 * E9). Level-triggered: every pass looks at every claim and at every VM the table gives to this host.
 */
final class ClaimLedger {
    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final OwnManifest own;
    private final PermitCheck check;
    private final VmCalls calls;
    private final RunningList list;
    private TableIndex table = TableIndex.EMPTY;

    ClaimLedger(RecoverySettings settings, RecoveryRules rules, OwnManifest own, VmCalls calls, RunningList list) {
        this.settings = settings;
        this.rules = rules;
        this.own = own;
        this.calls = calls;
        this.list = list;
        this.check = new PermitCheck(settings, rules);
    }

    /** The table that is followed. */
    TableIndex table() {
        return table;
    }

    /** Follows a newer table of the promised epoch. */
    void follow(PoolTable newer) {
        table = new TableIndex(newer);
        own.forgetAnswers(table);
    }

    /**
     * One pass.
     *
     * @param verified whether the own manifest on the disk is what was last written
     */
    void converge(RecoveryView view, boolean verified, RecoveryActions actions) {
        if (!view.online) {
            return;
        }
        list.poll(view, actions);
        boolean usable = view.statefileUsable && verified;
        boolean mayClaim = settings.acceptsUnarmed() || own.isArmed();
        for (LocalClaim claim : own.claimArray()) {
            if (claim.callId == 0) {
                advance(claim, view, usable, mayClaim, actions);
            }
        }
        if (usable) {
            for (int i = 0; i < table.table().vms().size(); i++) {
                takeUp(table.table().vms().get(i), mayClaim);
            }
        }
    }

    private void advance(
            LocalClaim claim, RecoveryView view, boolean usable, boolean mayClaim, RecoveryActions actions) {
        VmRecord record = table.find(claim.vm);
        switch (wish(claim, record, usable, mayClaim)) {
            case RUN -> {
                run(claim, record, view, usable, mayClaim, actions);
            }
            case STOP -> {
                if (usable) {
                    calls.stop(claim, view, actions);
                }
            }
            case DROP -> {
                if (usable) {
                    calls.end(claim, Answer.Kind.REFUSED);
                }
            }
            case STAY -> {
                if (claim.isFound() && claim.missing && usable) {
                    calls.end(claim, Answer.Kind.STOPPED);
                }
            }
        }
    }

    private enum Wish {
        RUN,
        STOP,
        DROP,
        STAY
    }

    private Wish wish(LocalClaim claim, VmRecord record, boolean usable, boolean mayClaim) {
        if (claim.lettingGo) {
            return Wish.STOP;
        }
        if (record == null) {
            return Wish.STAY;
        }
        boolean flipped = isFlipped(record);
        Permit given = flipped ? null : record.assignment();
        if (given != null && given.host() == settings.self() && usable) {
            adopt(claim, given, record.desiredRunning(), mayClaim);
        }
        if (claim.state == ClaimState.INCOMING) {
            return record.desiredRunning() && claim.permit.equals(record.move()) ? Wish.STAY : Wish.DROP;
        }
        if (!record.desiredRunning()) {
            return claim.isFound() ? Wish.STAY : Wish.STOP;
        }
        if (claim.isFound() || record.assignment() == null) {
            return Wish.STAY;
        }
        if (record.assignment().equals(claim.permit)) {
            return Wish.RUN;
        }
        boolean elsewhere = record.assignment().host() != settings.self();
        return elsewhere && record.assignment().notOlderThan(claim.permit) ? Wish.STOP : Wish.STAY;
    }

    /** A newer permit for a VM that is claimed here already: the claim goes on under it. */
    private void adopt(LocalClaim claim, Permit given, boolean wanted, boolean mayClaim) {
        if (given.equals(claim.permit) || claim.permit.notOlderThan(given)) {
            return;
        }
        Answer answer = own.answer(claim.vm);
        if (answer != null && answer.permit().equals(given)) {
            return;
        }
        if (!check.accepts(given, own.promisedEpoch(), answer, mayClaim)
                || !wanted && claim.state == ClaimState.INCOMING) {
            own.answer(claim.vm, given, Answer.Kind.REFUSED);
            return;
        }
        rules.hit(RuleBranch.PERMIT_RENEWED);
        claim.permit = given;
        if (claim.state == ClaimState.INCOMING) {
            rules.hit(RuleBranch.E6_DESTINATION_GOES_ON);
            claim.state = ClaimState.CLAIMED;
        }
        claim.stamp = own.touch();
        claim.claimedStamp = claim.stamp;
    }

    private void run(
            LocalClaim claim,
            VmRecord record,
            RecoveryView view,
            boolean usable,
            boolean mayClaim,
            RecoveryActions actions) {
        if (claim.state == ClaimState.RUNNING && !claim.missing) {
            return;
        }
        boolean restart = claim.held
                && record.protection() == VmRecord.Protection.RESTART
                && table.table().haEnabled();
        boolean first = !claim.held
                && (claim.permit.incarnation() == settings.incarnation()
                        || !rules.keep(RecoveryRule.PERMIT_INCARNATION))
                && mayClaim
                && (claim.permit.epoch() == own.promisedEpoch() || !rules.keep(RecoveryRule.PROMISE_IS_KEPT));
        if (!restart && !first) {
            if (usable) {
                rules.hit(RuleBranch.E3_CLAIM_NOT_STARTED);
                calls.stop(claim, view, actions);
            }
        } else if (!isDurable(claim)) {
            rules.hit(RuleBranch.E3_START_WAITS_FOR_CLAIM);
        } else if (restart || usable) {
            rules.hit(
                    restart
                            ? usable ? RuleBranch.RESTARTED_IN_PLACE : RuleBranch.E9_RESTARTED_IN_PLACE
                            : RuleBranch.E3_STARTS_UNDER_DURABLE_CLAIM);
            calls.start(claim, record, view, actions);
        }
    }

    private boolean isDurable(LocalClaim claim) {
        return own.isDurable(claim.claimedStamp) || !rules.keep(RecoveryRule.CLAIM_BEFORE_START);
    }

    private void takeUp(VmRecord record, boolean mayClaim) {
        Permit given = isFlipped(record) ? null : record.assignment();
        if (given != null && given.host() == settings.self()) {
            takeUp(record, given, ClaimState.CLAIMED, mayClaim);
        }
        Permit move = record.move();
        if (move != null && move.host() == settings.self()) {
            takeUp(record, move, ClaimState.INCOMING, mayClaim);
        }
    }

    private void takeUp(VmRecord record, Permit permit, ClaimState state, boolean mayClaim) {
        LocalClaim claim = own.claim(record.vm());
        Answer answer = own.answer(record.vm());
        if (claim != null || answer != null && answer.permit().equals(permit)) {
            return;
        }
        if (!record.desiredRunning()
                || own.claims().size() >= settings.maxVms()
                || !check.accepts(permit, own.promisedEpoch(), answer, mayClaim)) {
            own.answer(record.vm(), permit, Answer.Kind.REFUSED);
            return;
        }
        rules.hit(state == ClaimState.INCOMING ? RuleBranch.E6_INCOMING_CLAIMED : RuleBranch.E3_CLAIMED);
        own.add(new LocalClaim(record.vm(), permit, state));
    }

    /** Whether a move has turned: the source lets go and the destination waits for its permit to start (E6). */
    private static boolean isFlipped(VmRecord record) {
        return record.move() != null && record.move().equals(record.assignment());
    }
}
