package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolState;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.codec.StatefileStore;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;

/** What stands on the disk, read by nobody's host: the world as the disk tells it. */
final class DiskView implements AutoCloseable {
    private final SimDisk disk;
    private final SimVdi vdi;
    private final StatefileStore store;
    private final StatefileSnapshot snapshot;
    private final int hosts;
    private final PoolCodec codec;

    DiskView(PoolCodec codec, int hosts, SimDisk disk) {
        this.disk = disk;
        vdi = new SimVdi(disk);
        store = new StatefileStore(codec, 1, vdi);
        this.hosts = hosts;
        this.codec = codec;
        snapshot = new StatefileSnapshot(hosts);
    }

    /** Every section as it is now; valid until the next call. */
    StatefileSnapshot read() {
        vdi.begin(-1);
        try {
            store.read(snapshot, 0);
        } catch (IOException e) {
            throw new IllegalStateException("a simulated disk that works cannot fail", e);
        }
        return snapshot;
    }

    /** The pool state as it stands there; NONE when the global section is damaged. */
    PoolState poolState() {
        StatefileSnapshot now = read();
        return now.globalStatus == SectionStatus.VALID ? now.global.poolState : PoolState.NONE;
    }

    /** What an operator's offline tool does; a global section that is damaged is made anew. */
    void setPoolState(PoolState state) {
        boolean damaged = poolState() == PoolState.NONE;
        vdi.begin(-1);
        try {
            if (damaged) {
                store.writeGlobal(state, GlobalSection.NO_MASTER);
            } else {
                StatefileFormat.setPoolState(vdi, state, PoolKeys.none());
            }
        } catch (IOException e) {
            throw new IllegalStateException("a simulated disk that works cannot fail", e);
        }
        vdi.collected().forEach(write -> write.land(disk));
    }

    /** What an operator's offline tool does: the host's section says excluded, and nothing else in it changes. */
    void exclude(int host) {
        StatefileSnapshot now = read();
        if (!now.status[host].usable()) {
            return;
        }
        HostSection section = now.section[host];
        section.excluded = true;
        vdi.begin(-1);
        try (StatefileStore theirs = new StatefileStore(codec.forHost(host), section.incarnation, vdi)) {
            theirs.writeSection(section);
        } catch (IOException e) {
            throw new IllegalStateException("a simulated disk that works cannot fail", e);
        }
        vdi.collected().forEach(write -> write.land(disk));
    }

    /** The host that asks for the master lock and has the grant of every one of these hosts; -1 none, -2 several. */
    int lockHolder(long members) {
        StatefileSnapshot now = read();
        int holder = -1;
        for (int host = 0; host < hosts; host++) {
            if (HostSet.contains(members, host) && holds(now, host, members)) {
                holder = holder == -1 ? host : -2;
            }
        }
        return holder;
    }

    private static boolean holds(StatefileSnapshot now, int host, long members) {
        HostSection own = now.section[host];
        if (!now.status[host].usable() || !own.lockRequest) {
            return false;
        }
        for (long rest = members; rest != 0; rest &= rest - 1) {
            int granter = HostSet.lowest(rest);
            if (!now.status[granter].usable() || !HostSet.contains(now.section[granter].lockGrant, host)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the host's pool table can be read in neither of its slots. */
    boolean hasLostTable(int host) {
        return hasLost(host, RegionKind.MASTER);
    }

    /** Whether neither the host's manifest nor its pool table can be read in any slot. */
    boolean hasLostManifestAndTable(int host) {
        return hasLost(host, RegionKind.MANIFEST) && hasLostTable(host);
    }

    private boolean hasLost(int host, RegionKind kind) {
        vdi.begin(-1);
        return store.readRegion(host, kind).status() == RegionStatus.NO_VALID_SLOT;
    }

    @Override
    public void close() {
        store.close();
    }
}
