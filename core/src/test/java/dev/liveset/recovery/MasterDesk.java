package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Desks whose host (index 0) is a master that everybody follows, and VMs on them. */
final class MasterDesk {
    static final VmId ONE = new VmId(0, 1);
    static final VmId TWO = new VmId(0, 2);
    static final VmId THREE = new VmId(0, 3);

    private MasterDesk() {}

    /** The lock is held, and nobody has promised yet. */
    static RecoveryDesk elected(int hosts) {
        RecoveryDesk desk = RecoveryDesk.online(0, hosts, RecoveryRules.ALL);
        desk.view.lockHolder = 0;
        desk.settle();
        return desk;
    }

    /** All hosts follow and HA is enabled; every host has 4096 MiB. */
    static RecoveryDesk acting(int hosts) {
        RecoveryDesk desk = elected(hosts);
        for (int host = 1; host < hosts; host++) {
            desk.tables.put(host, PoolTable.EMPTY);
            desk.promise(host, List.of(), List.of());
        }
        done(desk, new PoolCommand.EnableHa(true));
        return desk;
    }

    /** The same, with a VM of 512 MiB that runs on host 1. */
    static RecoveryDesk runningOnHostOne(int hosts, VmRecord.Protection protection) {
        RecoveryDesk desk = acting(hosts);
        run(desk, vm(ONE, 512, protection), 1);
        return desk;
    }

    /** A protected VM with a restart order and a pause after its start. */
    static VmRecord ordered(VmId id, long mib, int order, int pauseMillis) {
        VmRecord.Protection protection = VmRecord.Protection.RESTART;
        return new VmRecord(id, "vm" + id.low(), mib, protection, order, pauseMillis, -1L, 0, false, false, null, null);
    }

    static VmRecord vm(VmId id, long mib, VmRecord.Protection protection) {
        return new VmRecord(id, "vm" + id.low(), mib, protection, 0, 0, -1L, 0, false, false, null, null);
    }

    static VmRecord allowedOn(VmRecord vm, long hosts) {
        return new VmRecord(
                vm.vm(),
                vm.name(),
                vm.memoryMib(),
                vm.protection(),
                vm.order(),
                vm.startDelayMillis(),
                hosts,
                vm.group(),
                vm.hardGroup(),
                vm.desiredRunning(),
                vm.assignment(),
                vm.move());
    }

    static void done(RecoveryDesk desk, PoolCommand command) {
        CommandResult result = desk.command(command);
        assertEquals(CommandResult.OK, result, () -> command + ": " + result);
    }

    static String refused(RecoveryDesk desk, PoolCommand command) {
        CommandResult result = desk.command(command);
        assertEquals(CommandResult.Status.REFUSED, result.status(), command::toString);
        return result.sentence();
    }

    /** Defines the VM and orders its start on the host; who is to start it has not claimed it yet. */
    static void start(RecoveryDesk desk, VmRecord vm, int host) {
        done(desk, new PoolCommand.DefineVm(vm));
        done(desk, new PoolCommand.StartVm(vm.vm(), host));
        desk.settle();
    }

    /** Defines the VM and starts it on the host; it claims and runs it. */
    static void run(RecoveryDesk desk, VmRecord vm, int host) {
        start(desk, vm, host);
        assertEquals(host, assignment(desk, vm.vm()).host());
        if (host == desk.view.self) {
            desk.running = new TreeSet<>(desk.running);
            desk.running.add(vm.vm());
            desk.started(desk.starts.get(desk.starts.size() - 1), CallOutcome.DONE);
        } else {
            claims(desk, vm.vm(), ClaimState.RUNNING);
        }
    }

    /** A host dies, and so much time passes that its manifest is read again. */
    static void die(RecoveryDesk desk, int host) {
        desk.leave(host);
        desk.leap(RegionBook.RETRY_NANOS / 1_000_000);
    }

    /** The host of the VM's assignment claims it in this state, beside what it claims already. */
    static void claims(RecoveryDesk desk, VmId vm, ClaimState state) {
        Permit permit = assignment(desk, vm);
        List<Claim> claims = others(desk, permit.host(), vm);
        claims.add(new Claim(vm, permit, state));
        desk.promise(permit.host(), claims, desk.peers.get(permit.host()).answers());
    }

    /** The host of the VM's assignment no longer claims it and answers. */
    static void answers(RecoveryDesk desk, VmId vm, Answer.Kind kind) {
        Permit permit = assignment(desk, vm);
        List<Answer> answers = new ArrayList<>(desk.peers.get(permit.host()).answers());
        answers.removeIf(former -> former.vm().equals(vm));
        answers.add(new Answer(vm, permit, kind));
        desk.promise(permit.host(), others(desk, permit.host(), vm), answers);
    }

    private static List<Claim> others(RecoveryDesk desk, int host, VmId vm) {
        List<Claim> claims = new ArrayList<>(desk.peers.get(host).claims());
        claims.removeIf(claim -> claim.vm().equals(vm));
        return claims;
    }

    /** A claim under the VM's assignment as it stands. */
    static Claim claim(RecoveryDesk desk, VmId vm, ClaimState state) {
        return new Claim(vm, assignment(desk, vm), state);
    }

    static VmRecord record(RecoveryDesk desk, VmId vm) {
        return desk.ownTable.find(vm);
    }

    static Permit assignment(RecoveryDesk desk, VmId vm) {
        return record(desk, vm).assignment();
    }
}
