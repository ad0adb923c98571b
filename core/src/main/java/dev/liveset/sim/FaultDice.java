package dev.liveset.sim;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;

/** Draws one fault: its hosts, how bad it is, how long it lasts. */
final class FaultDice {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;

    private static final int SECTION_KIB = 4;
    private static final int MOST_MASTER_STEPS = 14;

    private final PoolConfig pool;
    private final SimRandom random;
    private final int networks;
    private final int hosts;
    /** Whom the next faults are about, -1 for anybody. */
    private int victim = -1;

    FaultDice(PoolConfig pool, SimRandom random, int networks) {
        this.pool = pool;
        this.random = random;
        this.networks = networks;
        this.hosts = pool.hostCount();
    }

    /** Faults meet this host first of all; -1 for anybody. */
    void aimAt(int host) {
        victim = host;
    }

    int anyHost() {
        return random.below(hosts);
    }

    Verb any(Verb... verbs) {
        return verbs[random.below(verbs.length)];
    }

    /** Long enough to cost a host, if anything does; now and then so long that no side may still hesitate. */
    long evictingNanos() {
        long timeouts = pool.timings().longestTimeoutNanos() + pool.timings().watchdogTimeoutNanos();
        return random.chance(0.1) ? random.between(4 * timeouts, 8 * timeouts) : random.between(timeouts, 3 * timeouts);
    }

    /** Mostly too short to cost a host. */
    long mildNanos() {
        Timings timings = pool.timings();
        long most = random.chance(0.7) ? timings.longestTimeoutNanos() : 3 * timings.watchdogTimeoutNanos();
        return random.between(100 * MILLI, most);
    }

    /** Just below the timeout, just above it, or about it: where hosts come to different views. */
    long borderNanos() {
        long timeout = pool.timings().longestTimeoutNanos();
        return random.between(timeout / 2, timeout + timeout / 4);
    }

    /** One of these moments in the life of anybody, or of who is aimed at. */
    SimAction.Trigger moment(Moment... moments) {
        int host = victim >= 0 && random.chance(0.5) ? victim : random.below(hosts);
        return new SimAction.Trigger(host, moments[random.below(moments.length)], 0);
    }

    SimAction fault(long at, Verb verb, long nanos) {
        int host = victim >= 0 && random.chance(0.7) ? victim : random.below(hosts);
        int other = (host + 1 + random.below(Math.max(1, hosts - 1))) % hosts;
        SimAction action = SimAction.of(at, verb);
        Verb.Shape shape = verb.shape();
        if (shape.host) {
            action = action.on(host);
        }
        if (shape.other) {
            action = random.chance(0.5) ? action.and(other) : action.on(other).and(host);
        }
        if (shape.set) {
            action = action.among(random.between(1, Math.max(1, pool.allHosts() - 1)));
        }
        if (shape.number) {
            action = action.number(number(verb));
        }
        return shape.time ? action.lasting(nanos) : action;
    }

    private int number(Verb verb) {
        return switch (verb) {
            case LOSE_NETWORK, PULL_CABLE, CUT_LINK_ON, CUT_ONE_WAY_ON, SPLIT_ON -> 1 + random.below(networks);
            case DELAY_PACKETS -> (int) random.between(30, pool.timings().longestTimeoutNanos() * 5 / 4 / MILLI);
            case TRUNCATE_DISK -> SECTION_KIB * (1 + random.below(random.chance(0.5) ? hosts + 1 : 200));
            case LOSE_MASTER_AT -> 1 + random.below(MOST_MASTER_STEPS);
            default -> 10 + random.below(86);
        };
    }
}
