package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.codec.Captures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Three xhads while host 1 asks for the master lock, their lock fields sampled on the statefile. A host of ours in the place
 * of any of them grants what it granted, no later, and names the same master.
 */
class CapturedLockTest {
    private static final Pattern HOST = Pattern.compile("h([0-9]) seq [0-9]+ request ([01]) grant ([01]{3})");

    /** The same story in short: our own vector. */
    private static final String STORY = """
            0.00 h0 seq 5 request 0 grant 000  h1 seq 7 request 0 grant 000  h2 seq 6 request 0 grant 000
            0.50 h0 seq 5 request 0 grant 000  h1 seq 8 request 1 grant 010  h2 seq 6 request 0 grant 000
            1.00 h0 seq 6 request 0 grant 010  h1 seq 8 request 1 grant 010  h2 seq 7 request 0 grant 000
            2.00 h0 seq 7 request 0 grant 010  h1 seq 9 request 1 grant 010  h2 seq 8 request 0 grant 010
            """;

    @Test
    void shouldGrantAsXhadDoes() {
        replay(STORY);
    }

    @Test
    void shouldGrantAsTheCapturedXhadsDid() {
        replay(new String(Captures.read("lock-sampling.txt"), StandardCharsets.US_ASCII));
    }

    private static void replay(String story) {
        for (int self = 0; self < 3; self++) {
            LivesetState state = new LivesetState(QuorumPools.pool(3), self, QuorumRules.OURS);
            state.current = 0b111;
            state.starting = false;
            state.statefileAccess = true;
            MasterLock lock = new MasterLock(state, false);
            long[] grants = new long[3];
            for (String line : story.lines().toList()) {
                boolean[] request = new boolean[3];
                read(line, request, grants);
                lock.want(request[self]);
                for (int other = 0; other < 3; other++) {
                    if (other != self) {
                        state.seen.readLock(other, request[other], grants[other]);
                    }
                }
                lock.advance();
                lock.advance(); // One to ask, one to grant oneself.
                assertTrue(HostSet.isSubset(grants[self], lock.grants()), "host " + self + " grants later: " + line);
                boolean all = grants[0] == 0b010 && grants[1] == 0b010 && grants[2] == 0b010;
                assertEquals(all || lock.holder() == 1 ? 1 : MasterLock.NOBODY, lock.holder(), line);
            }
            assertEquals(grants[self], lock.grants() & 0b111, "host " + self);
            assertEquals(1, lock.holder(), "host " + self);
        }
    }

    private static void read(String line, boolean[] request, long[] grants) {
        List<Integer> seen = new ArrayList<>();
        for (Matcher host = HOST.matcher(line); host.find(); ) {
            int index = Integer.parseInt(host.group(1));
            seen.add(index);
            request[index] = host.group(2).equals("1");
            grants[index] = 0;
            for (int bit = 0; bit < 3; bit++) {
                grants[index] |= host.group(3).charAt(bit) == '1' ? 1L << bit : 0;
            }
        }
        assertEquals(List.of(0, 1, 2), seen, line);
    }
}
