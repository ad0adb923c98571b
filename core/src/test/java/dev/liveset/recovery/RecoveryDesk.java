package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import dev.liveset.failover.WorstFitPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One recovery on a desk: the test plays the disk, the hypervisor and the other hosts, step by step. */
final class RecoveryDesk implements RecoveryActions {
    static final long INCARNATION = 10;
    static final long BOOT = 77;

    /** A call to the hypervisor. */
    record Call(VmId vm, Permit permit, long id) {}

    /** A read of a region that was asked for. */
    record Read(int host, RegionKind kind) {}

    final TableRecovery recovery;
    final RecoveryView view = new RecoveryView();
    final Map<Integer, Manifest> peers = new HashMap<>();
    final Map<Integer, PoolTable> tables = new HashMap<>();
    final Map<Long, CommandResult> answers = new LinkedHashMap<>();
    final List<Call> starts = new ArrayList<>();
    final List<Call> stops = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final List<Boolean> overcommitted = new ArrayList<>();
    final List<String> drops = new ArrayList<>();
    private final List<Manifest> manifestWrites = new ArrayList<>();
    private final List<PoolTable> tableWrites = new ArrayList<>();
    private final List<Long> tableSequences = new ArrayList<>();
    private final List<Runnable> reads = new ArrayList<>();
    final List<Read> readsAsked = new ArrayList<>();
    /** Hosts whose regions the device cannot deliver. */
    final Set<Integer> unreadable = new HashSet<>();

    Manifest own;
    PoolTable ownTable;
    Set<VmId> running = Set.of();
    boolean manifestWritesHang;
    boolean tableWritesHang;
    int tablesWritten;
    boolean writesFail;
    boolean listsHang;
    /** Whether the host looks at every answer of the disk before the next one comes, as on a real disk. */
    boolean readsOneByOne;

    int listsAsked;
    private boolean lists;
    private long commands;

    RecoveryDesk(int self, int hosts, boolean acceptsUnarmed, RecoveryRules rules) {
        this(self, hosts, acceptsUnarmed, rules, false);
    }

