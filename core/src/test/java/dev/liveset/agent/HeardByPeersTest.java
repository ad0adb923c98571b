package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.heartbeat.HeartbeatMessage;
import org.junit.jupiter.api.Test;

/**
 * Under rule 2 a host lives by what all others of the liveset say of having heard it; host 0 here. Of whom only the age
 * is told: xhad, which echoes nothing.
 */
class HeardByPeersTest {
    private static final long SECOND = 1_000 * MILLI;
    private static final long BOOT = 1_800_000_000_000L;

    private final HeardByPeers heard = new HeardByPeers(0, BOOT);

    @Test
    void shouldCountFromTheOtherWhoHeardItLongestAgo() {
        heard.onPacket(10_000 * MILLI, age(1, 300, true));
        heard.onPacket(10_000 * MILLI, age(2, 1_500, true));
        heard.onPacket(10_000 * MILLI, age(3, 9_000, true));
        assertEquals(8_500 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0111));
        assertEquals(1_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b1111));
        assertEquals(9_700 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldNotLetALatePacketTakeBackWhatANewerOneSaid() {
        heard.onPacket(10_000 * MILLI, age(1, 300, true));
        heard.onPacket(10_100 * MILLI, age(1, 900, true));
        assertEquals(9_700 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldNotLiveByAHostThatHasNeverHeardIt() {
        heard.onPacket(10_000 * MILLI, age(1, -1, true));
        assertTrue(heard.byAllNanos(11_000 * MILLI, 0b0011) < 0);
        heard.onPacket(10_000 * MILLI, age(1, 0, true));
        assertEquals(10_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldNotLiveByTheWordOfAHostThatIsNotUnderRule2() {
        heard.onPacket(10_000 * MILLI, age(1, 300, true));
        heard.onPacket(10_500 * MILLI, age(1, 0, false));
        assertEquals(
                9_700 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011), "it would remove us without a longer wait");
    }

    @Test
    void shouldCountForAMajorityFromWhenMoreThanHalfOfThePoolHadHeardIt() {
        heard.onVouch(10_000 * MILLI, age(1, 300, false));
        assertEquals(9_700 * MILLI, heard.byMajorityNanos(2));
        assertEquals(9_700 * MILLI, heard.byMajorityNanos(3), "two of three");
        assertTrue(heard.byMajorityNanos(4) < 0, "two of four are only half");
        heard.onVouch(10_000 * MILLI, age(3, 1_500, false));
        assertEquals(8_500 * MILLI, heard.byMajorityNanos(4));
        assertEquals(8_500 * MILLI, heard.byMajorityNanos(5));
        heard.onVouch(10_000 * MILLI, age(2, 500, false));
        assertEquals(9_500 * MILLI, heard.byMajorityNanos(5), "the third of five");
        heard.onVouch(10_100 * MILLI, age(2, -1, false));
        assertEquals(9_500 * MILLI, heard.byMajorityNanos(5));
    }

    @Test
    void shouldLiveWhileItIsAlone() {
        assertEquals(11_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0001));
    }

    @Test
    void shouldCountFromBeforeItsOwnStallWhatMayHaveWaitedInItsSocket() {
        heard.onStall(10 * SECOND, 16 * SECOND);
        heard.onPacket(15 * SECOND, age(1, 1_000, true));
        assertEquals(9 * SECOND, heard.byAllNanos(15 * SECOND, 0b11), "said at 10 s at the earliest");
        heard.onPacket(16 * SECOND, age(1, 500, true));
        assertEquals(15_500 * MILLI, heard.byAllNanos(16 * SECOND, 0b11));
    }

    @Test
    void shouldNotTakeForYoungerWhatWaitedThroughTwoStalls() {
        heard.onStall(10 * SECOND, 16 * SECOND);
        heard.onStall(15 * SECOND, 19 * SECOND);
        heard.onPacket(18 * SECOND, age(1, 0, true));
        assertEquals(10 * SECOND, heard.byAllNanos(18 * SECOND, 0b11));
        heard.onStall(19 * SECOND, 22 * SECOND);
        heard.onPacket(21 * SECOND, age(1, 0, true));
        assertEquals(19 * SECOND, heard.byAllNanos(21 * SECOND, 0b11), "the socket was empty when this one began");
    }

    @Test
    void shouldCountFromWhenItSentWhatThePeerHeardHoweverLateItIsTold() {
        heard.onBeat(10 * SECOND, 1);
        heard.onBeat(11 * SECOND, 2);
        heard.onPacket(30 * SECOND, echo(1, BOOT, 1));
        assertEquals(10 * SECOND, heard.byAllNanos(30 * SECOND, 0b11), "however young the peer says that it is");
        heard.onPacket(31 * SECOND, echo(1, BOOT, 2));
        assertEquals(11 * SECOND, heard.byAllNanos(31 * SECOND, 0b11));
    }

    @Test
    void shouldCountForAMajorityFromWhenItSentWhatThePeersHeard() {
        heard.onBeat(10 * SECOND, 1);
        heard.onVouch(30 * SECOND, echo(1, BOOT, 1));
        assertEquals(10 * SECOND, heard.byMajorityNanos(3));
    }

    @Test
    void shouldNotTakeForItsOwnWhatAFormerBootSaid() {
        for (int beat = 1; beat <= 5_000; beat++) {
            heard.onBeat(beat * SECOND, beat);
        }
        heard.onPacket(5_000 * SECOND, echo(1, BOOT - 60_000, 4_990));
        assertTrue(heard.byAllNanos(5_000 * SECOND, 0b11) < 0);
    }

    @Test
    void shouldNotLiveByAnEchoOfNothingOrOfWhatItHasNotSentOrHasForgotten() {
        for (int beat = 1; beat <= 2_000; beat++) {
            heard.onBeat(beat * SECOND, beat);
        }
        HeartbeatMessage nothing = echo(1, BOOT, 0);
        nothing.heardEcho[0] = 0;
        heard.onPacket(2_000 * SECOND, nothing);
        heard.onPacket(2_000 * SECOND, echo(1, BOOT, 0));
        heard.onPacket(2_000 * SECOND, echo(1, BOOT, 2_001));
        heard.onPacket(2_000 * SECOND, echo(1, BOOT, 900));
        assertTrue(heard.byAllNanos(2_000 * SECOND, 0b11) < 0);
        heard.onPacket(2_000 * SECOND, echo(1, BOOT, 1_000));
        assertEquals(1_000 * SECOND, heard.byAllNanos(2_000 * SECOND, 0b11));
    }

    /** What xhad says. */
    private static HeartbeatMessage age(int host, int sinceMillis, boolean rule2) {
        HeartbeatMessage beat = new HeartbeatMessage();
        beat.hostIndex = host;
        beat.sinceHeartbeatMillis[0] = sinceMillis;
        beat.sr2 = rule2;
        return beat;
    }

    /** What a host of ours says that has taken this beat of host 0 last, right now. */
    private static HeartbeatMessage echo(int host, long incarnation, long sequence) {
        HeartbeatMessage beat = age(host, 0, true);
        beat.trailer = true;
        beat.heardEcho[0] = HeartbeatMessage.echo(incarnation, sequence);
        return beat;
    }
}
