package dev.liveset.agent;

import dev.liveset.VmId;
import dev.liveset.fencing.PowerReport;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.CallOutcome;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.Set;

/**
 * Everything that can happen to a host, as data for {@link HostAgent#step}. Events that come with every beat
 * ({@link Tick}, {@link PacketReceived}, {@link StatefileRead}, {@link SectionWritten}) can be kept by the caller and
 * filled again; the agent keeps nothing of them after the step.
 */
public sealed interface Event {
    /** Time has passed; wanted every {@link dev.liveset.Timings#tickNanos()}. */
    record Tick() implements Event {
        public static final Tick INSTANCE = new Tick();
    }

    /** A datagram was received, decoded and authenticated; its sender's address is the configured host's. */
    record PacketReceived(HeartbeatMessage message) implements Event {}

    /** The carrier of the host's own links changed. */
    record LinkChanged(boolean up) implements Event {}

    /** The witness of the pool is reached from here, or is not any more; a host without one is never told. */
    record WitnessChanged(boolean reached) implements Event {}

    /** A {@link Effect.ReadStatefile} completed; every section has its own status. */
    record StatefileRead(StatefileSnapshot snapshot) implements Event {}

    /** A {@link Effect.ReadStatefile} failed as a whole. */
    record StatefileReadFailed(String why) implements Event {}

    /** A {@link Effect.WriteSection} completed. */
    final class SectionWritten implements Event {
        /** Whether it is durable. */
        public boolean ok;
        /** When the write began, by the host's clock. */
        public long beganNanos;

        public SectionWritten with(boolean durable, long began) {
            ok = durable;
            beganNanos = began;
            return this;
        }
    }

    /** A {@link Effect.WriteGlobal} completed. */
    record GlobalWritten(boolean ok) implements Event {}

    /**
     * A {@link Effect.ReadRegion} completed.
     *
     * @param host whose region
     * @param kind which region
     * @param beganNanos when the read began
     * @param status whether there is content
     * @param content a {@link Manifest}, {@link PoolTable} or {@link LastWords} by kind, null unless VALID
     */
    record RegionRead(int host, RegionKind kind, long beganNanos, RegionStatus status, Object content)
            implements Event {
        public Manifest manifest() {
            return (Manifest) content;
        }

        public PoolTable table() {
            return (PoolTable) content;
        }

        public LastWords lastWords() {
            return (LastWords) content;
        }
    }

    /** A {@link Effect.WriteManifest} or {@link Effect.WriteTable} completed in every slot it was asked for. */
    record RegionWritten(RegionKind kind, long sequence, boolean ok) implements Event {}

    /** A {@link Effect.OverwriteSection} completed. */
    record SectionOverwritten(int host, boolean ok) implements Event {}

    /**
     * The watchdog was armed, or could not be.
     *
     * @param timeoutNanos the timeout as read back, 0 when it could not be armed
     * @param granularityNanos by how much it may fire too late
     * @param guaranteesAllVms whether a reset by it stops every VM of this host
     * @param why why it could not be armed, or empty
     */
    record WatchdogArmed(long timeoutNanos, long granularityNanos, boolean guaranteesAllVms, String why)
            implements Event {}

    /** The watchdog was disarmed, or not. */
    record WatchdogDisarmed(boolean ok) implements Event {}

    /** What the hypervisor lists, starts in progress and arriving moves too; null when it could not tell. */
    record VmsListed(Set<VmId> running) implements Event {}

    /** A {@link Effect.StartVm} ended. */
    record VmStarted(VmId vm, long callId, CallOutcome outcome, String why) implements Event {}

    /** A {@link Effect.StopVm} ended. */
    record VmStopped(VmId vm, long callId, CallOutcome outcome, String why) implements Event {}

    /** Somebody wants to know everything this host knows; answered by {@link Effect.Report} with the same id. */
    record ReportWanted(long reportId) implements Event {}

    /** A {@link Effect.CheckHealth} ended; {@code why} is what is wrong. */
    record HealthChecked(long callId, Health outcome, String why) implements Event {}

    /** How a health check ended. */
    enum Health {
        /** The management agent is well. */
        WELL,
        /** It is not. */
        FAILED,
        /** The check could not be begun. */
        NOT_LAUNCHED
    }

    /** A {@link Effect.RestartManagement} ended. */
    record ManagementRestarted(long callId, boolean ok, String why) implements Event {}

    /** A {@link Effect.PowerOff} ended. */
    record PowerReported(int host, long callId, PowerReport report) implements Event {}

    /** A command of the operator or the embedder; answered by {@link Effect.AnswerCommand} with the same id. */
    record CommandGiven(long commandId, Command command) implements Event {}
}
