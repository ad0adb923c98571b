package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** One machine with its hypervisor, its watchdog and, while it runs, its agent's recovery. */
final class SimulatedMachine implements RecoveryActions {
    private record DiskOp(RegionKind kind, int host, Object content, long sequence) {
        boolean isRead() {
            return content == null;
        }
    }

    private static final class Call {
        VmId vm;
        long id;
        boolean start;
        long agent;
        CallOutcome fate;
        boolean told;
        boolean effective;
    }

    final int index;
    private final RecoveryWorld world;
    final Set<VmId> running = new HashSet<>();
    private final List<Call> calls = new ArrayList<>();
    boolean up;
    boolean frozen;
    boolean watchdogRuns;
    boolean wantsArmed;
    boolean joined;
    boolean leaves;
    long boot;
    long incarnation;
    long downSince;
    long frozenSince;
    TableRecovery recovery;
    RecoveryView view;
    private final Deque<DiskOp> disk = new ArrayDeque<>();
    private int diskStage;
    private long diskBegan;
    private int diskSlot;
    private SimulatedDisk.Slot readEarly;
    private boolean readsEarly;
    private boolean lists;

    SimulatedMachine(int index, RecoveryWorld world) {
        this.index = index;
        this.world = world;
    }

    boolean hasAgent() {
        return recovery != null;
    }

    /** Power on, or an agent's new start on the same boot. */
    void startAgent() {
        if (!up) {
            up = true;
            boot++;
        }
        incarnation++;
        joined = false;
        leaves = false;
        wantsArmed = false;
        view = new RecoveryView();
        view.self = index;
        view.hostCount = world.hosts;
        RecoverySettings settings = new RecoverySettings(
                index, world.names, incarnation, index + 1, boot, 4096, 16, world.acceptsUnarmed, false);
        recovery = new TableRecovery(settings, world.planner, world.rules);
        refresh();
    }

    /** Power off, or a reset: VMs, agent and memory are gone; a write under way may land any time later. */
    void die() {
        stopAgent();
        up = false;
        frozen = false;
        watchdogRuns = false;
        running.clear();
        calls.clear();
        downSince = world.now;
    }

    void stopAgent() {
        if (recovery != null && diskStage == 1 && !disk.peek().isRead()) {
            DiskOp late = disk.peek();
            int slot = diskSlot;
            world.later(() -> land(late, slot));
        }
        recovery = null;
        joined = false;
        lists = false;
        disk.clear();
        diskStage = 0;
        downSince = world.now;
    }

    private void land(DiskOp write, int slot) {
        if (world.isWriteLost()) {
            return;
        }
        long of = write.content() instanceof Manifest manifest ? manifest.incarnation() : lateIncarnation;
        world.disk.write(index, write.kind(), slot, new SimulatedDisk.Slot(of, write.sequence(), write.content()));
    }

    private long lateIncarnation;

    /** What the agent would put into the view. */
    void refresh() {
        view.nowNanos = world.now;
        for (int host = 0; host < world.hosts; host++) {
            boolean was = HostSet.contains(view.liveset, host);
            if (was && !HostSet.contains(world.liveset, host)) {
                view.leftNanos[host] = world.now;
            }
            view.incarnation[host] = world.disk.incarnation[host];
            view.regionSequence[host] = world.disk.regionSequence[host];
        }
        view.liveset = world.liveset;
        view.silentHosts = world.silent & ~world.liveset;
        view.lockHolder = world.lockHolder;
        view.online = joined && HostSet.contains(world.liveset, index);
        view.statefileUsable = !world.storageAway;
        boolean disarming = !wantsArmed;
        view.watchdogTimeoutMillis = watchdogRuns && !disarming ? 2000 : 0;
    }

    void publish() {
        if (!recovery.readyToJoin()) {
            return;
        }
        world.disk.incarnation[index] = incarnation;
        world.disk.regionSequence[index] = recovery.durableRegionSequence();
    }

    void advance() {
        view.nowNanos = world.now;
        recovery.advance(view, this);
    }

    boolean mayDisarm() {
        return recovery.durablyDisarmed() || !world.rules.keep(RecoveryRule.DISARM_IS_DURABLE);
    }

    void progressDisk() {
        if (disk.isEmpty() || world.storageAway) {
            return;
        }
        DiskOp op = disk.peek();
        if (op.isRead()) {
            progressRead(op);
        } else {
            progressWrite(op);
        }
    }

    private void progressRead(DiskOp op) {
        if (diskStage == 0) {
            diskStage = 1;
            diskBegan = world.now;
            readsEarly = world.random.nextBoolean();
            readEarly = world.read(index, op.host(), op.kind());
            return;
        }
        disk.poll();
        diskStage = 0;
        SimulatedDisk.Slot slot = readsEarly ? readEarly : world.read(index, op.host(), op.kind());
        RegionStatus status = slot == null ? RegionStatus.NO_VALID_SLOT : RegionStatus.VALID;
        if (op.kind() == RegionKind.MANIFEST) {
            recovery.onManifest(op.host(), diskBegan, status, slot == null ? null : (Manifest) slot.content());
        } else {
            recovery.onTable(op.host(), diskBegan, status, slot == null ? null : (PoolTable) slot.content());
        }
    }

