package dev.liveset.recovery;

import dev.liveset.RuleBranch;

/** Compares the own regions on the disk with what was last written; a difference or a damaged copy is written again and told. */
final class RegionCheck {
    static final long EVERY_NANOS = 5_000_000_000L;
    /** So often for a pool table that this life never wrote: nothing but rot changes it. */
    static final long RESTING_EVERY_NANOS = 600_000_000_000L;

    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final OwnManifest own;
    private final MasterTable masterTable;
    private final WakeTime wake;
    private boolean begun;
    private long askedNanos;
    private boolean underWay;
    private long sequenceWhenAsked;
    private boolean tableUnderWay;
    private long tableAskedNanos;
    private PoolTable tableWhenAsked;
    private boolean differs;
    private String different;
    private String damaged;
    private long repairedBy;

    RegionCheck(
            RecoverySettings settings, RecoveryRules rules, OwnManifest own, MasterTable masterTable, WakeTime wake) {
        this.settings = settings;
        this.rules = rules;
        this.own = own;
        this.masterTable = masterTable;
        this.wake = wake;
    }

    /** Whether nothing is known to differ: otherwise nothing starts before the manifest is written again. */
    boolean isVerified() {
        return !differs;
    }

    void advance(RecoveryView view, RecoveryActions actions) {
        if (differs && own.isDurable(repairedBy)) {
            differs = false;
        }
        if (different != null) {
            actions.warn("The " + different + " of this host on the heartbeat disk is not what it last wrote (a lost,"
                    + " late or rolled-back write); it is written again. Check the disk and its caches.");
            different = null;
        }
        if (damaged != null) {
            actions.warn("One of the two copies of this host's " + damaged
                    + " on the heartbeat disk was damaged; it is written again. Check the disk.");
            damaged = null;
        }
        if (!begun) {
            begun = true;
            askedNanos = view.nowNanos;
            tableAskedNanos = view.nowNanos;
        }
        if (underWay || tableUnderWay) {
            return;
        }
        if (view.nowNanos - askedNanos < EVERY_NANOS) {
            wake.at(askedNanos + EVERY_NANOS);
        } else if (view.statefileUsable && !own.isWriteUnderWay()) {
            underWay = true;
            askedNanos = view.nowNanos;
            sequenceWhenAsked = own.durableSequence();
            actions.readRegion(settings.self(), RegionKind.MANIFEST);
            if (isTableDue(view.nowNanos)) {
                tableUnderWay = true;
                tableAskedNanos = view.nowNanos;
                tableWhenAsked = masterTable.durable();
                actions.readRegion(settings.self(), RegionKind.MASTER);
            }
        }
    }

    private boolean isTableDue(long nowNanos) {
        boolean due = !masterTable.isResting() || nowNanos - tableAskedNanos >= RESTING_EVERY_NANOS;
        return due && masterTable.durable() != null && !masterTable.isWriteUnderWay();
    }

    void onManifest(RegionStatus status, Manifest manifest) {
        if (!underWay) {
            return;
        }
        underWay = false;
        if (status == RegionStatus.UNREADABLE || own.isWriteUnderWay() || sequenceWhenAsked != own.durableSequence()) {
            return;
        }
        if (status == RegionStatus.VALID_IN_ONE_SLOT && own.durable().manifest().equals(manifest)) {
            noteDamaged("manifest");
            own.touch();
        } else if (!status.isValid() || !own.durable().manifest().equals(manifest)) {
            rules.hit(RuleBranch.OWN_MANIFEST_WRITTEN_AGAIN);
            differs = true;
            different = "manifest";
            repairedBy = own.touch();
        }
    }

    void onTable(RegionStatus status, PoolTable table) {
        if (!tableUnderWay) {
            return;
        }
        tableUnderWay = false;
        boolean unchanged = !masterTable.isWriteUnderWay() && tableWhenAsked.equals(masterTable.durable());
        if (!unchanged || status == RegionStatus.UNREADABLE) {
            return;
        }
        boolean another = !tableWhenAsked.equals(table);
        if (another && masterTable.repair(table)) {
            rules.hit(RuleBranch.OWN_TABLE_WRITTEN_AGAIN);
            different = "pool table";
        } else if (!another && status == RegionStatus.VALID_IN_ONE_SLOT) {
            noteDamaged("pool table");
            masterTable.writeAgain();
        }
    }

    private void noteDamaged(String region) {
        rules.hit(RuleBranch.OWN_SLOT_WRITTEN_AGAIN);
        damaged = damaged == null ? region : damaged + " and " + region;
    }
}
