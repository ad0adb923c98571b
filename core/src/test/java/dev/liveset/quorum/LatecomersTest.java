package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import org.junit.jupiter.api.Test;

/** In INIT the time to form counts from whoever came last, but not for ever; host 0 of three began at 10. */
class LatecomersTest {
    private final LivesetState state = state(PoolConfig.Mode.STRICT);
    private final Latecomers latecomers = new Latecomers(state);

    LatecomersTest() {
        latecomers.begin(10);
    }

    private static LivesetState state(PoolConfig.Mode mode) {
        LivesetState state = new LivesetState(QuorumPools.pool(3, mode), 0, QuorumRules.OURS);
        state.poolState = PoolState.INIT;
        return state;
    }

    private static void heard(LivesetState state, int host, long boot) {
        state.seen.heard(5, host, 0, 0, 0, 0, Phase.STARTING.ordinal(), true, false, false, boot, 0);
    }

    private long lastAfter(long nowNanos) {
        latecomers.meet(nowNanos);
        return latecomers.lastNanos();
    }

    private void sees(long hbdomain, long sfdomain) {
        state.hbdomain = hbdomain;
        state.sfdomain = sfdomain;
    }

    @Test
    void shouldMeetWhoIsOnBothChannelsAndEveryBootOnce() {
        heard(state, 1, 7);
        sees(0b011, 0b001);
        assertEquals(10, lastAfter(20), "its section has not moved");
        sees(0b001, 0b011);
        assertEquals(10, lastAfter(30), "it is not heard");
        sees(0b011, 0b011);
        assertEquals(40, lastAfter(40));
        assertEquals(40, lastAfter(50), "it came once");
        heard(state, 1, 8);
        assertEquals(60, lastAfter(60), "it started again");
    }

    @Test
    void shouldMeetTwiceAsManyAsThereAreHostsAndNobodyAfterThat() {
        sees(0b111, 0b111);
        long now = 20;
        for (int boot = 1; boot <= 6; boot++, now += 10) {
            heard(state, 1, boot);
            assertEquals(now, lastAfter(now));
        }
        heard(state, 1, 7);
        heard(state, 2, 1);
        assertEquals(70, lastAfter(now), "hosts that come and go keep nobody waiting for ever");
    }

    @Test
    void shouldMeetNobodyInAnActivePoolNorBesideXhad() {
        heard(state, 1, 7);
        sees(0b011, 0b011);
        state.poolState = PoolState.ACTIVE;
        assertEquals(10, lastAfter(20));
        LivesetState interop = state(PoolConfig.Mode.INTEROP);
        Latecomers beside = new Latecomers(interop);
        beside.begin(10);
        heard(interop, 1, 7);
        interop.hbdomain = 0b011;
        interop.sfdomain = 0b011;
        beside.meet(20);
        assertEquals(10, beside.lastNanos());
    }
}
