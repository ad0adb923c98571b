package dev.liveset.examples.host;

import dev.liveset.VmId;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.VmRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A hypervisor whose VMs are {@link ShellVm}s; their disks lie in one directory that all hosts share. */
final class ShellHypervisor implements Hypervisor {
    private final String host;
    private final Path disks;
    private final Map<VmId, ShellVm> vms = new ConcurrentHashMap<>();
    private final Set<VmId> starting = ConcurrentHashMap.newKeySet();

    ShellHypervisor(String host, Path disks) {
        this.host = host;
        this.disks = disks;
    }

    static Path disk(Path disks, VmId vm) {
        return disks.resolve(vm + ".disk");
    }

    static Path haltSwitch(Path disks, VmId vm) {
        return disks.resolve(vm + ".halt");
    }

    @Override
    public Set<VmId> running() {
        Set<VmId> running = new HashSet<>(starting);
        vms.forEach((vm, process) -> {
            if (process.runs()) {
                running.add(vm);
            }
        });
        return running;
    }

    @Override
    public void start(VmRecord vm, Permit permit) throws IOException {
        ShellVm former = vms.get(vm.vm());
        if (former != null && former.runs()) {
            return;
        }
        starting.add(vm.vm());
        try {
            String instance = UUID.randomUUID().toString();
            vms.put(vm.vm(), ShellVm.start(disk(disks, vm.vm()), instance, host, haltSwitch(disks, vm.vm())));
        } finally {
            starting.remove(vm.vm());
        }
    }

    @Override
    public void stop(VmId vm, Permit permit) throws InterruptedException {
        ShellVm running = vms.get(vm);
        if (running != null) {
            running.kill();
            vms.remove(vm);
        }
    }
}
