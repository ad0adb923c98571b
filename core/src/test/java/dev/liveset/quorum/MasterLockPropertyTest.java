package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The master lock under every order of writing, reading and wishing: hosts see each other's request and grants only
 * through what was last written, as old as it may be, and never two of them hold the lock.
 */
class MasterLockPropertyTest {
    @Property(tries = 2_000)
    void shouldNeverHaveTwoMasters(@ForAll @IntRange(min = 2, max = 5) int hosts, @ForAll long seed) {
        Hosts pool = new Hosts(hosts);
        long random = seed;
        int masters = 0;
        for (int turn = 0; turn < 400; turn++) {
            random = random * 6364136223846793005L + 1442695040888963407L;
            int host = (int) ((random >>> 33) % hosts);
            int what = (int) ((random >>> 50) % 8);
            if (what < 3) {
                pool.read(host);
            } else if (what < 6) {
                pool.write(host);
            } else if (what == 6) {
                pool.lock[host].want((random >>> 60 & 1) == 0);
            }
            pool.lock[host].advance();
            masters += pool.assertAtMostOneMaster();
        }
        assertTrue(masters >= 0);
    }

    @Property(tries = 200)
    void shouldElectSomebodyWhenAllAsk(@ForAll @IntRange(min = 1, max = 5) int hosts, @ForAll long seed) {
        Hosts pool = new Hosts(hosts);
        long random = seed;
        for (int turn = 0; turn < 60 * hosts; turn++) {
            random = random * 6364136223846793005L + 1442695040888963407L;
            int host = (int) ((random >>> 33) % hosts);
            pool.read(host);
            pool.lock[host].advance();
            pool.write(host);
        }
        for (int host = 0; host < hosts; host++) {
            pool.read(host);
        }
        assertTrue(pool.assertAtMostOneMaster() == 1, "somebody is master");
        for (int host = 0; host < hosts; host++) {
            assertTrue(pool.lock[host].holder() >= 0, "everybody knows a master");
        }
    }

    /** Hosts in one liveset that see each other's lock fields through a disk. */
    private static final class Hosts {
        final LivesetState[] state;
        final MasterLock[] lock;
        private final boolean[] diskRequest;
        private final long[] diskGrants;

        Hosts(int hosts) {
            state = new LivesetState[hosts];
            lock = new MasterLock[hosts];
            diskRequest = new boolean[hosts];
            diskGrants = new long[hosts];
            for (int host = 0; host < hosts; host++) {
                state[host] = new LivesetState(QuorumPools.pool(hosts), host, QuorumRules.OURS);
                state[host].current = HostSet.firstHosts(hosts);
                state[host].starting = false;
                state[host].statefileAccess = true;
                lock[host] = new MasterLock(state[host], true);
                diskGrants[host] = -1L;
            }
            for (int host = 0; host < hosts; host++) {
                read(host);
            }
        }

        void write(int host) {
            diskRequest[host] = lock[host].request();
            diskGrants[host] = lock[host].grants();
        }

        void read(int reader) {
            for (int host = 0; host < lock.length; host++) {
                state[reader].seen.readLock(host, diskRequest[host], diskGrants[host]);
            }
        }

        int assertAtMostOneMaster() {
            int masters = 0;
            for (int host = 0; host < lock.length; host++) {
                if (lock[host].holder() == host) {
                    masters++;
                }
            }
            assertTrue(masters <= 1, masters + " hosts hold the master lock");
            return masters;
        }
    }
}
