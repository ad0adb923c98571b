package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RecoveryActions;
import dev.liveset.recovery.RecoveryView;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.VmRecord;
import java.util.List;

/** Between the agent and its recovery: fills the view that recovery sees, and turns what it wants into effects. */
final class RecoveryLink implements RecoveryActions {
    private static final int KINDS = RegionKind.values().length;

    final RecoveryView view = new RecoveryView();
    private final Effect.ReadRegion[] reads = new Effect.ReadRegion[HostSet.MAX_HOSTS * KINDS];
    private final StatefileLoop statefile;
    private final List<Effect> effects;
    private long livesetBefore;

    RecoveryLink(AgentConfig config, StatefileLoop statefile, List<Effect> effects) {
        this.statefile = statefile;
        this.effects = effects;
        view.self = config.self();
        view.hostCount = config.pool().hostCount();
    }

    /** A removal counts only when no round is under way: ours acts on it after the last rendezvous. */
    void refresh(long nowNanos, LivesetQuorum quorum, boolean mayHost, boolean readable, int watchdogMillis) {
        view.nowNanos = nowNanos;
        view.online = mayHost && quorum.online();
        view.statefileUsable =
                quorum.online() ? quorum.statefileAccess() && !quorum.sr2() && !quorum.inRound() : readable;
        view.watchdogTimeoutMillis = watchdogMillis;
        view.lockHolder = quorum.master();
        view.withoutStatefile = quorum.withoutStatefile();
        if (quorum.inRound()) {
            return;
        }
        long liveset = quorum.online() ? quorum.currentLiveset() : 0;
        for (long left = livesetBefore & ~liveset; left != 0; left &= left - 1) {
            view.leftNanos[HostSet.lowest(left)] = nowNanos;
        }
        if (livesetBefore == 0 && liveset != 0) {
            for (int host = 0; host < view.hostCount; host++) {
                if (!HostSet.contains(liveset, host)) {
                    view.leftNanos[host] = nowNanos;
                }
            }
        }
        livesetBefore = liveset;
        view.liveset = liveset;
        view.silentHosts = quorum.online() ? quorum.silentHosts() : 0;
    }

    @Override
    public void writeManifest(Manifest manifest) {
        statefile.request(new Effect.WriteManifest(manifest));
    }

    @Override
    public void writeTable(PoolTable table, long regionSequence) {
        statefile.request(new Effect.WriteTable(table, regionSequence));
    }

    @Override
    public void readRegion(int host, RegionKind kind) {
        int index = host * KINDS + kind.ordinal();
        if (reads[index] == null) {
            reads[index] = new Effect.ReadRegion(host, kind);
        }
        statefile.request(reads[index]);
    }

    @Override
    public void listVms() {
        effects.add(Effect.ListVms.INSTANCE);
    }

    @Override
    public void startVm(VmRecord vm, Permit permit, long callId) {
        effects.add(new Effect.StartVm(vm, permit, callId));
    }

    @Override
    public void stopVm(VmId vm, Permit permit, long callId) {
        effects.add(new Effect.StopVm(vm, permit, callId));
    }

    @Override
    public void answer(long commandId, CommandResult result) {
        effects.add(new Effect.AnswerCommand(commandId, result));
    }

    @Override
    public void overcommitted(boolean raised, int target, int planExistsFor) {
        effects.add(new Effect.Notify(new PoolEvent.Overcommitted(raised, target, planExistsFor)));
    }

    @Override
    public void promiseDropped(int before, int planExistsFor) {
        effects.add(new Effect.Notify(new PoolEvent.PromiseDropped(before, planExistsFor)));
    }

    @Override
    public void restartFailed(VmId vm, String why) {
        effects.add(new Effect.Notify(new PoolEvent.RestartFailed(vm, why)));
    }

    @Override
    public void warn(String sentence) {
        effects.add(new Effect.Notify(new PoolEvent.Warning(sentence)));
    }
}
