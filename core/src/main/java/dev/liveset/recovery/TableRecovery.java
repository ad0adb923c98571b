package dev.liveset.recovery;

import dev.liveset.VmId;
import dev.liveset.failover.FailoverPlanner;
import java.util.Set;

/**
 * Recovery by a table on the heartbeat disk (DESIGN.md, E1–E9): the holder of the master lock writes where each VM is to
 * run, every host converges to it through its own hypervisor, and nothing is started that another host could be running.
 */
public final class TableRecovery implements VmRecovery {
    private final RecoverySettings settings;
    private final WakeTime wake = new WakeTime();
    private final ViewMemory memory = new ViewMemory();
    private final RecoveryRules rules;
    private final OwnManifest own;
    private final RegionBook book;
    private final RunningList list;
    private final VmCalls calls;
    private final ClaimLedger ledger;
    private final MasterTable masterTable;
    private final AgentStart start;
    private final RegionCheck check;
    private final MasterFollower follower;
    private final MasterSide master;
    private boolean touched = true;

    /**
     * @param settings what this host is born with
     * @param planner says where lost VMs go
     */
    public TableRecovery(RecoverySettings settings, FailoverPlanner planner) {
        this(settings, planner, RecoveryRules.ALL);
    }

    /**
     * For simulations that plant a bug.
     *
     * @param settings what this host is born with
     * @param planner says where lost VMs go
     * @param rules the rules that are kept
     */
    public TableRecovery(RecoverySettings settings, FailoverPlanner planner, RecoveryRules rules) {
        this.settings = settings;
        RegionSequence sequence = new RegionSequence();
        this.rules = rules;
        own = new OwnManifest(settings, rules, sequence, wake);
        book = new RegionBook(rules, wake);
        list = new RunningList(settings, own, wake);
        calls = new VmCalls(rules, own, list, wake);
        ledger = new ClaimLedger(settings, rules, own, calls, list);
        masterTable = new MasterTable(sequence, own, wake);
        start = new AgentStart(settings, rules, own, book, masterTable, wake);
        check = new RegionCheck(settings, rules, own, masterTable, wake);
        follower = new MasterFollower(settings, rules, book, own, ledger, masterTable);
        master = new MasterSide(settings, rules, planner, book, own, ledger, masterTable, wake);
    }

    @Override
    public void advance(RecoveryView view, RecoveryActions actions) {
        if (!touched && !wake.isDue(view.nowNanos) && !memory.isChanged(view)) {
            return;
        }
        touched = false;
        wake.clear();
        memory.keep(view);
        book.observe(view);
        if (start.isDone()) {
            own.arm(view.watchdogTimeoutMillis);
            own.published(view.incarnation[settings.self()], view.regionSequence[settings.self()]);
            check.advance(view, actions);
            follower.advance(view, actions);
            master.advance(view, actions);
            ledger.converge(view, check.isVerified(), actions);
        } else {
            start.advance(view, actions);
        }
        masterTable.pump(view.nowNanos, actions);
        if (start.isTaken()) {
            own.pump(view.nowNanos, actions);
        }
    }

    @Override
    public void onManifest(int host, long beganNanos, RegionStatus status, Manifest manifest) {
        touched = true;
        if (host != settings.self()) {
            book.onManifest(host, beganNanos, status, manifest);
        } else if (start.isTaken()) {
            check.onManifest(status, manifest);
        } else {
            start.onManifest(status, manifest);
        }
    }

    @Override
    public void onTable(int host, long beganNanos, RegionStatus status, PoolTable table) {
        touched = true;
        if (host == settings.self() && !start.isTaken()) {
            start.onTable(status, table);
        } else {
            book.onTable(host, beganNanos, status, table);
            if (host == settings.self()) {
                check.onTable(status, table);
            }
        }
    }

    @Override
    public void onManifestWritten(long sequence, boolean ok) {
        touched = true;
        own.onWritten(sequence, ok);
    }

    @Override
    public void onTableWritten(long sequence, boolean ok) {
        touched = true;
        master.onTableWritten(sequence, ok);
    }

    @Override
    public void onVmsListed(Set<VmId> running) {
        touched = true;
        if (start.isTaken()) {
            list.onVmsListed(running);
        } else {
            start.onVmsListed(running);
        }
    }

    @Override
    public void onVmStarted(VmId vm, long callId, CallOutcome outcome, String why) {
        touched = true;
        calls.onVmStarted(vm, callId, outcome);
    }

    @Override
    public void onVmStopped(VmId vm, long callId, CallOutcome outcome, String why) {
        touched = true;
        calls.onVmStopped(vm, callId, outcome);
    }

    @Override
    public void onCommand(long commandId, PoolCommand command, RecoveryView view, RecoveryActions actions) {
        touched = true;
        master.onCommand(commandId, command, view, actions);
    }

    @Override
    public boolean readyToJoin() {
        return start.isDone();
    }

    @Override
    public boolean durablyDisarmed() {
        return own.isDurablyDisarmed() || !rules.keep(RecoveryRule.DISARM_IS_DURABLE);
    }

    @Override
    public Manifest manifest() {
        return own.inMemory();
    }

    @Override
    public PoolTable table() {
        return ledger.table().table();
    }

    @Override
    public long durableRegionSequence() {
        return own.durableSequence();
    }

    @Override
    public int planExistsFor() {
        return master.planExistsFor();
    }
}
