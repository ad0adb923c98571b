package dev.liveset.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The bound between the last good evidence and the reset, whatever order work, excuses, rounds and feeds come in: the timer
 * fires Wh after the last beat or Ws after the last proof that others could see this host, whichever is earlier, and no later
 * than the cap of an open round. The prover's "fencing" is the larger of both and the granularity of the watchdog.
 */
class DeadManSwitchPropertyTest {
    private static final long NO_CAP = Long.MAX_VALUE;

    @Property(tries = 2_000)
    void shouldNeverFeedPastWhatTheLastGoodEvidenceAllows(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long heartbeatLimit = random.nextLong(1, 1_000);
        long statefileLimit = random.nextLong(1, 1_000);
        DeadManSwitch watch = new DeadManSwitch(heartbeatLimit, statefileLimit);
        long now = random.nextLong(1_000);
        watch.arm(now, now + Math.min(heartbeatLimit, statefileLimit));
        long beat = now;
        long proof = now;
        long latestCap = NO_CAP;
        for (int step = 0; step < 200; step++) {
            now += random.nextLong(20);
            switch (random.nextInt(4)) {
                case 0 -> {
                    watch.heartbeatSent(now);
                    beat = now;
                }
                case 1 -> {
                    long began = now - random.nextLong(50); // the write began before it was seen to be done
                    watch.sectionWritten(began);
                    proof = Math.max(proof, began);
                }
                case 2 -> {
                    long heard = now - random.nextLong(50);
                    watch.statefileExcused(heard);
                    proof = Math.max(proof, heard);
                }
                default -> latestCap = random.nextBoolean() ? NO_CAP : now + random.nextLong(500);
            }
            long earliest = Math.min(beat + heartbeatLimit, proof + statefileLimit);
            long deadline = watch.allowedDeadlineNanos(latestCap);
            assertEquals(Math.min(earliest, latestCap), deadline, "no later, and no earlier without a reason");
            assertTrue(deadline <= now + Math.max(heartbeatLimit, statefileLimit));
            watch.fed(deadline);
            assertTrue(watch.overdue(deadline) && !watch.overdue(deadline - 1), "due at the deadline itself");
        }
    }
}
