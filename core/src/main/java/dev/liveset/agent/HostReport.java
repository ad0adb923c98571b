package dev.liveset.agent;

/**
 * What is known of one host, the asked one included. Ages are milliseconds, -1 for never.
 *
 * @param sinceStatefileMillis since its section was last seen to change
 * @param sinceHeartbeatMillis since its last accepted heartbeat, of the own host since the last one sent
 * @param sinceAgentRestartMillis since the restart of its management agent was first attempted, -1 for none
 * @param errString its last health-check error, empty when healthy
 * @param heardHbdomain its heartbeat domain by heartbeat
 * @param readHbdomain its heartbeat domain by statefile; empty while it is not in the statefile domain
 * @param heardSfdomain its statefile domain by heartbeat
 * @param readSfdomain its statefile domain by statefile; empty while it is not in the statefile domain
 * @param statefileAccess whether it has the statefile, as far as it is in the liveset
 * @param statefileCorrupted whether it reads the statefile as corrupted
 */
public record HostReport(
        int sinceStatefileMillis,
        int sinceHeartbeatMillis,
        int sinceAgentRestartMillis,
        String errString,
        long heardHbdomain,
        long readHbdomain,
        long heardSfdomain,
        long readSfdomain,
        boolean statefileAccess,
        boolean statefileCorrupted) {}
