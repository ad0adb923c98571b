package dev.liveset.sim;

import dev.liveset.VmId;

/** Makes the lines of a timeline happen in a pool, and heals faults when their time is over. */
final class ActionRunner {
    private final SimPool pool;
    private final long endOfFaultsNanos;
    private final PassingFaults faults;
    private final OperatorActions operator;
    private final Expectations expectations;

    /** @param endOfFaultsNanos what waits for its moment does not happen if it would last longer than that */
    ActionRunner(SimPool pool, long endOfFaultsNanos) {
        this.endOfFaultsNanos = endOfFaultsNanos;
        this.pool = pool;
        this.faults = new PassingFaults(pool);
        this.operator = new OperatorActions(pool);
        this.expectations = new Expectations(pool);
    }

    static VmId vm(int number) {
        return new VmId(0x5EED, number);
    }

    /** Does it now, or waits for the moment that it is for. */
    void run(SimAction action) {
        SimAction.Trigger trigger = action.trigger();
        if (trigger == null) {
            runNow(action);
        } else {
            pool.checkers().moments().await(trigger.host(), trigger.moment(), () -> {
                long later = trigger.afterNanos();
                if (pool.queue().now() + later + action.forNanos() > endOfFaultsNanos) {
                    return;
                }
                if (later == 0) {
                    runNow(action);
                } else {
                    pool.queue().after(later, () -> runNow(action));
                }
            });
        }
    }

    private void runNow(SimAction action) {
        if (action.verb().isExpectation()) {
            expectations.check(action);
            return;
        }
        pool.log()
                .add(
                        -1,
                        () -> "# " + action.words(pool.hosts().size())
                                + (action.trigger() == null
                                        ? ""
                                        : " (" + action.trigger().words() + ")"));
        pool.tally().count("did " + action.verb().word());
        switch (action.verb()) {
            case POWER_ON -> host(action).powerOn();
            case POWER_OFF -> {
                host(action).powerOff();
                pool.queue().after(action.forNanos(), () -> host(action).powerOn());
            }
            case RESET -> host(action).die("reset");
            case RESET_IN_STEP -> host(action).dieWithinStep();
            case CRASH_AGENT -> host(action).crashAgent();
            case FREEZE -> host(action).freeze(action.forNanos(), false);
            case FREEZE_IN_STEP -> host(action).freeze(action.forNanos(), true);
            case SUSPEND -> host(action).suspend(action.forNanos());
            case SUSPEND_STILL -> host(action).suspendStill(action.forNanos());
            case LOSE_MASTER_AT -> pool.masterHunt().begin(action.number());
            case BREAK_WATCHDOG -> {
                host(action).watchdog().breakDown();
                pool.claims().claimNothing("a broken watchdog");
            }
            case STALL_READ -> host(action).storage().stallNext(false, action.forNanos());
            case STALL_WRITE -> host(action).storage().stallNext(true, action.forNanos());
            case ROT_SECTION -> pool.bitRot().section(action.host());
            case BAD_BLOCK -> pool.disk().breakBlock(BitRot.sectionOffset(action.host()));
            case ROT_REGION -> pool.bitRot().region(action.host());
            case ROT_GLOBAL -> pool.bitRot().global();
            case WIPE_GLOBAL -> pool.bitRot().wipeGlobal();
            case WIPE_MANIFEST -> pool.bitRot().wipeManifest(action.host());
            case EXCLUDE_OFFLINE -> excludeOffline(host(action));
            case CHANGE_POLICY -> host(action).givenConfig().changePolicy();
            case REPLACE_STATEFILE -> pool.statefileSwap().replaceStatefile();
            default -> {
                if (action.verb().isFault()) {
                    passing(action);
                } else {
                    operator.run(action);
                }
            }
        }
    }

    /**
     * By the flag a person says that the host is off, or will be when it reads it. Whoever says so of one that goes on without
     * the disk lets the others start without it, and no rule is left that could hold that back.
     */
    private void excludeOffline(SimHost host) {
        if (host.isOnline() && !host.storage().works()) {
            pool.log().add(-1, () -> host.name() + " runs and cannot read the flag: nobody sets it");
        } else {
            pool.diskView().exclude(host.index());
        }
    }

    private SimHost host(SimAction action) {
        return pool.host(action.host());
    }

    /** A fault that begins now and is over after its time. */
    private void passing(SimAction action) {
        faults.change(action, 1);
        pool.queue().after(action.forNanos(), () -> {
            pool.log().add(-1, () -> "# over: " + action.words(pool.hosts().size()));
            faults.change(action, -1);
        });
    }
}
