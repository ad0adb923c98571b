package dev.liveset.recovery;

import dev.liveset.RuleBranch;
import dev.liveset.VmId;
import java.util.Set;

/**
 * Rule E8: before the host joins, the former manifest is read, its claims are taken over (same boot) or voided (new
 * boot) together with what the hypervisor lists, and the own manifest is durable, unarmed.
 */
final class AgentStart {
    static final long RETRY_NANOS = 1_000_000_000L;
    /** So often an older manifest than the section names is read again, before it is the newest there is. */
    static final int MOST_STALE_READS = 3;

    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final OwnManifest own;
    private final RegionBook book;
    private final MasterTable masterTable;
    private final WakeTime wake;
    private KnownManifest former;
    /** The former manifest is lost, and with it nothing that could still run. */
    private boolean formerIsLost;

    private int staleReads;
    private boolean formerUnderWay;
    private boolean tableKnown;
    private boolean tableMissing;
    private boolean tableUnderWay;
    /** Epoch of the table in the own master region, 0 for none. */
    private long ownEpoch;

    private Set<VmId> running;
    private boolean listUnderWay;
    private boolean asked;
    private long askedNanos;
    private boolean taken;
    private String refusal;
    private boolean told;

    AgentStart(
            RecoverySettings settings,
            RecoveryRules rules,
            OwnManifest own,
            RegionBook book,
            MasterTable masterTable,
            WakeTime wake) {
        this.settings = settings;
        this.rules = rules;
        this.own = own;
        this.book = book;
        this.masterTable = masterTable;
        this.wake = wake;
    }

    boolean isDone() {
        return taken && own.durable() != null && !masterTable.isInitialWanted();
    }

    /** Whether the former claims are taken over or voided in memory; the manifest is on its way. */
    boolean isTaken() {
        return taken;
    }

    void advance(RecoveryView view, RecoveryActions actions) {
        if (taken) {
            return;
        }
        if (refusal == null && former != null && tableKnown && running != null) {
            take();
        }
        if (refusal != null && !told) {
            told = true;
            actions.warn(refusal);
        }
        if (taken || refusal != null) {
            return;
        }
        if (asked && view.nowNanos - askedNanos < RETRY_NANOS) {
            wake.at(askedNanos + RETRY_NANOS);
            return;
        }
        asked = true;
        askedNanos = view.nowNanos;
        wake.at(askedNanos + RETRY_NANOS);
        ask(actions);
    }

    private void ask(RecoveryActions actions) {
        if (former == null && !formerUnderWay) {
            formerUnderWay = true;
            actions.readRegion(settings.self(), RegionKind.MANIFEST);
        }
        if (!tableKnown && !tableUnderWay) {
            tableUnderWay = true;
            actions.readRegion(settings.self(), RegionKind.MASTER);
        }
        if (running == null && !listUnderWay) {
            listUnderWay = true;
            actions.listVms();
        }
    }

    void onManifest(RegionStatus status, Manifest manifest) {
        formerUnderWay = false;
        if (status.isValid()) {
            former = new KnownManifest(manifest);
        } else if (status == RegionStatus.NO_VALID_SLOT) {
            if (settings.firstOfBoot()) { // ours: what ran before the boot is gone, so there is nothing to know
                rules.hit(RuleBranch.E8_LOST_MANIFEST_OF_AN_OLD_BOOT);
                formerIsLost = true;
                former = new KnownManifest(Manifest.initial(settings.self()));
            } else {
                rules.hit(RuleBranch.E8_REFUSED_MANIFEST_LOST);
                refusal =
                        "The manifest of this host on the heartbeat disk has no valid slot, so it is unknown which VMs"
                                + " may run here; check the disk, and reboot this machine: then nothing of before runs,"
                                + " and a new manifest is written.";
            }
        }
    }

