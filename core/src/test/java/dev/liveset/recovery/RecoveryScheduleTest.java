package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryScheduleTest {
    private static final int SCHEDULES = Integer.getInteger("recovery.schedules", 300);
    private static final int FIRST = Integer.getInteger("recovery.firstSeed", 0);
    private static final int CATCH_WITHIN = Integer.getInteger("recovery.catchWithin", 3000);

    static RecoveryWorld world(long seed, RecoveryRules rules) {
        RecoveryWorld world = new RecoveryWorld(2 + (int) (seed % 3), seed, rules);
        world.acceptsUnarmed = seed % 5 == 0;
        world.staleReads = seed % 4 == 1;
        world.lostWrites = seed % 6 == 5;
        return world;
    }

    /** A pool that runs its VMs, ready to be disturbed; says what is missing if it never comes so far. */
    private static String begin(RecoveryWorld world) {
        world.faults = false;
        if (!world.settle(6000, () -> world.lockHolder >= 0 && world.liveset == HostSet.firstHosts(world.hosts))) {
            return "never online";
        }
        world.give(new PoolCommand.EnableHa(true));
        for (VmRecord vm : world.vms) {
            world.give(new PoolCommand.DefineVm(vm));
            world.give(new PoolCommand.StartVm(vm.vm(), -1));
        }
        boolean running = world.settle(6000, () -> world.vms.stream().allMatch(vm -> world.runsSomewhere(vm.vm())));
        world.faults = true;
        return running ? "" : "never running";
    }

    @Test
    void shouldNeverRunAVmTwiceAndRecoverOnceFaultsEnd() {
        int starts = 0;
        for (long seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
            RecoveryWorld world = world(seed, RecoveryRules.ALL);
            long of = seed;
            assertEquals("", begin(world), () -> "seed " + of + "\n" + world.story());
            world.run(4000);
            world.heal();
            boolean settled = world.acceptsUnarmed || world.lostWrites || world.settle(20_000, () -> isWell(world));
            assertNull(world.violation, () -> "seed " + of + "\n" + world.story());
            assertTrue(settled, () -> "seed " + of + " does not recover\n" + world.story());
            starts += world.starts;
        }
        assertTrue(starts > SCHEDULES * 6, "only " + starts + " starts");
    }

    /** One master, everybody in, every protected VM that should run runs. */
    private static boolean isWell(RecoveryWorld world) {
        if (world.lockHolder < 0
                || !world.machines[world.lockHolder].hasAgent()
                || world.liveset != HostSet.firstHosts(world.hosts)) {
            return false;
        }
        PoolTable table = world.machines[world.lockHolder].recovery.table();
        for (VmRecord vm : table.vms()) {
            boolean wanted = vm.desiredRunning() && vm.protection() == VmRecord.Protection.RESTART;
            if (wanted && !world.runsSomewhere(vm.vm()) || vm.move() != null) {
                return false;
            }
            if (!vm.desiredRunning() && world.runsSomewhere(vm.vm())) {
                return false;
            }
        }
        return table.vms().size() == world.vms.size();
    }

    /** The two left out take a race that is rare in random schedules; the stories of master and member plant them. */
    @Tag("campaign")
    @ParameterizedTest
    @EnumSource(
            value = RecoveryRule.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ALL_PROMISED", "PERMIT_INCARNATION"})
    void shouldNoticeWhenARuleIsBroken(RecoveryRule rule) {
        String found = null;
        for (long seed = 0; seed < CATCH_WITHIN && found == null; seed++) {
            RecoveryWorld world = world(seed, RecoveryRules.ALL.without(rule));
            begin(world);
            world.run(4000);
            found = world.violation == null ? null : "seed " + seed + ": " + world.violation;
        }
        assertTrue(found != null, rule + " was broken and nobody noticed");
    }

    @Test
    void shouldDoTheSameForTheSameSeed() {
        RecoveryWorld first = world(7, RecoveryRules.ALL);
        RecoveryWorld second = world(7, RecoveryRules.ALL);
        begin(first);
        begin(second);
        first.run(2000);
        second.run(2000);
        assertEquals(first.story(), second.story());
    }
}
