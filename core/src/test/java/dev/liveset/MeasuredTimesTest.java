package dev.liveset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.MeasuredTimes.Kind;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MeasuredTimesTest {
    private static MeasuredTimes parse(String... lines) {
        return MeasuredTimes.parse("times.txt", List.of(lines));
    }

    @Property
    void shouldPutEveryTimeIntoABucketThatIsAtMostAnEighthLonger(
            @ForAll @LongRange(min = 0, max = 600_000_000_000_000L) long nanos) {
        long longest = TimeHistogram.longestNanos(TimeHistogram.bucket(nanos));
        assertTrue(longest >= nanos && longest <= nanos + nanos / 8 + 10_000, () -> nanos + " in " + longest);
    }

    @Test
    void shouldHaveBucketsInOrderAndNoneTwice() {
        for (int bucket = 0; bucket < TimeHistogram.BUCKETS; bucket++) {
            long longest = TimeHistogram.longestNanos(bucket);
            assertEquals(bucket, TimeHistogram.bucket(longest));
            if (bucket + 1 < TimeHistogram.BUCKETS) {
                assertEquals(bucket + 1, TimeHistogram.bucket(longest + 1));
            }
        }
    }

    @Test
    void shouldReadWhatItWrites() {
        MeasuredTimes times = parse("# an hour", "statefile-latency 0.5 9000", "pause 12.25 3 # once", "", "pause 1 2");
        assertEquals(times, MeasuredTimes.parse("again", times.text().lines().toList()));
        assertEquals(5, times.of(Kind.PAUSE).count());
        assertEquals(12_250_000, times.of(Kind.PAUSE).longestNanos());
        assertEquals(1_000_000, times.of(Kind.PAUSE).within(0.4));
        assertEquals(0, times.of(Kind.WATCHDOG_LATENESS).longestNanos());
    }

    @Test
    void shouldSayWhichPresetsTheTimesAllowAndWhyNotTheOthers() {
        MeasuredTimes slow = parse(
                "statefile-latency 45 9000", "heartbeat-lateness 300 9000", "pause 900 1", "watchdog-lateness 900 1");
        assertEquals(
                List.of(
                        "99.9 % of the statefile's I/Os: 0.045 s, but the I/O bound is 0.040 s",
                        "the longest pause: 0.900 s, but the pause budget is 0.400 s"),
                slow.against(TimingPresets.fast()));
        assertEquals(List.of(), slow.against(TimingPresets.balanced()));
        assertEquals(List.of(), slow.against(TimingPresets.patient()));
    }

    @Test
    void shouldAllowAHangThatIsRareButNoneThatTheProtocolDoesNotTolerate() {
        List<String> oneHang = List.of("statefile-latency 5 99999", "statefile-latency 9000 1");
        assertEquals(List.of(), MeasuredTimes.parse("a", oneHang).against(TimingPresets.balanced()));
        MeasuredTimes longHang = parse("statefile-latency 5 99999", "statefile-latency 15000 1");
        assertEquals(1, longHang.against(TimingPresets.balanced()).size());
        MeasuredTimes lateWatchdog = parse("watchdog-lateness 2500 1", "heartbeat-lateness 40000 1");
        assertEquals(2, lateWatchdog.against(TimingPresets.patient()).size());
    }

    @Test
    void shouldSayWhatWasMeasuredTooSeldom() {
        MeasuredTimes few = parse("statefile-latency 5 999", "pause 1 1000", "watchdog-lateness 10 1");
        assertEquals(
                List.of(
                        "statefile-latency was measured 999 times, of 1000 that are needed to rely on the longest",
                        "heartbeat-lateness was measured 0 times, of 1000 that are needed to rely on the longest"),
                few.missing());
    }

    @Test
    void shouldNameTheLineAndWhatWasExpectedThere() {
        assertEquals(
                "times.txt, line 2: expected milliseconds, for example 12.5, but found 'soon'.",
                assertThrows(LivesetException.class, () -> parse("pause 1 2", "pause soon 2"))
                        .getMessage());
        for (String bad : List.of("nap 1 2", "pause 1", "pause 1 2 3", "pause -1 2", "pause 1 2.5", "pause 1e9 2")) {
            LivesetException refusal = assertThrows(LivesetException.class, () -> parse(bad), bad);
            assertTrue(refusal.getMessage().startsWith("times.txt, line 1: expected "), refusal::getMessage);
        }
    }
}
