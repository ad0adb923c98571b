package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import java.nio.charset.StandardCharsets;

/** Carries out commands on the table of a master that may act; null means done, anything else why not. */
final class TableEditor {
    private static final int MAX_NAME_BYTES = 63;

    private final RecoverySettings settings;
    private final MasterTable table;
    private final Clearance clearance;
    private final RestartPlanner restarts;

    TableEditor(RecoverySettings settings, MasterTable table, Clearance clearance, RestartPlanner restarts) {
        this.settings = settings;
        this.table = table;
        this.clearance = clearance;
        this.restarts = restarts;
    }

    String apply(PoolCommand command, RecoveryView view) {
        if (command instanceof PoolCommand.EnableHa enable) {
            table.enableHa(enable.enabled());
            return null;
        } else if (command instanceof PoolCommand.SetHostFailuresToTolerate tolerate) {
            return tolerate(tolerate.target());
        } else if (command instanceof PoolCommand.DefineVm define) {
            return define(define.vm());
        } else if (command instanceof PoolCommand.RemoveVm remove) {
            return remove(remove.vm(), view);
        } else if (command instanceof PoolCommand.StartVm start) {
            return start(start.vm(), start.preferredHost(), view);
        } else if (command instanceof PoolCommand.ShutdownVm shutdown) {
            return shutdown(shutdown.vm(), view);
        } else if (command instanceof PoolCommand.MoveVm move) {
            return move(move.vm(), move.toHost(), view);
        } else if (command instanceof PoolCommand.ConfirmHostDead confirm) {
            return confirm(confirm.host(), view);
        }
        return "This command is not known.";
    }

    private String tolerate(int target) {
        if (target < 0 || target >= settings.hostCount()) {
            return "A pool of " + settings.hostCount() + " hosts can tolerate 0 to " + (settings.hostCount() - 1)
                    + " host failures; " + target + " was asked for.";
        }
        table.tolerate(target);
        return null;
    }

    private String define(VmRecord vm) {
        int nameBytes = vm.name().getBytes(StandardCharsets.UTF_8).length;
        if (vm.name().isBlank() || nameBytes > MAX_NAME_BYTES) {
            return "A VM's name has 1 to " + MAX_NAME_BYTES + " bytes; '" + vm.name() + "' has " + nameBytes + ".";
        }
        if (vm.memoryMib() < 1 || vm.startDelayMillis() < 0) {
            return "VM " + vm.name() + " needs at least 1 MiB of memory and a start delay of 0 or more.";
        }
        if ((vm.allowedHosts() & HostSet.firstHosts(settings.hostCount())) == 0) {
            return "VM " + vm.name() + " is allowed on no host of the pool; allow at least one.";
        }
        VmRecord known = table.find(vm.vm());
        if (known == null && table.size() >= settings.maxVms()) {
            return "The heartbeat disk was formatted for " + settings.maxVms()
                    + " VMs and all are taken; remove one or format it for more.";
        }
        VmRecord kept = known == null
                ? vm.withDesired(false).withAssignment(null).withMove(null)
                : vm.withDesired(known.desiredRunning())
                        .withAssignment(known.assignment())
                        .withMove(known.move());
        table.put(kept);
        return null;
    }

    private String remove(VmId vm, RecoveryView view) {
        VmRecord record = table.find(vm);
        if (record == null) {
            return unknown(vm);
        }
        if (record.desiredRunning()) {
            return "VM " + record.name() + " is to run; shut it down first.";
        }
        boolean nowhere = clearance.isEnded(vm, record.assignment(), view)
                && clearance.isEnded(vm, record.move(), view)
                && clearance.isClear(vm, -1, view);
        if (!nowhere) {
            return "VM " + record.name() + " may still run on a host; wait until it is stopped everywhere.";
        }
        table.remove(vm);
        return null;
    }

