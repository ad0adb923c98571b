package dev.liveset.sim;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoDisjointLivesetsTest {
    private final CheckerDesk desk = new CheckerDesk();

    @BeforeEach
    void look() {
        desk.with(new NoDisjointLivesets(desk.pool));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void goSeparateWays() {
        desk.says(0, 0b101);
        desk.says(2, 0b101);
        desk.seesNothing();
        desk.says(1, 0b010);
    }

    @Test
    void shouldSeeTwoSidesThatGoOn() {
        goSeparateWays();
        desk.sees("h2 and h1 are online with disjoint livesets");
    }

    @Test
    void shouldClaimNothingOfAHostWithoutItsWatchdogByAnOperatorsWish() {
        desk.doesWithoutWatchdog(1);
        goSeparateWays();
        desk.seesNothing();
    }

    @Test
    void shouldClaimItOfAHostThatHasItsWatchdogStill() {
        desk.isToldToDisarm(1);
        goSeparateWays();
        desk.sees("h2 and h1 are online with disjoint livesets");
    }

    @Test
    void shouldTakeAHostThatHasClosedItsWatchdogToLeaveForGone() {
        desk.closesItsWatchdog(1);
        goSeparateWays();
        desk.seesNothing();
    }

    @Test
    void shouldNotTakeAHostForGoneOnWhichAVmMayStillStart() {
        desk.startsVm(1);
        desk.closesItsWatchdog(1);
        goSeparateWays();
        desk.sees("h2 and h1 are online with disjoint livesets");
    }

    @Test
    void shouldSeeStrangersThatShareAMemberOnlyOnceNewsHadItsTime() {
        desk.says(1, 0b110);
        desk.says(0, 0b101);
        desk.pool.queue().advanceTo(desk.pool.queue().now() + 2_000_000_000L);
        desk.says(0, 0b101);
        desk.seesNothing();
        desk.pool.queue().advanceTo(desk.pool.queue().now() + 1);
        desk.says(0, 0b101);
        desk.sees("h1 and h2 stay online, neither in the other's liveset");
    }

    @Test
    void shouldGiveNewsItsTimeOnlyFromWhenItCanGetAround() {
        desk.says(1, 0b110);
        desk.says(0, 0b101);
        cutLinkAndStorage(1);
        waitFor(5_000_000_000L);
        desk.says(0, 0b101);
        desk.seesNothing();
        desk.host(0).storage().fail(-1);
        waitFor(2_000_000_000L);
        desk.says(0, 0b101);
        desk.seesNothing();
        waitFor(1);
        desk.says(0, 0b101);
        desk.sees("h1 and h2 stay online, neither in the other's liveset");
    }

    @Test
    void shouldGiveNewsNoTimeOnADiskOnWhichAnIoTakesAsLong() {
        desk.says(1, 0b110);
        desk.says(0, 0b101);
        desk.pool.network().cut(0, 1, 1);
        desk.pool.network().cut(1, 0, 1);
        desk.host(0).storage().slow(1);
        waitFor(5_000_000_000L);
        desk.says(0, 0b101);
        desk.seesNothing();
        desk.host(0).storage().slow(-1);
        waitFor(2_000_000_001L);
        desk.says(0, 0b101);
        desk.sees("h1 and h2 stay online, neither in the other's liveset");
    }

    @Test
    void shouldGiveNewsNoTimeWhileOneOfThemStandsStill() {
        desk.says(1, 0b110);
        desk.says(0, 0b101);
        desk.host(1).freeze(60_000_000_000L, false);
        waitFor(5_000_000_000L);
        desk.says(0, 0b101);
        desk.seesNothing();
    }

    @Test
    void shouldSeeDisjointLivesetsAlsoOfAHostThatStandsStill() {
        desk.says(1, 0b010);
        desk.host(1).freeze(60_000_000_000L, false);
        desk.seesNothing();
        desk.says(0, 0b101);
        desk.sees("h1 and h2 are online with disjoint livesets");
    }

    @Test
    void shouldLetNewsGetAroundByOneChannel() {
        desk.says(1, 0b110);
        desk.says(0, 0b101);
        desk.host(0).storage().fail(1);
        waitFor(2_000_000_001L);
        desk.says(0, 0b101);
        desk.sees("h1 and h2 stay online, neither in the other's liveset");
    }

    private void cutLinkAndStorage(int change) {
        desk.pool.network().cut(0, 1, change);
        desk.pool.network().cut(1, 0, change);
        desk.host(0).storage().fail(change);
    }

    private void waitFor(long nanos) {
        desk.pool.queue().advanceTo(desk.pool.queue().now() + nanos);
    }
}
