package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.fencing.DeadManSwitch;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * The proof in {@link SilenceRule}, attacked: a writer that stalls at the worst moments, on a clock that runs up to one
 * percent off, lives exactly as long as its dead-man switch lets it; a reader with slow reads must never find it silent
 * while it lives, and must find it silent in the end.
 */
class SilenceRulePropertyTest {
    private static final long MILLI = 1_000_000L;

    @Property(tries = 3_000)
    void shouldNeverFindALivingHostSilent(@ForAll long seed) {
        assertFalse(silentWhileAlive(seed, QuorumRules.OURS));
    }

    @Test
    void shouldSeeAWaitThatIsTooShort() {
        int caught = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            caught += silentWhileAlive(seed, QuorumRules.OURS.withWaitFactor(0.9)) ? 1 : 0;
        }
        assertTrue(caught > 0, "the property must see a wait that is a tenth too short");
    }

    @Test
    void shouldTakeANewerBootAsProof() {
        LivesetState reader = new LivesetState(QuorumPools.pool(2), 0, QuorumRules.OURS);
        reader.seen.begin(0);
        SilenceRule silence = new SilenceRule(reader);
        write(reader, 1, 1, 1, 0b11, 10 * MILLI);
        assertFalse(silence.isSilent(1));
        write(reader, 1, 2, 1, 0b00, 20 * MILLI);
        assertTrue(silence.isSilent(1), "a newer boot outside its own liveset ends the wait at once");
    }

    @Test
    void shouldNotTakeTheSecondSightOfADeadSectionForAChange() {
        LivesetState reader = new LivesetState(QuorumPools.pool(2), 0, QuorumRules.OURS);
        reader.seen.begin(0);
        write(reader, 1, 7, 9, 0b11, 10 * MILLI);
        long sign = reader.seen.signNanos[1];
        write(reader, 1, 7, 9, 0b11, 20 * MILLI);
        assertEquals(sign, reader.seen.signNanos[1]);
        assertEquals(Sightings.NEVER, reader.seen.movedNanos[1]);
    }

    @Test
    void shouldNotBelieveALateWriteOfAnEarlierBoot() {
        LivesetState reader = new LivesetState(QuorumPools.pool(2), 0, QuorumRules.OURS);
        reader.seen.begin(0);
        write(reader, 1, 2, 5, 0b00, 10 * MILLI);
        Sightings.Section late = section(1, 9, 0b11);
        assertFalse(reader.seen.read(20 * MILLI, 21 * MILLI, 1, late, 0));
        assertEquals(2, reader.seen.incarnation(1));
    }

    @Test
    void shouldKeepTheSilenceOfATornSectionAndBreakItWhenTheBytesChange() {
        LivesetState reader = new LivesetState(QuorumPools.pool(2), 0, QuorumRules.OURS);
        reader.seen.begin(0);
        SilenceRule silence = new SilenceRule(reader);
        reader.seen.readUnusable(100 * MILLI, 101 * MILLI, 1, 77);
        long over = 101 * MILLI + silence.silenceNanos();
        reader.seen.readUnusable(over, over + 1, 1, 78);
        assertFalse(silence.isSilent(1), "changed bytes are a sign of life");
        long again = over + 1 + silence.silenceNanos();
        reader.seen.readUnusable(again, again + 1, 1, 78);
        assertTrue(silence.isSilent(1), "bytes that stay are silence");
    }

    /** Plays one writer and one reader; whether the reader ever finds the writer silent while it still lives. */
    private static boolean silentWhileAlive(long seed, QuorumRules rules) {
        LivesetState reader = new LivesetState(QuorumPools.pool(2), 0, rules);
        reader.seen.begin(0);
        SilenceRule silence = new SilenceRule(reader);
        DeadManSwitch deadMan = new DeadManSwitch(
                reader.timings.heartbeatWatchdogTimeoutNanos(), reader.timings.statefileWatchdogTimeoutNanos());
        Dice dice = new Dice(seed);
        double rate = 0.995 + dice.below(1_001) / 100_000.0; // real time per writer's time
        long writerNow = 0;
        long sequence = 1;
        long readerNow = 0;
        long diskSequence = 0;
        long diskSince = 0;
        deadMan.arm(0, reader.timings.watchdogTimeoutNanos());
        // Writes of the writer: (begin, applied, completed) on real time; read afterwards in real-time order.
        long[] applied = new long[64];
        int writes = 0;
        while (writes < applied.length) {
            long begin = writerNow + dice.millis(50, 4_500);
            deadMan.heartbeatSent(begin);
            if (begin >= deadMan.deadlineNanos()) {
                break;
            }
            long lands = begin + dice.millis(0, 4_200);
            long completes = lands + dice.millis(0, 4_200);
            deadMan.heartbeatSent(completes);
            if (completes >= deadMan.deadlineNanos()) {
                applied[writes++] = (long) (lands * rate); // it landed although its host died before it knew
                break;
            }
            applied[writes++] = (long) (lands * rate);
            deadMan.sectionWritten(begin);
            deadMan.fed(deadMan.allowedDeadlineNanos(Long.MAX_VALUE));
            writerNow = completes;
        }
        long death = (long) (deadMan.deadlineNanos() * rate) + reader.timings.watchdogGranularityNanos();
        while (readerNow < death) {
            long begins = readerNow + dice.millis(1, 400);
            for (int i = 0; i < writes; i++) {
                if (applied[i] <= begins && applied[i] >= diskSince && i + 1 > diskSequence) {
                    diskSequence = i + 1L;
                    diskSince = applied[i];
                }
            }
            long completes = begins + dice.millis(0, 600);
            sequence = diskSequence;
            Sightings.Section section = section(1, sequence + 1, 0b11);
            reader.seen.read(begins, completes, 1, section, 0b11);
            if (completes < death && silence.isSilent(1)) {
                return true;
            }
            readerNow = completes;
        }
        return false;
    }

    private static void write(LivesetState reader, int host, long incarnation, int sequence, long current, long now) {
        reader.seen.read(now, now + 1, host, section(incarnation, sequence, current), 0b11);
    }

    private static Sightings.Section section(long incarnation, long sequence, long current) {
        Sightings.Section section = new Sightings.Section();
        section.incarnation = incarnation;
        section.longSequence = sequence;
        section.sequence = (int) sequence;
        section.current = current;
        return section;
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

        /** Mostly short, sometimes the worst. */
        long millis(long from, long to) {
            if (below(4) != 0) {
                return (from + below(Math.min(10, to - from + 1))) * MILLI;
            }
            return (from + below(to - from + 1)) * MILLI;
        }
    }
}
