package dev.liveset.agent;

import dev.liveset.Phase;
import dev.liveset.PoolState;
import dev.liveset.recovery.Claim;
import dev.liveset.recovery.PoolTable;
import java.util.List;

/**
 * What one host knows of itself and the pool at a moment; immutable.
 *
 * @param host index of the host that tells
 * @param phase its phase
 * @param poolState pool state as last read
 * @param liveset current liveset
 * @param proposed proposed liveset
 * @param hbdomain heartbeat domain
 * @param sfdomain statefile domain
 * @param excluded hosts whose sections say excluded
 * @param statefileAccess whether this host has the statefile
 * @param sr2 whether survival rule 2 is in force
 * @param master index of the master, -1 none
 * @param armed whether the watchdog runs and the host publishes itself as armed
 * @param weight committed weight
 * @param planExistsFor host failures the pool can take now, -1 when this host is not master
 * @param table the pool table as this host knows it
 * @param claims what may run on this host
 * @param online whether this host is in its liveset, and neither starts nor stops
 */
public record PoolStatus(
        int host,
        Phase phase,
        PoolState poolState,
        long liveset,
        long proposed,
        long hbdomain,
        long sfdomain,
        long excluded,
        boolean statefileAccess,
        boolean sr2,
        int master,
        boolean armed,
        int weight,
        int planExistsFor,
        PoolTable table,
        List<Claim> claims,
        boolean online) {
    public PoolStatus {
        claims = List.copyOf(claims);
    }
}
