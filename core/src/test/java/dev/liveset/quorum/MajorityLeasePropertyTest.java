package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * The argument of {@code MajorityPolicy}: whom half of the pool has not heard for long enough is dead, however packets are
 * lost and late. Host 0 removes; the last host has lost the statefile and lives by its lease alone.
 */
class MajorityLeasePropertyTest {
    private static final long MILLI = 1_000_000L;
    private static final long STEP = 50 * MILLI;
    private static final long W = 4_000 * MILLI;
    private static final long LATEST = 2_400 * MILLI; // less than 5/4 of T1

    private record Word(long atNanos, int from, int to, int sinceMillis) {}

    /** One run: three-second phases in which each direction of each link works or not. */
    private static final class Run {
        private final Random random;
        private final int hosts;
        private final int target;
        private final LivesetState state;
        private final SilenceRule silence;
        private final long[] heardTarget;
        private final long[] vouched;
        private final boolean[][] passes;
        private final ArrayDeque<Word> flying = new ArrayDeque<>();
        private final int[] ages = new int[64];
        private final long margin;

        Run(long seed) {
            random = new Random(seed);
            hosts = 2 + random.nextInt(4);
            target = hosts - 1;
            PoolConfig pool = QuorumPools.pool(hosts).withPolicy(PoolConfig.Policy.MAJORITY);
            state = new LivesetState(pool, 0, QuorumRules.OURS);
            silence = new SilenceRule(state);
            heardTarget = new long[hosts];
            vouched = new long[hosts];
            passes = new boolean[hosts][hosts];
            margin = state.timings.marginNanos(W);
            state.seen.heardNanos[target] = 0;
        }

        /** Whether host 0 ever finds the target dead while it lives; with a wait cut short by {@code missingNanos}. */
        boolean findsALivingHostDead(long missingNanos) {
            for (long now = STEP; now < 60_000 * MILLI; now += STEP) {
                if (now % (3_000 * MILLI) == STEP) {
                    cutAnew();
                }
                boolean alive = now < leaseEndNanos();
                if (now % (250 * MILLI) == 0) {
                    speak(now, alive);
                }
                arrive(now);
                if (silence.majority().isProven(target, now, W + margin - missingNanos)) {
                    return now < leaseEndNanos();
                }
            }
            return false;
        }

        private void cutAnew() {
            for (boolean[] row : passes) {
                for (int to = 0; to < hosts; to++) {
                    row[to] = random.nextInt(3) == 0;
                }
            }
        }

        private long leaseEndNanos() {
            long[] sorted = vouched.clone();
            Arrays.sort(sorted);
            return sorted[hosts - hosts / 2] + W + margin - 1;
        }

        private void speak(long now, boolean alive) {
            for (int from = 0; from < hosts; from++) {
                for (int to = 0; to < hosts; to++) {
                    if (from != to && passes[from][to] && (from != target || alive)) {
                        int since = (int) ((now - heardTarget[from]) / MILLI);
                        long late = random.nextInt(4) == 0 ? (long) (random.nextDouble() * LATEST) : MILLI;
                        flying.add(new Word(now + late, from, to, since));
                    }
                }
            }
        }

        private void arrive(long now) {
            flying.removeIf(word -> {
                if (word.atNanos > now) {
                    return false;
                }
                if (word.from == target) {
                    heardTarget[word.to] = now;
                    state.seen.heardNanos[target] = word.to == 0 ? now : state.seen.heardNanos[target];
                } else if (word.to == target) {
                    vouched[word.from] = Math.max(vouched[word.from], now - word.sinceMillis * MILLI);
                } else if (word.to == 0) {
                    ages[target] = word.sinceMillis;
                    silence.majority().onAges(now, word.from, ages);
                }
                return true;
            });
        }
    }

    @Property(tries = 1_000)
    void shouldNeverFindAHostDeadThatLivesByItsLease(@ForAll long seed) {
        assertFalse(new Run(seed).findsALivingHostDead(0));
    }

    @Test
    void shouldSeeAWaitThatIsTooShort() {
        int caught = 0;
        for (long seed = 0; seed < 1_000; seed++) {
            caught += new Run(seed).findsALivingHostDead(5_000 * MILLI) ? 1 : 0;
        }
        assertTrue(caught > 0, "the property must see a wait without what packets may be late");
    }
}
