package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whose turn it is to overwrite a section that no read gives, and that this hides no life. T1 and T2 are 2 s, a turn is 4 s, W 4 s. */
class BadBlockRuleTest {
    private static final long MILLI = QuorumDesk.MILLI;
    private static final long TURN = 4_000;
    private static final int LOST = 3;

    private QuorumDesk desk = desk(PoolConfig.Mode.STRICT, 0);

    private static QuorumDesk desk(PoolConfig.Mode mode, int self) {
        QuorumDesk desk = new QuorumDesk(QuorumPools.pool(4, mode), self);
        desk.formTogether();
        return desk;
    }

    private static long silence(QuorumDesk desk) {
        long watchdog = desk.pool.timings().watchdogTimeoutNanos();
        return (watchdog + desk.pool.timings().marginNanos(watchdog)) / MILLI;
    }

    /** It dies, and its block goes bad with it; returns when the caller is told to overwrite it, in milliseconds after that. */
    private static long untilTold(QuorumDesk desk) {
        desk.crash(LOST);
        desk.peers[LOST].badBlock = true;
        return desk.until("told", () -> desk.quorum.toOverwrite(desk.now * MILLI) == 1 << LOST);
    }

    private static void neverTold(QuorumDesk desk, long millis) {
        for (long end = desk.now + millis; desk.now < end; ) {
            desk.step();
            assertEquals(0, desk.quorum.toOverwrite(desk.now * MILLI));
        }
    }

    @Test
    void shouldTellTheLowestSurvivorOnceWhenItHasNotBeenReadForAFullSilence() {
        long told = untilTold(desk);
        assertTrue(told >= silence(desk) && told <= silence(desk) + 500, () -> told + " ms");
        assertEquals(0, desk.quorum.toOverwrite(desk.now * MILLI), "told once");
        assertTrue(desk.isIn(LOST));
    }

    @Test
    void shouldGiveEverySurvivorATurnAndTheFirstAgainAfterAFullSilenceMore() {
        long first = untilTold(desk);
        for (int self = 1; self <= 2; self++) {
            long later = untilTold(desk(PoolConfig.Mode.STRICT, self));
            assertNear(first + self * TURN, later);
        }
        long again = desk.until("told again", () -> desk.quorum.toOverwrite(desk.now * MILLI) != 0);
        assertNear(silence(desk) + 4 * TURN, again);
    }

    private static void assertNear(long expected, long millis) {
        assertTrue(Math.abs(millis - expected) <= 100, () -> millis + " ms and not " + expected);
    }

    @Test
    void shouldCountWhatWasOverwrittenAsASignAndRemoveAFullSilenceLater() {
        untilTold(desk);
        desk.peers[LOST].badBlock = false;
        desk.peers[LOST].fingerprint = 77;
        long later = desk.until("removed", () -> {
            assertEquals(0, desk.quorum.toOverwrite(desk.now * MILLI));
            return !desk.isIn(LOST);
        });
        assertTrue(later >= silence(desk), () -> later + " ms");
    }

    @Test
    void shouldBeginAnewWhenTheSectionCouldBeReadOnce() {
        desk.crash(LOST);
        desk.peers[LOST].badBlock = true;
        neverTold(desk, 3_000);
        desk.peers[LOST].badBlock = false;
        desk.pass(250);
        desk.peers[LOST].badBlock = true;
        neverTold(desk, silence(desk) - 500);
        desk.until("told", () -> desk.quorum.toOverwrite(desk.now * MILLI) != 0);
    }

    @Test
    void shouldLeaveItAloneWhenASurvivorBeforeItIsGoneThatMayHaveDiedOfIt() {
        QuorumDesk second = desk(PoolConfig.Mode.STRICT, 1);
        second.crash(LOST);
        second.peers[LOST].badBlock = true;
        neverTold(second, silence(second) + TURN / 2);
        second.crash(0);
        second.until("given up", () -> {
            assertEquals(0, second.quorum.toOverwrite(second.now * MILLI));
            return second.quorum.leftUnreadable() == 1 << LOST;
        });
        neverTold(second, 30_000);
        assertTrue(second.isIn(LOST));
    }

    @Test
    void shouldNeverOverwriteBesideTheOriginal() {
        QuorumDesk beside = desk(PoolConfig.Mode.INTEROP, 0);
        beside.crash(LOST);
        beside.peers[LOST].badBlock = true;
        neverTold(beside, 60_000);
    }

    /**
     * A host that lives writes as seldom as its watchdog allows; whatever it writes is overwritten at once, again and again.
     * A reader must never find it silent while it lives.
     */
    @Property(tries = 2_000)
    void shouldHideNoLifeByOverwriting(@ForAll long seed) {
        assertFalse(silentWhileAlive(seed, true));
    }

    @Test
    void shouldHideALifeIfWhatIsWrittenWereAlwaysTheSame() {
        int caught = 0;
        for (long seed = 0; seed < 200; seed++) {
            caught += silentWhileAlive(seed, false) ? 1 : 0;
        }
        assertTrue(caught > 100, "plain zeros hide every write between two of them: " + caught);
    }

    /** To the reader a number that it has not seen is new, as the numbers of attempts are. */
    @Property(tries = 500)
    void shouldCountEveryAttemptAsASign(@ForAll @IntRange(min = 1) int first, @ForAll @IntRange(min = 1) int second) {
        LivesetState reader = new LivesetState(QuorumPools.pool(2), 0, QuorumRules.OURS);
        reader.seen.begin(0);
        reader.seen.readUnusable(10, 11, 1, first);
        reader.seen.readUnusable(20, 21, 1, second);
        assertEquals(first == second ? 11 : 21, reader.seen.signNanos[1]);
    }

    private static boolean silentWhileAlive(long seed, boolean stamped) {
        LivesetState reader = new LivesetState(QuorumPools.pool(2), 0, QuorumRules.OURS);
        reader.seen.begin(0);
        SilenceRule silence = new SilenceRule(reader);
        Dice dice = new Dice(seed);
        long watchdog = 4_000;
        Sightings.Section section = new Sightings.Section();
        section.incarnation = 1;
        section.current = 0b11;
        long wroteAt = 0;
        long nextWrite = 0;
        long overwriteAt = Long.MAX_VALUE;
        int attempt = 0;
        boolean overwritten = false;
        long began = -1;
        for (long now = 0; now < 30_000; now += 10) {
            if (now >= nextWrite) {
                section.longSequence++;
                section.sequence++;
                wroteAt = now;
                overwritten = false;
                nextWrite = now + 1_000 + dice.below(watchdog - 1_000);
                overwriteAt = now + 10 + 10 * dice.below(dice.below(4) == 0 ? 200 : 3);
            }
            if (now >= overwriteAt) {
                attempt++;
                overwritten = true;
                overwriteAt = Long.MAX_VALUE;
            }
            if (now - wroteAt >= watchdog) {
                return false;
            }
            if (began < 0) {
                began = now;
            } else if (dice.below(20) == 0) {
                if (overwritten) {
                    reader.seen.readUnusable(began * MILLI, now * MILLI, 1, stamped ? 1 + attempt : 1);
                } else {
                    reader.seen.read(began * MILLI, now * MILLI, 1, section, 0b11);
                }
                if (silence.isSilent(1)) {
                    return true;
                }
                began = -1;
            }
        }
        return false;
    }

    private static final class Dice {
        private long state;

        Dice(long seed) {
            state = seed;
        }

        long below(long bound) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return (state >>> 33) % bound;
        }
    }
}
