package dev.liveset.examples.host;

import dev.liveset.agent.PoolEvent;
import dev.liveset.agent.PoolStatus;
import dev.liveset.examples.Outbox;
import dev.liveset.recovery.VmRecord;
import dev.liveset.runtime.PoolListener;
import java.util.StringJoiner;

/** Tells the lab what the host hears of the pool. */
final class StatusLines implements PoolListener {
    private final Outbox outbox;

    StatusLines(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.StatusChanged changed) {
            outbox.send(status(changed.status()).line());
        } else if (event instanceof PoolEvent.Overcommitted alert) {
            outbox.send(Message.of(
                            "overcommitted",
                            "raised",
                            alert.raised(),
                            "target",
                            alert.target(),
                            "plan",
                            alert.planExistsFor())
                    .line());
        } else if (event instanceof PoolEvent.PromiseDropped dropped) {
            outbox.send(Message.of("promise-dropped", "before", dropped.before(), "plan", dropped.planExistsFor())
                    .line());
        } else if (event instanceof PoolEvent.HostRemoved removed) {
            outbox.send(Message.of(
                            "removed",
                            "host",
                            removed.verdict().host(),
                            "why",
                            removed.verdict().words())
                    .line());
        } else if (event instanceof PoolEvent.HostJoined joined) {
            outbox.send(Message.of("member", "host", joined.host()).line());
        } else if (event instanceof PoolEvent.RestartFailed failed) {
            outbox.send(Message.of("restart-failed", "vm", failed.vm(), "why", failed.why())
                    .line());
        } else if (event instanceof PoolEvent.SectionRolledBack older) {
            outbox.send(Message.of(
                            "rolled-back",
                            "host",
                            older.host(),
                            "incarnation",
                            older.incarnation(),
                            "sequence",
                            older.sequence())
                    .line());
        } else if (event instanceof PoolEvent.GlobalSectionRolledBack older) {
            outbox.send(Message.of("rolled-back", "global", older.sequence(), "newest", older.newest())
                    .line());
        } else if (event instanceof PoolEvent.SectionOverwritten over) {
            outbox.send(Message.of(
                            "overwritten",
                            "host",
                            over.host(),
                            "seconds",
                            over.unreadable().toSeconds())
                    .line());
        } else if (event instanceof PoolEvent.Warning warning) {
            outbox.send(Message.of("warning", "text", warning.sentence()).line());
        }
    }

    private static Message status(PoolStatus status) {
        StringJoiner vms = new StringJoiner(";");
        for (VmRecord vm : status.table().vms()) {
            int host = vm.assignment() == null ? -1 : vm.assignment().host();
            vms.add(vm.vm() + "," + vm.desiredRunning() + "," + host + "," + vm.protection());
        }
        return Message.of(
                "status",
                "phase",
                status.phase(),
                "poolState",
                status.poolState(),
                "liveset",
                status.liveset(),
                "sf",
                status.statefileAccess(),
                "sr2",
                status.sr2(),
                "master",
                status.master(),
                "armed",
                status.armed(),
                "weight",
                status.weight(),
                "plan",
                status.planExistsFor(),
                "ha",
                status.table().haEnabled(),
                "target",
                status.table().hostFailuresToTolerate(),
                "claims",
                status.claims().size(),
                "vms",
                vms);
    }
}