    private String start(VmId vm, int preferredHost, RecoveryView view) {
        VmRecord record = table.find(vm);
        if (record == null) {
            return unknown(vm);
        }
        if (preferredHost < -1 || preferredHost >= settings.hostCount()) {
            return noHost(preferredHost);
        }
        if (record.desiredRunning() && !isDown(record, view)) {
            return null;
        }
        if (!clearance.isEnded(vm, record.assignment(), view) || record.move() != null) {
            return "VM " + record.name()
                    + " is still on its way down, or its last host is not known to have stopped it;"
                    + " try again, or confirm that the host is off.";
        }
        table.put(record.withDesired(true).withAssignment(null));
        if (preferredHost >= 0) {
            restarts.prefer(vm, preferredHost);
        }
        return null;
    }

    private boolean isDown(VmRecord record, RecoveryView view) {
        return record.move() == null
                && clearance.claimer(record.vm(), view) < 0
                && clearance.isEnded(record.vm(), record.assignment(), view);
    }

    private String shutdown(VmId vm, RecoveryView view) {
        VmRecord record = table.find(vm);
        if (record == null) {
            return unknown(vm);
        }
        VmRecord halted = record.withDesired(false);
        int claimer = clearance.claimer(vm, view);
        boolean found = claimer >= 0
                && clearance.claim(claimer, vm, view).permit().epoch() == 0
                && clearance.isEnded(vm, record.assignment(), view);
        if (found) {
            if (!clearance.isReceiving(claimer, view)) {
                return "VM " + record.name() + " runs without an order of the pool on host " + settings.name(claimer)
                        + ", which cannot be told to stop it: it is without the heartbeat disk, or its watchdog is not"
                        + " armed; try again when it is well, or stop the VM there.";
            }
            halted = halted.withAssignment(table.permit(claimer, view.incarnation[claimer]));
        }
        table.put(halted);
        return null;
    }

    private String move(VmId vm, int toHost, RecoveryView view) {
        VmRecord record = table.find(vm);
        if (record == null) {
            return unknown(vm);
        }
        if (toHost < 0 || toHost >= settings.hostCount()) {
            return noHost(toHost);
        }
        String where = settings.name(toHost);
        Permit assignment = record.assignment();
        if (record.move() != null) {
            return "VM " + record.name() + " is on its way to host "
                    + settings.name(record.move().host()) + " already; wait until it is there.";
        }
        Claim source = assignment == null ? null : clearance.claim(assignment.host(), vm, view);
        if (!record.desiredRunning() || source == null || source.state() != ClaimState.RUNNING) {
            return "VM " + record.name() + " does not run, so it cannot be moved; start it on host " + where
                    + " instead.";
        }
        if (assignment.host() == toHost) {
            return null;
        }
        if (!HostSet.contains(record.allowedHosts(), toHost)) {
            return "VM " + record.name() + " is not allowed on host " + where + ".";
        }
        if (!clearance.isReceiving(toHost, view)) {
            return "Host " + where + " cannot take a VM now: it is not in the liveset, or its watchdog is not armed.";
        }
        if (!restarts.hasRoom(record, toHost, view)) {
            return "Host " + where + " has not enough free memory for VM " + record.name() + " (" + record.memoryMib()
                    + " MiB).";
        }
        table.put(record.withMove(table.permit(toHost, view.incarnation[toHost])));
        return null;
    }

    private String confirm(int host, RecoveryView view) {
        if (host < 0 || host >= settings.hostCount()) {
            return noHost(host);
        }
        if (HostSet.contains(view.liveset, host)) {
            return "Host " + settings.name(host) + " is in the liveset, so it is not off.";
        }
        table.confirmDead(new ConfirmedDead(host, view.incarnation[host]));
        return null;
    }

    private String noHost(int host) {
        return "The pool has no host " + host + "; its hosts are 0 to " + (settings.hostCount() - 1) + ".";
    }

    private static String unknown(VmId vm) {
        return "The pool knows no VM " + vm + "; define it first.";
    }
}