    private void progressWrite(DiskOp op) {
        if (diskStage == 0) {
            diskSlot = world.disk.olderSlot(index, op.kind());
            lateIncarnation = incarnation;
            diskStage = 1;
        } else if (diskStage == 1) {
            if (world.random.nextInt(50) == 0) {
                finishWrite(op, false);
                return;
            }
            land(op, diskSlot);
            diskStage = 2;
        } else {
            land(op, 1 - diskSlot);
            finishWrite(op, true);
        }
    }

    private void finishWrite(DiskOp op, boolean ok) {
        disk.poll();
        diskStage = 0;
        if (op.kind() == RegionKind.MANIFEST) {
            recovery.onManifestWritten(op.sequence(), ok);
        } else {
            recovery.onTableWritten(op.sequence(), ok);
        }
    }

    void progressCalls() {
        if (lists && recovery != null && world.random.nextBoolean()) {
            lists = false;
            Set<VmId> listed = new HashSet<>(running);
            for (Call call : calls) {
                if (call.start) {
                    listed.add(call.vm);
                }
            }
            recovery.onVmsListed(listed);
        }
        if (calls.isEmpty()) {
            return;
        }
        Call call = calls.get(world.random.nextInt(calls.size()));
        boolean heard = recovery != null && call.agent == incarnation;
        if (call.fate == CallOutcome.TIMED_OUT && !call.told) {
            call.told = true;
            answer(call, CallOutcome.TIMED_OUT, heard);
        } else if (!call.effective && call.fate != CallOutcome.FAILED) {
            call.effective = true;
            if (call.start) {
                running.add(call.vm);
            } else {
                running.remove(call.vm);
            }
        } else {
            calls.remove(call);
            answer(call, call.fate == CallOutcome.TIMED_OUT ? CallOutcome.RETURNED_LATE : call.fate, heard);
        }
    }

    private void answer(Call call, CallOutcome outcome, boolean heard) {
        if (heard && call.start) {
            recovery.onVmStarted(call.vm, call.id, outcome, "");
        } else if (heard) {
            recovery.onVmStopped(call.vm, call.id, outcome, "");
        }
    }

    private void call(VmId vm, long id, boolean start) {
        Call call = new Call();
        call.vm = vm;
        call.id = id;
        call.start = start;
        call.agent = incarnation;
        int dice = world.faults ? world.random.nextInt(12) : 9;
        call.fate = dice == 0 ? CallOutcome.FAILED : dice <= 2 ? CallOutcome.TIMED_OUT : CallOutcome.DONE;
        calls.add(call);
    }

    @Override
    public void writeManifest(Manifest manifest) {
        disk.add(new DiskOp(RegionKind.MANIFEST, index, manifest, manifest.sequence()));
    }

    @Override
    public void writeTable(PoolTable table, long regionSequence) {
        disk.add(new DiskOp(RegionKind.MASTER, index, table, regionSequence));
    }

    @Override
    public void readRegion(int host, RegionKind kind) {
        disk.add(new DiskOp(kind, host, null, 0));
    }

    @Override
    public void listVms() {
        lists = true;
    }

    @Override
    public void startVm(VmRecord vm, Permit permit, long callId) {
        world.note("host " + index + " starts " + vm.name() + " under " + permit);
        world.starts++;
        call(vm.vm(), callId, true);
    }

    @Override
    public void stopVm(VmId vm, Permit permit, long callId) {
        world.note("host " + index + " stops " + vm.low() + " under " + permit);
        call(vm, callId, false);
    }

    @Override
    public void answer(long commandId, CommandResult result) {
        world.note("host " + index + " answers command " + commandId + " " + result);
        world.answers.put(commandId, result);
    }

    @Override
    public void overcommitted(boolean raised, int target, int planExistsFor) {
        world.note("host " + index + " overcommitted " + raised + " target " + target + " promised " + planExistsFor);
    }

    @Override
    public void promiseDropped(int before, int planExistsFor) {
        world.note("host " + index + " promises " + planExistsFor + " after " + before);
    }

    @Override
    public void restartFailed(VmId vm, String why) {
        world.note("host " + index + " restart of " + vm.low() + " failed: " + why);
    }

    @Override
    public void warn(String sentence) {
        world.note("host " + index + " warns: " + sentence);
    }

    /** Drops what the hypervisor runs, as a guest that halts. */
    void haltGuests() {
        for (Iterator<VmId> all = running.iterator(); all.hasNext(); ) {
            all.next();
            if (world.random.nextBoolean()) {
                all.remove();
            }
        }
    }
}
