package dev.liveset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimingProofTest {
    private static final int DRAWN = 11;

    /** t1, T1, t2, T2, Wh, Ws, Tboot, Tenable, granularity, I/O bound, pause budget in milliseconds. */
    private static Timings.Builder builder(List<Integer> millis) {
        List<Duration> times = millis.stream().map(Duration::ofMillis).toList();
        return Timings.builder()
                .heartbeat(times.get(0), times.get(1))
                .statefile(times.get(2), times.get(3))
                .watchdog(times.get(4), times.get(5))
                .join(times.get(6), times.get(7))
                .watchdogGranularity(times.get(8))
                .ioBound(times.get(9))
                .pauseBudget(times.get(10));
    }

    /** Intervals and bounds that are small beside the timeouts, so that many draws are nearly safe. */
    private static List<Integer> scaled(List<Integer> millis, int scale) {
        List<Integer> scaled = new ArrayList<>(millis);
        for (int small : new int[] {0, 2, 8, 9, 10}) {
            scaled.set(small, millis.get(small) / scale);
        }
        for (int timeout : new int[] {1, 3}) {
            scaled.set(timeout, Math.max(1, millis.get(timeout)));
        }
        return scaled;
    }

    private static int position(TimingRelation.Parameter parameter) {
        return parameter == TimingRelation.Parameter.PAUSE_BUDGET ? 10 : parameter.ordinal();
    }

    private static TimingRelation with(List<Integer> millis, int relation, int position, int value) {
        List<Integer> changed = new ArrayList<>(millis);
        changed.set(position, value);
        return builder(changed).prove().relations().get(relation);
    }

    @Property
    void shouldMendEveryBrokenRelationWithItsRemedyAndWithNothingSmaller(
            @ForAll @Size(DRAWN) List<@IntRange(min = 0, max = 30_000) Integer> millis,
            @ForAll @IntRange(min = 1, max = 30) int scale) {
        List<Integer> scaled = scaled(millis, scale);
        List<TimingRelation> relations = builder(scaled).prove().relations();
        for (int i = 0; i < relations.size(); i++) {
            TimingRelation relation = relations.get(i);
            // Advice may move what it rests on (the accelerated interval is a tenth of T2): it only has to be said.
            if (relation.holds() || relation.advice()) {
                continue;
            }
            int position = position(relation.parameter());
            int mended = (int) (relation.mendedNanos() / 1_000_000);
            assertTrue(with(scaled, i, position, mended).holds(), relation::words);
            int nearer = mended + Integer.signum(scaled.get(position) - mended);
            assertFalse(with(scaled, i, position, nearer).holds(), relation::words);
        }
    }

    @Property
    void shouldBuildExactlyWhatItProves(
            @ForAll @Size(DRAWN) List<@IntRange(min = 0, max = 30_000) Integer> millis,
            @ForAll @IntRange(min = 1, max = 100) int scale) {
        List<Integer> scaled = scaled(millis, scale);
        Timings.Builder builder = builder(scaled);
        if (builder.prove().isSafe()) {
            Timings timings = builder.build();
            assertTrue(timings.proof().failover().nanos() > timings.watchdogTimeoutNanos());
            assertTrue(timings.proof().removal().nanos()
                    > timings.watchdogTimeoutNanos() + timings.marginNanos(timings.watchdogTimeoutNanos()));
        } else {
            assertEquals(
                    Code.INVALID_CONFIG,
                    assertThrows(LivesetException.class, builder::build).code());
        }
    }

    @Test
    void shouldProveALongerRemovalByAMajority() {
        Timings timings = TimingPresets.balanced();
        TimingProof proof = timings.proof();
        TimingProof byMajority = proof.under(PoolConfig.Policy.MAJORITY);
        long longer = byMajority.removal().nanos() - proof.removal().nanos();
        assertTrue(longer >= 3 * timings.heartbeatTimeoutNanos(), byMajority::report);
        assertEquals(longer, byMajority.failover().nanos() - proof.failover().nanos());
        assertEquals(
                longer,
                byMajority.failoverOfMaster().nanos() - proof.failoverOfMaster().nanos());
        assertEquals(proof.fencing(), byMajority.fencing());
        assertEquals(
                proof.report(), byMajority.under(PoolConfig.Policy.XENSERVER).report());
    }

    @Test
    void shouldShowTheBrokenInequalityAndTheSmallestChangeThatMendsIt() {
        Timings.Builder unsafe = Timings.builder()
                .heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .statefile(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .watchdog(Duration.ofSeconds(5), Duration.ofSeconds(7));
        LivesetException refusal = assertThrows(LivesetException.class, unsafe::build);
        assertEquals(
                "Unsafe timings: relation R2 demands Ws > T2 + D + granularity, but 7.000 s <= 8.225 s; set Ws to 8.226 s.",
                refusal.getMessage());
        unsafe.watchdog(Duration.ofSeconds(5), Duration.ofMillis(8_226)).build();
    }

    @Test
    void shouldNameEveryBrokenRelationAtOnce() {
        TimingProof proof = Timings.builder()
                .heartbeat(Duration.ofSeconds(4), Duration.ofSeconds(10))
                .watchdog(Duration.ofSeconds(20), Duration.ofSeconds(10))
                .join(Duration.ofSeconds(1), Duration.ofSeconds(1))
                .pauseBudget(Duration.ofSeconds(5))
                .prove();
        assertFalse(proof.isSafe());
        List<String> rules = proof.relations().stream()
                .filter(relation -> !relation.holds() && !relation.advice())
                .map(TimingRelation::rule)
                .toList();
        assertEquals(List.of("R1", "R2", "R3", "R3", "R5"), rules);
        assertEquals(rules.size(), proof.broken().size());
        assertTrue(proof.report().endsWith("refused\n"));
    }

    @Test
    void shouldRefuseTimesOutOfRange() {
        assertThrows(
                LivesetException.class,
                () -> Timings.builder().ioBound(Duration.ofMillis(-1)).build());
        assertThrows(
                LivesetException.class,
                () -> Timings.builder()
                        .pauseBudget(Duration.ofSeconds(Long.MAX_VALUE))
                        .build());
        assertThrows(
                LivesetException.class,
                () -> Timings.builder().drift(Double.NaN).build());
        assertThrows(
                LivesetException.class,
                () -> Timings.builder()
                        .heartbeat(Duration.ZERO, Duration.ofSeconds(1))
                        .build());
    }

    @Test
    void shouldCountEveryBoundAsTheSumOfItsTerms() {
        TimingBound bound = Timings.builder().build().proof().networkMargin();
        assertEquals("tolerated silence of a network 8.900 s = 10.000 T1 - 1.000 t1 - 0.100 tick", bound.words());
        assertEquals(8_900_000_000L, bound.nanos());
    }

    @Test
    void shouldTellTheLeastMarginToAFalseFence() {
        String report = TimingPresets.fast().proof().report();
        assertTrue(
                report.contains("margin to a false fence 0.523 s, the least of\n  tolerated silence of a network"),
                report);
    }
}
