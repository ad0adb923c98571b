package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;

/** Begins ({@code +1}) and heals ({@code -1}) the faults that have a duration. */
final class PassingFaults {
    private static final long MILLI = 1_000_000L;
    private static final long KIB = 1024L;

    /** One direction of a link to be cut. */
    private interface Cut {
        void between(int from, int to);
    }

    private final SimPool pool;
    private final SimNetwork network;

    PassingFaults(SimPool pool) {
        this.pool = pool;
        this.network = pool.network();
    }

    void change(SimAction action, int change) {
        double chance = change * action.number() / 100.0;
        switch (action.verb()) {
            case CUT_NETWORK -> {
                network.unplug(action.host(), change);
                host(action).linkChanged();
            }
            case PULL_CABLE -> {
                network.unplug(action.host(), networkOf(action), change);
                host(action).linkChanged();
            }
            case CUT_LINK -> {
                network.cut(action.host(), action.other(), change);
                network.cut(action.other(), action.host(), change);
            }
            case CUT_LINK_ON -> {
                network.cut(action.host(), action.other(), networkOf(action), change);
                network.cut(action.other(), action.host(), networkOf(action), change);
            }
            case CUT_ONE_WAY -> network.cut(action.host(), action.other(), change);
            case CUT_ONE_WAY_ON -> network.cut(action.host(), action.other(), networkOf(action), change);
            case SPLIT -> acrossSplit(action.set(), (from, to) -> network.cut(from, to, change));
            case SPLIT_ON -> acrossSplit(action.set(), (from, to) -> network.cut(from, to, networkOf(action), change));
            case CUT_ALL_LINKS -> everywhere((from, to) -> network.cut(from, to, change));
            case LOSE_NETWORK -> everywhere((from, to) -> network.cut(from, to, networkOf(action), change));
            case LOSE_PACKETS -> network.loseMore(chance);
            case LOSE_ON_LINK -> {
                network.loseMore(action.host(), action.other(), change * action.number());
                network.loseMore(action.other(), action.host(), change * action.number());
            }
            case DELAY_PACKETS -> network.delayMore(MILLI * change * action.number());
            case REPEAT_PACKETS -> network.repeatMore(chance);
            case CORRUPT_PACKETS -> network.corruptMore(chance);
            default -> changeHost(action, change);
        }
    }

    private void changeHost(SimAction action, int change) {
        switch (action.verb()) {
            case HANG_STORAGE -> host(action).storage().hang(change);
            case FAIL_STORAGE -> host(action).storage().fail(change);
            case SLOW_STORAGE -> host(action).storage().slow(change);
            case HANG_ALL_STORAGE -> pool.hosts().forEach(host -> host.storage().hang(change));
            case FAIL_ALL_STORAGE -> pool.hosts().forEach(host -> host.storage().fail(change));
            case TEAR_WRITES -> host(action).storage().tear(change);
            case DELAY_WRITES -> host(action).storage().delay(change);
            case LOSE_WRITES -> host(action).storage().lose(change);
            case STALE_READS -> host(action).storage().stale(pool.disk(), change);
            case TRUNCATE_DISK -> pool.hosts().forEach(host -> host.storage().truncate(action.number() * KIB, change));
            case BLIND -> host(action).storage().blind(BitRot.sectionOffset(action.other()), change);
            case DEAD_BLOCK -> pool.disk().killBlock(BitRot.sectionOffset(action.host()), change);
            case HANG_CALLS -> host(action).hypervisor().hang(change);
            case SLOW_CALLS -> host(action).hypervisor().slow(change);
            case FAIL_CALLS -> host(action).hypervisor().fail(change);
            case BLOCK_HEALTH -> host(action).health().block(change);
            case REPLACE_GLOBAL -> pool.statefileSwap().replaceGlobal(change);
            case FAIL_HEALTH -> host(action).health().fail(change);
            case HANG_HEALTH -> host(action).health().hang(change);
            case CUT_WITNESS -> pool.witness().cut(action.host(), change);
            case LOSE_WITNESS -> pool.witness().lose(change);
            case HANG_POWER -> pool.power().hang(action.host(), change);
            case REFUSE_POWER -> pool.power().refuse(action.host(), change);
            case LIE_POWER -> pool.power().lie(action.host(), change);
            case CYCLE_POWER -> pool.power().cycle(action.host(), change);
            case WATCHDOG_EARLY -> host(action).watchdog().early(change);
            case LOSE_WATCHDOG -> host(action).watchdog().lose(change);
            case MISCONFIGURE -> host(action).givenConfig().misconfigure(change);
            case WATCHDOG_LATE -> host(action).watchdog().late(change);
            default -> throw new IllegalArgumentException(action.verb() + " does not pass");
        }
    }

    private SimHost host(SimAction action) {
        return pool.host(action.host());
    }

    private int networkOf(SimAction action) {
        int networks = pool.settings().networks();
        if (action.number() < 1 || action.number() > networks) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG,
                    "There is no network " + action.number() + " in this simulation; it has " + networks + ".");
        }
        return action.number() - 1;
    }

    private void acrossSplit(long set, Cut cut) {
        everywhere((from, to) -> {
            if (HostSet.contains(set, from) != HostSet.contains(set, to)) {
                cut.between(from, to);
            }
        });
    }

    private void everywhere(Cut cut) {
        for (int from = 0; from < pool.hosts().size(); from++) {
            for (int to = 0; to < pool.hosts().size(); to++) {
                cut.between(from, to);
            }
        }
    }
}