    void onTable(RegionStatus status, PoolTable table) {
        tableUnderWay = false;
        tableKnown = status != RegionStatus.UNREADABLE;
        tableMissing = status == RegionStatus.NO_VALID_SLOT;
        ownEpoch = table == null ? 0 : table.epoch();
        if (table != null) {
            masterTable.keep(table);
        }
    }

    void onVmsListed(Set<VmId> listed) {
        listUnderWay = false;
        running = listed;
    }

    private void take() {
        Manifest last = former.manifest();
        if (last.incarnation() >= settings.incarnation()) {
            refusal = "The heartbeat disk knows incarnation " + last.incarnation()
                    + " of this host, and this agent has " + settings.incarnation()
                    + "; an incarnation is never used again, check the agent's state folder.";
            return;
        }
        if (formerIsLost && tableMissing) {
            refusal =
                    "Both the manifest and the pool table of this host on the heartbeat disk have no valid slot, so no"
                            + " epoch is known that it has not used; check the disk, and format it anew.";
            return;
        }
        if (!formerIsLost && book.isOlderThanTrailer(former, settings.self())) {
            staleReads++;
            rules.hit(RuleBranch.E8_STALE_MANIFEST_READ_AGAIN);
            // Late writes in both slots hide the newest for ever; what it claimed ended with the boot before this one.
            formerIsLost = settings.firstOfBoot() && staleReads >= MOST_STALE_READS;
            former = formerIsLost ? former : null;
            return;
        }
        boolean sameBoot = last.incarnation() > 0 && last.sameBoot(settings.bootIdHigh(), settings.bootIdLow());
        if (sameBoot && last.armed()) {
            rules.hit(RuleBranch.E8_REFUSED_DIED_ARMED);
            refusal = "The former agent of this host ended with the watchdog armed and the machine has not been reset"
                    + " since; nobody may feed that watchdog now, so let it reset the machine, or reboot it.";
            return;
        }
        long promised = promised(last);
        if (promised > 0) {
            own.promise(promised);
            if (Permit.epochMaster(promised) != settings.self()) {
                masterTable.outlived();
            }
        } else if (tableMissing) {
            masterTable.writeInitial();
        }
        taken = true;
        rules.hit(
                sameBoot
                        ? RuleBranch.E8_CLAIMS_OF_THIS_BOOT_TAKEN_OVER
                        : last.claims().isEmpty()
                                ? RuleBranch.E8_NOTHING_CLAIMED
                                : RuleBranch.E8_CLAIMS_OF_AN_OLD_BOOT_VOID);
        if (!rules.keep(RecoveryRule.CLAIMS_ARE_TAKEN_OVER)) {
            return;
        }
        if (sameBoot) {
            takeOver(last);
        }
        for (VmId vm : running) {
            if (own.claim(vm) == null && own.claims().size() < settings.maxVms()) {
                LocalClaim found = LocalClaim.found(vm, settings);
                found.inherited = true;
                own.add(found);
            }
        }
    }

    /** A lost promise was no lower than the epoch of the own table; without it that table would pass for an empty one (E1). */
    private long promised(Manifest last) {
        return formerIsLost ? Math.max(last.promisedEpoch(), ownEpoch) : last.promisedEpoch();
    }

    private void takeOver(Manifest last) {
        for (Claim claim : last.claims()) {
            boolean runs = running.contains(claim.vm());
            ClaimState state = claim.state();
            if (runs && state != ClaimState.STOPPING) {
                state = ClaimState.RUNNING;
            } else if (state != ClaimState.INCOMING) {
                state = ClaimState.UNKNOWN;
            }
            LocalClaim taken = new LocalClaim(claim.vm(), claim.permit(), state);
            taken.called = state != ClaimState.INCOMING;
            taken.held = state == ClaimState.RUNNING;
            taken.inherited = true;
            taken.lettingGo = claim.state() == ClaimState.STOPPING;
            own.add(taken);
        }
        for (Answer answer : last.answers()) {
            own.answer(answer.vm(), answer.permit(), answer.kind());
        }
    }
}
