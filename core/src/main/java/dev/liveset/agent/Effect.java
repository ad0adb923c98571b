package dev.liveset.agent;

import dev.liveset.LivesetException;
import dev.liveset.VmId;
import dev.liveset.fencing.Verdict;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.VmRecord;
import dev.liveset.statefile.HostSection;

/**
 * What a step of {@link HostAgent} wants done, in this order. The statefile effects are queued to the statefile thread
 * in order, the agent has at most one of them under way; the others are carried out at once. Effects that come with
 * every beat are reused by the agent: carry them out (encode them) before the next step.
 */
public sealed interface Effect {
    /** Send this heartbeat to every host of the set. */
    final class SendHeartbeat implements Effect {
        public long destinations;
        public final HeartbeatMessage message = new HeartbeatMessage();
    }

    /** Read the global section and all configured sections; answered by {@link Event.StatefileRead} or {@link Event.StatefileReadFailed}. */
    record ReadStatefile() implements Effect {
        static final ReadStatefile INSTANCE = new ReadStatefile();
    }

    /** Write the own section; answered by {@link Event.SectionWritten}. */
    final class WriteSection implements Effect {
        public final HostSection section = new HostSection();
    }

    /**
     * Read the global section afresh, change pool state and master in it, write it; answered by
     * {@link Event.GlobalWritten}. With both values given a damaged section is made anew.
     *
     * @param poolState the state to write, null to leave it
     * @param master the index to write, {@link #KEEP_MASTER} to leave it
     */
    record WriteGlobal(dev.liveset.PoolState poolState, int master) implements Effect {
        public static final int KEEP_MASTER = -2;
    }

    /** Read one region; answered by {@link Event.RegionRead}. */
    record ReadRegion(int host, RegionKind kind) implements Effect {}

    /** Write the own manifest, to the slot that is not the newest, and then to the other slot too; answered by {@link Event.RegionWritten} when both are durable. */
    record WriteManifest(Manifest manifest) implements Effect {}

    /** Write the own master region with this region sequence, both slots in turn; answered by {@link Event.RegionWritten}. */
    record WriteTable(PoolTable table, long regionSequence) implements Effect {}

    /**
     * Overwrite the section of a host in the wait before its removal, which no read gives, with zeros that name this host, its
     * boot and the attempt, so that no two are alike; never a region. Answered by {@link Event.SectionOverwritten}.
     */
    record OverwriteSection(int host, long attempt) implements Effect {}

    /** Arm the watchdog; answered by {@link Event.WatchdogArmed}. */
    record ArmWatchdog(long timeoutNanos) implements Effect {}

    /** Let the watchdog fire no later than {@code deadlineNanos} on the agent's clock, which is the watchdog's. */
    final class FeedWatchdog implements Effect {
        public long deadlineNanos;
    }

    /** Disarm the watchdog; answered by {@link Event.WatchdogDisarmed}. */
    record DisarmWatchdog() implements Effect {}

    /** Reset this host now. Nothing follows it, and later steps have no effects. The last words are attempted beside it, null when there is no place for them. */
    record SelfFence(Verdict verdict, LastWords lastWords) implements Effect {}

    /** Ask the hypervisor what runs; answered by {@link Event.VmsListed}. */
    record ListVms() implements Effect {
        static final ListVms INSTANCE = new ListVms();
    }

    /** Start the VM; answered by {@link Event.VmStarted} with the same call id. */
    record StartVm(VmRecord vm, Permit permit, long callId) implements Effect {}

    /** Stop the VM; answered by {@link Event.VmStopped} with the same call id. */
    record StopVm(VmId vm, Permit permit, long callId) implements Effect {}

    /** See whether the management agent is well; answered by {@link Event.HealthChecked} with the same call id. */
    record CheckHealth(long callId) implements Effect {}

    /** Restart the management agent; answered by {@link Event.ManagementRestarted} with the same call id. */
    record RestartManagement(long callId) implements Effect {}

    /** Ask the power fencer to cut the power of another host; answered by {@link Event.PowerReported} with the same call id. */
    record PowerOff(int host, long callId) implements Effect {}

    /** Tell the embedder. */
    record Notify(PoolEvent event) implements Effect {}

    /** Everything this host knows, as was asked for. */
    record Report(long reportId, LivesetReport report) implements Effect {}

    /** Answer a command. */
    record AnswerCommand(long commandId, CommandResult result) implements Effect {}

    /** The agent has ended without a fence: a start that failed, or a clean leave. Nothing follows. */
    record Stopped(LivesetException.Code code, String sentence) implements Effect {}
}
