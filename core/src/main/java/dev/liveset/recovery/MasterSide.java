package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.failover.FailoverPlanner;

/** What the holder of the master lock does, in order: epoch (E1), promises (E2), commands, moves (E6), assignments (E4). */
final class MasterSide {
    private final OwnManifest own;
    private final ClaimLedger ledger;
    private final MasterTable table;
    private final EpochTaker taker;
    private final PromiseWatch promises;
    private final CommandDesk desk;
    private final RemainsWatch remains;
    private final MoveDriver moves;
    private final RestartPlanner restarts;
    private final OvercommitWatch overcommit;

    MasterSide(
            RecoverySettings settings,
            RecoveryRules rules,
            FailoverPlanner planner,
            RegionBook book,
            OwnManifest own,
            ClaimLedger ledger,
            MasterTable table,
            WakeTime wake) {
        this.own = own;
        this.ledger = ledger;
        this.table = table;
        Clearance clearance = new Clearance(settings, rules, book, own, table);
        StartNeeds needs = new StartNeeds(settings, table, clearance, wake);
        PoolModel model = new PoolModel(settings, table, book, clearance, needs);
        taker = new EpochTaker(settings, rules, book, own, table, wake);
        promises = new PromiseWatch(settings, rules, book, own, table, clearance, wake);
        remains = new RemainsWatch(settings, clearance);
        moves = new MoveDriver(rules, table, clearance);
        restarts = new RestartPlanner(
                settings,
                planner,
                table,
                clearance,
                needs,
                model,
                new RestartPacer(clearance, wake),
                new RestartNews());
        overcommit = new OvercommitWatch(planner, table, model, book, own, wake);
        desk = new CommandDesk(settings, rules, table, new TableEditor(settings, table, clearance, restarts), wake);
    }

    int planExistsFor() {
        return overcommit.planExistsFor();
    }

    void onCommand(long id, PoolCommand command, RecoveryView view, RecoveryActions actions) {
        boolean acts = view.holdsLock() && view.online && view.statefileUsable;
        if (acts && !taker.isTaken() && command instanceof PoolCommand.ConfirmHostDead confirm) {
            taker.excuse(confirm.host());
        }
        desk.take(id, command, view, actions);
    }

    void advance(RecoveryView view, RecoveryActions actions) {
        if (!view.holdsLock() || !view.online) {
            taker.reset();
            desk.lose(view, actions);
            restarts.clear();
            overcommit.clear();
            return;
        }
        if (!view.statefileUsable) {
            desk.answer(view, actions);
            return;
        }
        if (taker.isTaken() && promises.isOvertaken()) {
            taker.reset();
            desk.giveUp(actions);
        }
        taker.advance(view, actions);
        if (taker.isTaken()) {
            act(view, actions);
        }
        desk.answer(view, actions);
    }

    private void act(RecoveryView view, RecoveryActions actions) {
        promises.read(view, actions);
        withdrawConfirmations(view);
        remains.advance(view, actions);
        if (promises.haveAllPromised(view, actions)) {
            desk.apply(view, actions);
            moves.advance(view);
            restarts.advance(view, actions);
            overcommit.advance(view, actions);
        }
    }

    /** A person's word is void as soon as the host shows a newer incarnation. */
    private void withdrawConfirmations(RecoveryView view) {
        for (int i = table.confirmedDead().size() - 1; i >= 0; i--) {
            ConfirmedDead word = table.confirmedDead().get(i);
            if (word.incarnation() < view.incarnation[word.host()] || HostSet.contains(view.liveset, word.host())) {
                table.withdrawDead(word.host());
            }
        }
    }

    void onTableWritten(long sequence, boolean ok) {
        if (!table.onWritten(sequence, ok)) {
            return;
        }
        PoolTable durable = table.durable();
        if (durable.epoch() == table.epoch() && durable.epoch() > 0) {
            taker.onTableDurable();
            if (durable.epoch() > own.promisedEpoch()) {
                own.promise(durable.epoch());
            }
            if (durable.epoch() == own.promisedEpoch()) {
                ledger.follow(durable);
            }
        }
    }
}
