package dev.liveset.sim;

import dev.liveset.PoolConfig;

/** Runs one schedule in a mixed pool: the faults, then a while without, in which late effects would show. */
final class MixedRun {
    private static final long AFTERMATH_NANOS = 60_000_000_000L;

    private final Schedule schedule;
    private final Makeup makeup;
    private final PlantedBug bug;
    private final boolean keepStory;

    MixedRun(Schedule schedule, Makeup makeup, PlantedBug bug, boolean keepStory) {
        this.bug = bug;
        this.schedule = schedule;
        this.makeup = makeup;
        this.keepStory = keepStory;
    }

    RunReport run() {
        PoolConfig config = schedule.pool();
        try (SimPool pool = new SimPool(config, schedule.settings(), bug, schedule.seed(), keepStory, makeup)) {
            ActionRunner actions = new ActionRunner(pool, Long.MAX_VALUE);
            pool.toolstack().begin();
            for (SimAction action : schedule.actions()) {
                pool.queue().at(action.atNanos(), () -> act(pool, actions, action));
            }
            pool.runUntil(schedule.endOfFaultsNanos());
            if (pool.claims().violation() == null) {
                pool.hosts().forEach(SimHost::powerOn);
                pool.runUntil(pool.queue().now() + AFTERMATH_NANOS);
            }
            return new RunReport(
                    pool.claims().violation(),
                    null,
                    pool.tally().coverage(),
                    pool.tally().steps(),
                    pool.queue().happened(),
                    pool.queue().now(),
                    -1,
                    pool.log().lines());
        }
    }

    /** What concerns VMs goes to the toolstack, which knows no more than this of it. */
    private static void act(SimPool pool, ActionRunner actions, SimAction action) {
        switch (action.verb()) {
            case DEFINE_VM -> pool.log().nameVm(ActionRunner.vm(action.number()), "vm" + action.number());
            case START_VM -> pool.toolstack().start(ActionRunner.vm(action.number()), action.host());
            case WEIGH -> {
                HostProcess process = pool.host(action.host()).process();
                if (process != null) {
                    process.weigh(action.number());
                }
            }
            case ENABLE_HA, TOLERATE, SHUTDOWN_VM, MOVE_VM, YIELD_MASTER, ASK_FOR_MASTER -> {}
            default -> actions.run(action);
        }
    }
}
