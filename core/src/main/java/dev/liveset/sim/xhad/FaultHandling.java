package dev.liveset.sim.xhad;

/**
 * Fault handling (PROTOCOL.md §5): five rendezvous without any limit, then the verdict, then a fixed wait that looks at
 * nobody, then the removal.
 */
final class FaultHandling {
    private static final long LEAST_WAIT_MILLIS = 10_000;

    private final Memory memory;
    private final XhadMachine machine;
    private final Strand strand;
    private final RendezvousWait rendezvous;
    private final FreshLook fresh;
    private final ConsistentView view;
    private final SurvivalTest survival;
    private long judgedMillis;

    FaultHandling(Memory memory, XhadMachine machine, Strand strand, RendezvousWait rendezvous, LossWatch losses) {
        this.memory = memory;
        this.machine = machine;
        this.strand = strand;
        this.rendezvous = rendezvous;
        fresh = new FreshLook(memory, machine, strand);
        view = new ConsistentView(memory, machine, strand);
        survival = new SurvivalTest(memory, losses);
    }

    void handle(Runnable then) {
        memory.joinBlock = true;
        rendezvous.meet(PhaseNumber.FHREADY, PhaseNumber.FH1, PhaseNumber.FH1DONE, false, () -> look(then));
    }

    private void look(Runnable then) {
        fresh.wait(() -> {
            memory.committedWeight = memory.weight;
            rendezvous.meet(PhaseNumber.FH1DONE, PhaseNumber.FH2, PhaseNumber.FH2DONE, true, () -> agree(then));
        });
    }

    private void agree(Runnable then) {
        view.wait(snapshot -> rendezvous.meet(
                PhaseNumber.FH2DONE, PhaseNumber.FH3, PhaseNumber.FH3DONE, false, () -> judge(snapshot, then)));
    }

    private void judge(Snapshot snapshot, Runnable then) {
        judgedMillis = machine.millis();
        if (!survival.survives(snapshot) && memory.armed) {
            machine.fence("neither survival rule holds");
            return;
        }
        rendezvous.meet(PhaseNumber.FH3DONE, PhaseNumber.FH4, PhaseNumber.FH4DONE, false, () -> remove(then));
    }

    private void remove(Runnable then) {
        if ((memory.current & ~memory.proposed) == 0) {
            finish(then);
            return;
        }
        memory.fenceRequest = memory.armed;
        long wait = memory.timings.removalMillis()
                - (machine.millis() - judgedMillis)
                + (survival.extended() ? memory.timings.removalExtensionMillis() : 0);
        strand.sleep(Math.max(wait, LEAST_WAIT_MILLIS), () -> {
            if (memory.armed) {
                memory.current &= memory.proposed;
                memory.fenceRequest = false;
            }
            finish(then);
        });
    }

    private void finish(Runnable then) {
        rendezvous.meet(PhaseNumber.FH4DONE, PhaseNumber.STARTED, PhaseNumber.FHREADY, false, () -> {
            memory.joinBlock = false;
            then.run();
        });
    }
}
