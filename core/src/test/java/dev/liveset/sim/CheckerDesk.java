package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.agent.Effect;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.VmRecord;
import java.util.List;

/**
 * Three simulated hosts that are online together, and one checker beside those of the pool, to which a test plays what
 * hosts do next. The hosts are 0, 1 and 2.
 */
final class CheckerDesk implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;

    final SimPool pool = new SimPool(SimPools.fast(3), SimSettings.calm(), PlantedBug.NONE, 1, false);
    private Checker checker;

    CheckerDesk() {
        pool.hosts().forEach(SimHost::powerOn);
        pool.runUntil(6 * SECOND);
        pool.hosts().forEach(host -> assertEquals(0b111, host.published().liveset, host.name()));
        assertNull(pool.claims().violation());
    }

    /** The checker that looks from now on. */
    CheckerDesk with(Checker looking) {
        checker = looking;
        return this;
    }

    SimHost host(int index) {
        return pool.host(index);
    }

    /** The host tells the others this liveset. */
    void says(int host, long liveset) {
        Effect.SendHeartbeat beat = new Effect.SendHeartbeat();
        beat.message.currentLiveset = liveset;
        does(host, beat);
    }

    /** The host writes its section. */
    void writesSection(int host, boolean asksForLock, long grants) {
        Effect.WriteSection write = new Effect.WriteSection();
        write.section.currentLiveset = 0b111;
        write.section.lockRequest = asksForLock;
        write.section.lockGrant = grants;
        does(host, write);
    }

    /** The host writes a table with this sequence. */
    void writesTable(int host, long sequence) {
        PoolTable table = new PoolTable(Permit.epoch(1, host), sequence, true, 1, List.of(), List.of());
        does(host, new Effect.WriteTable(table, sequence));
    }

    void does(int host, Effect effect) {
        pool.changes().publishes(host(host), effect);
        checker.onEffect(host(host), effect);
    }

    /** An operator tells the host to do without its watchdog, which the agent has not closed yet. */
    void isToldToDisarm(int host) {
        host(host).disarmState().command(new Command.Disarm());
    }

    /** The host's agent closes the watchdog. */
    void closesItsWatchdog(int host) {
        host(host).disarmState().disarm();
    }

    /** An operator has had the watchdog of the host disarmed. */
    void doesWithoutWatchdog(int host) {
        isToldToDisarm(host);
        closesItsWatchdog(host);
    }

    /** A start of a VM is under way there. */
    void startsVm(int host) {
        host(host).hypervisor().start(vm(1), permit(host), 1);
    }

    /** The machine is reset and its next agent is armed and starts. */
    void reboots(int host) {
        host(host).die("reset");
        for (int half = 0; half < 20 && !host(host).watchdog().armed(); half++) {
            pool.runUntil(pool.queue().now() + SECOND / 2);
        }
        assertEquals(true, host(host).agentRuns() && host(host).watchdog().armed(), "it is up again");
    }

    /** The host's agent has closed the watchdog and ended; the machine stays, and another agent begins there. */
    void leavesAndBegins(int host) {
        closesItsWatchdog(host);
        host(host).membership().processEnded();
        host(host).disarmState().startAgent();
    }

    void seesNothing() {
        assertNull(pool.claims().violation());
    }

    /** The checker has said this, and no other has said anything before. */
    void sees(String sentence) {
        assertNotNull(pool.claims().violation(), "nothing was seen");
        assertEquals(sentence, pool.claims().violation().sentence());
        assertEquals(
                checker.getClass().getSimpleName(), pool.claims().violation().checker());
    }

    static VmId vm(int number) {
        return ActionRunner.vm(number);
    }

    static Permit permit(int host) {
        return new Permit(Permit.epoch(1, 0), 1, host, 1);
    }

    static VmRecord record(int number) {
        return new VmRecord(
                vm(number), "vm" + number, 1_024, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, true, null, null);
    }

    @Override
    public void close() {
        pool.close();
    }
}