    RecoveryDesk(int self, int hosts, boolean acceptsUnarmed, RecoveryRules rules, boolean firstOfBoot) {
        List<String> names = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            names.add("host" + host);
            peers.put(host, Manifest.initial(host));
        }
        own = Manifest.initial(self);
        view.self = self;
        view.hostCount = hosts;
        view.nowNanos = 1_000_000_000L;
        view.statefileUsable = true;
        recovery = new TableRecovery(
                new RecoverySettings(self, names, INCARNATION, 0, BOOT, 4096, 8, acceptsUnarmed, firstOfBoot),
                new WorstFitPlanner(),
                rules);
    }

    /** A desk whose host is online and armed, with all others in the liveset but no master yet. */
    static RecoveryDesk online(int self, int hosts, RecoveryRules rules) {
        RecoveryDesk desk = new RecoveryDesk(self, hosts, false, rules);
        desk.settle();
        desk.view.online = true;
        desk.view.liveset = HostSet.firstHosts(hosts);
        desk.view.watchdogTimeoutMillis = 2000;
        for (int host = 0; host < hosts; host++) {
            if (host != self) {
                desk.peer(host, 5, 1, true, 0, List.of(), List.of());
            }
        }
        desk.view.incarnation[self] = INCARNATION;
        desk.settle();
        return desk;
    }

    /** What another host's manifest says from now on, and its trailer names. */
    void peer(
            int host,
            long incarnation,
            long sequence,
            boolean armed,
            long promised,
            List<Claim> claims,
            List<Answer> answered) {
        peers.put(
                host,
                new Manifest(
                        host,
                        incarnation,
                        sequence,
                        0,
                        host,
                        armed,
                        armed ? 2000 : 0,
                        promised,
                        4096,
                        claims,
                        answered));
        view.incarnation[host] = incarnation;
        view.regionSequence[host] = sequence;
    }

    /** The other host promises what this master wrote last, with these claims and answers. */
    void promise(int host, List<Claim> claims, List<Answer> answered) {
        Manifest last = peers.get(host);
        peer(host, last.incarnation(), last.sequence() + 1, last.armed(), ownTable.epoch(), claims, answered);
        settle();
    }

    /** Another host becomes master with this table. */
    void follow(int master, PoolTable table) {
        view.lockHolder = master;
        tables.put(master, table);
        view.regionSequence[master]++;
        settle();
    }

    /** Lets everything that was asked for happen, and nothing else, until nothing more is asked for. */
    void settle() {
        for (int i = 0; i < 30; i++) {
            recovery.advance(view, this);
            completeWrites();
            List<Runnable> due = new ArrayList<>(readsOneByOne && !reads.isEmpty() ? reads.subList(0, 1) : reads);
            reads.subList(0, due.size()).clear();
            due.forEach(Runnable::run);
            if (lists && !listsHang) {
                lists = false;
                recovery.onVmsListed(running);
            }
        }
        view.regionSequence[view.self] = recovery.durableRegionSequence();
    }

    private void completeWrites() {
        while (!manifestWritesHang && !manifestWrites.isEmpty()) {
            Manifest written = manifestWrites.remove(0);
            own = writesFail ? own : written;
            recovery.onManifestWritten(written.sequence(), !writesFail);
        }
        while (!tableWritesHang && !tableWrites.isEmpty()) {
            PoolTable written = tableWrites.remove(0);
            ownTable = writesFail ? ownTable : written;
            recovery.onTableWritten(tableSequences.remove(0), !writesFail);
        }
    }

    void pass(long millis) {
        for (long left = millis; left > 0; left -= 250) {
            view.nowNanos += Math.min(left, 250) * 1_000_000L;
            settle();
        }
    }

    /** One step of time, however long, in which nothing else happens than what was asked for. */
    void leap(long millis) {
        view.nowNanos += millis * 1_000_000L;
        settle();
    }

    void leave(int host) {
        view.liveset = HostSet.without(view.liveset, host);
        view.leftNanos[host] = view.nowNanos;
        view.silentHosts = HostSet.with(view.silentHosts, host);
        settle();
    }

    CommandResult command(PoolCommand command) {
        long id = ++commands;
        recovery.onCommand(id, command, view, this);
        settle();
        return answers.get(id);
    }

    void started(Call call, CallOutcome outcome) {
        recovery.onVmStarted(call.vm(), call.id(), outcome, "");
        settle();
    }

    void stopped(Call call, CallOutcome outcome) {
        recovery.onVmStopped(call.vm(), call.id(), outcome, "");
        settle();
    }

    @Override
    public void writeManifest(Manifest manifest) {
        manifestWrites.add(manifest);
    }

    @Override
    public void writeTable(PoolTable table, long regionSequence) {
        tablesWritten++;
        tableWrites.add(table);
        tableSequences.add(regionSequence);
    }

    @Override
    public void readRegion(int host, RegionKind kind) {
        long began = view.nowNanos;
        readsAsked.add(new Read(host, kind));
        reads.add(() -> {
            if (unreadable.contains(host)) {
                tellUnreadable(host, kind, began);
            } else if (kind == RegionKind.MANIFEST) {
                Manifest manifest = host == view.self ? own : peers.get(host);
                recovery.onManifest(host, began, manifest == null ? RegionStatus.NO_VALID_SLOT : slots, manifest);
            } else {
                PoolTable table = host == view.self ? ownTable : tables.get(host);
                recovery.onTable(host, began, table == null ? RegionStatus.NO_VALID_SLOT : slots, table);
            }
        });
    }

    /** What the disk says of regions that it has. */
    RegionStatus slots = RegionStatus.VALID;

    private void tellUnreadable(int host, RegionKind kind, long began) {
        if (kind == RegionKind.MANIFEST) {
            recovery.onManifest(host, began, RegionStatus.UNREADABLE, null);
        } else {
            recovery.onTable(host, began, RegionStatus.UNREADABLE, null);
        }
    }

    @Override
    public void listVms() {
        lists = true;
        listsAsked++;
    }

    @Override
    public void startVm(VmRecord vm, Permit permit, long callId) {
        starts.add(new Call(vm.vm(), permit, callId));
    }

    @Override
    public void stopVm(VmId vm, Permit permit, long callId) {
        stops.add(new Call(vm, permit, callId));
    }

    @Override
    public void answer(long commandId, CommandResult result) {
        answers.put(commandId, result);
    }

    @Override
    public void overcommitted(boolean raised, int target, int planExistsFor) {
        overcommitted.add(raised);
    }

    @Override
    public void promiseDropped(int before, int planExistsFor) {
        drops.add(before + " to " + planExistsFor);
    }

    @Override
    public void restartFailed(VmId vm, String why) {
        failures.add(why);
    }

    @Override
    public void warn(String sentence) {
        warnings.add(sentence);
    }
}
