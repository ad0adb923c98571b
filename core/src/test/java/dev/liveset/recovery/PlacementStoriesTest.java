package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static dev.liveset.recovery.MasterDesk.THREE;
import static dev.liveset.recovery.MasterDesk.TWO;
import static dev.liveset.recovery.MasterDesk.allowedOn;
import static dev.liveset.recovery.MasterDesk.answers;
import static dev.liveset.recovery.MasterDesk.assignment;
import static dev.liveset.recovery.MasterDesk.claims;
import static dev.liveset.recovery.MasterDesk.done;
import static dev.liveset.recovery.MasterDesk.run;
import static dev.liveset.recovery.MasterDesk.start;
import static dev.liveset.recovery.MasterDesk.vm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.VmId;
import dev.liveset.recovery.VmRecord.Protection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the master finds room for a VM, and what it says when there is none. */
class PlacementStoriesTest {
    private static VmRecord grouped(VmId id) {
        return new VmRecord(id, "vm" + id.low(), 64, Protection.RESTART, 0, 0, -1L, 7, true, false, null, null);
    }

    @Test
    void shouldSayWhyNoHostIsFound() {
        RecoveryDesk desk = MasterDesk.acting(2);
        run(desk, allowedOn(vm(ONE, 512, Protection.RESTART), 0b10), 1);
        run(desk, grouped(TWO), 0);
        run(desk, grouped(THREE), 1);
        VmId four = new VmId(0, 4);
        VmId five = new VmId(0, 5);
        run(desk, vm(four, 3500, Protection.RESTART), 0);
        run(desk, vm(five, 3000, Protection.RESTART), 1);
        desk.leave(1);
        desk.pass(1000);
        assertEquals(1, assignment(desk, ONE).host());
        assertEquals(1, assignment(desk, THREE).host());
        assertEquals(1, assignment(desk, five).host());
        assertEquals(3, desk.failures.size());
        assertTrue(desk.failures.contains("no host that is in the liveset may run it"), desk.failures::toString);
        assertTrue(desk.failures.stream().anyMatch(why -> why.contains("anti-affinity")), desk.failures::toString);
        assertTrue(desk.failures.stream().anyMatch(why -> why.contains("lacks 2468 MiB")), desk.failures::toString);
    }

    @Test
    void shouldCountTheMemoryOfWhatIsAssignedClaimedOrOnItsWayDown() {
        RecoveryDesk desk = MasterDesk.acting(2);
        done(desk, new PoolCommand.DefineVm(vm(ONE, 3000, Protection.RESTART)));
        done(desk, new PoolCommand.DefineVm(vm(TWO, 3000, Protection.RESTART)));
        done(desk, new PoolCommand.DefineVm(vm(THREE, 3000, Protection.RESTART)));
        done(desk, new PoolCommand.StartVm(ONE, 1));
        done(desk, new PoolCommand.StartVm(TWO, 1));
        desk.settle();
        assertEquals(0, assignment(desk, TWO).host(), "host 1 is to start the first");
        claims(desk, ONE, ClaimState.RUNNING);
        done(desk, new PoolCommand.ShutdownVm(ONE));
        done(desk, new PoolCommand.StartVm(THREE, 1));
        desk.pass(1000);
        assertNull(assignment(desk, THREE), "the first still runs");
        answers(desk, ONE, Answer.Kind.STOPPED);
        desk.pass(500);
        assertEquals(1, assignment(desk, THREE).host());
    }

    @Test
    void shouldCountTheMemoryOfWhatRunsUnasked() {
        RecoveryDesk desk = MasterDesk.acting(2);
        done(desk, new PoolCommand.DefineVm(vm(ONE, 3000, Protection.RESTART)));
        done(desk, new PoolCommand.DefineVm(vm(TWO, 3000, Protection.RESTART)));
        desk.promise(1, List.of(new Claim(ONE, new Permit(0, 0, 1, 5), ClaimState.RUNNING)), List.of());
        done(desk, new PoolCommand.StartVm(TWO, 1));
        desk.settle();
        assertEquals(0, assignment(desk, TWO).host());
        RecoveryDesk own = MasterDesk.acting(2);
        own.running = Set.of(ONE);
        own.pass(1500);
        done(own, new PoolCommand.DefineVm(vm(ONE, 3000, Protection.RESTART)));
        start(own, vm(TWO, 3000, Protection.RESTART), 0);
        assertEquals(1, assignment(own, TWO).host());
    }

    @Test
    void shouldLeaveAVmWhereItAlreadyRunsUnasked() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.running = Set.of(ONE);
        desk.pass(1500);
        run(desk, vm(TWO, 64, Protection.RESTART), 1);
        start(desk, vm(ONE, 3000, Protection.RESTART), 1);
        assertEquals(0, assignment(desk, ONE).host());
        assertEquals(List.of(), desk.starts, "it runs, only its permit is new");
        assertEquals(assignment(desk, ONE), desk.own.claims().get(0).permit());
    }

    @Test
    void shouldPlaceAVmWithoutANameThatAFormerMasterLeft() {
        RecoveryDesk desk = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        VmRecord nameless = new VmRecord(ONE, "", 64, Protection.RESTART, 0, 0, -1L, 0, false, true, null, null);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 1, List.of(), List.of(nameless)));
        desk.view.lockHolder = 0;
        desk.settle();
        desk.promise(1, List.of(), List.of());
        assertNotEquals(null, assignment(desk, ONE));
    }

    @Test
    void shouldSayWhatItCanPromiseAtMostTwiceASecond() {
        RecoveryDesk desk = MasterDesk.acting(3);
        run(desk, vm(ONE, 3000, Protection.RESTART), 1);
        run(desk, vm(TWO, 3000, Protection.RESTART), 2);
        done(desk, new PoolCommand.SetHostFailuresToTolerate(1));
        desk.pass(2000);
        assertEquals(1, desk.recovery.planExistsFor());
        done(desk, new PoolCommand.DefineVm(vm(ONE, 4090, Protection.RESTART)));
        done(desk, new PoolCommand.DefineVm(vm(TWO, 4090, Protection.RESTART)));
        desk.settle();
        start(desk, vm(THREE, 3000, Protection.RESTART), 0);
        assertEquals(List.of(), desk.overcommitted, "asked just now, when the third was not there");
        desk.leap(499);
        assertEquals(List.of(), desk.overcommitted);
        desk.leap(1);
        assertEquals(List.of(true), desk.overcommitted);
        assertEquals(0, desk.recovery.planExistsFor());
        desk.view.lockHolder = 1;
        desk.settle();
        assertEquals(-1, desk.recovery.planExistsFor(), "only the master knows");
    }
}
