package dev.liveset.recovery;

import dev.liveset.RuleBranch;

/** Rule E2, the member's side: reads the lock holder's master region, promises its epoch and follows its table. */
final class MasterFollower {
    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final RegionBook book;
    private final OwnManifest own;
    private final ClaimLedger ledger;
    private final MasterTable masterTable;
    private int followed = -1;

    MasterFollower(
            RecoverySettings settings,
            RecoveryRules rules,
            RegionBook book,
            OwnManifest own,
            ClaimLedger ledger,
            MasterTable masterTable) {
        this.settings = settings;
        this.rules = rules;
        this.book = book;
        this.own = own;
        this.ledger = ledger;
        this.masterTable = masterTable;
    }

    void advance(RecoveryView view, RecoveryActions actions) {
        int master = view.lockHolder;
        if (!view.online || !view.statefileUsable || master < 0 || master == settings.self()) {
            followed = -1;
            return;
        }
        if (master != followed) {
            followed = master;
            book.forgetTableRead(master);
        }
        book.followTable(master, view, actions);
        PoolTable table = book.table(master);
        if (table == null) {
            return;
        }
        if (table.epoch() > own.promisedEpoch() && Permit.epochMaster(table.epoch()) == master) {
            rules.hit(RuleBranch.E2_PROMISED);
            own.promise(table.epoch());
            masterTable.outlived();
        }
        boolean promised = table.epoch() == own.promisedEpoch() || !rules.keep(RecoveryRule.PROMISE_IS_KEPT);
        if (promised && isNewer(table) && !table.equals(ledger.table().table())) {
            ledger.follow(table);
        }
    }

    private boolean isNewer(PoolTable table) {
        return table.newerThan(ledger.table().table()) || !rules.keep(RecoveryRule.PROMISE_IS_KEPT);
    }
}
