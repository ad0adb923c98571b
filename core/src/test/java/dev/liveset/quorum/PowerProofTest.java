package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A host that was seen without power is waited for no longer, and nothing else that is said of it shortens the wait. T1 is 2 s, W 4 s. */
class PowerProofTest {
    private static final long MILLI = QuorumDesk.MILLI;
    private static final int LOST = 2;

    private final QuorumDesk desk = desk(3);

    private static QuorumDesk desk(int hosts) {
        QuorumDesk desk = new QuorumDesk(hosts, 0);
        for (QuorumDesk.Peer peer : desk.peers) {
            peer.watchdogNanos = 4_000 * MILLI;
        }
        desk.formTogether();
        return desk;
    }

    private void answer(long askedMillis) {
        desk.quorum.onPowerOff(LOST, desk.quorum.incarnation(LOST), askedMillis * MILLI, desk.now * MILLI);
    }

    private void untilAskable() {
        desk.until("askable", () -> desk.quorum.mayBeOff() == 1 << LOST);
    }

    private long crashWithout() {
        QuorumDesk other = desk(3);
        other.crash(LOST);
        return other.until("removed", () -> !other.isIn(LOST));
    }

    @Test
    void shouldRemoveAtTheNextReadWhoWasSeenWithoutPower() {
        desk.crash(LOST);
        long crashed = desk.now;
        untilAskable();
        assertTrue(desk.quorum.inRound());
        long asked = desk.now;
        desk.pass(300);
        assertTrue(desk.isIn(LOST));
        answer(asked);
        desk.until("removed", () -> !desk.isIn(LOST));
        assertTrue(desk.now - crashed < crashWithout() - 1_000, () -> desk.now - crashed + " ms");
        assertTrue(desk.quorum.poweredOff(LOST));
        desk.until("over", () -> !desk.quorum.inRound());
        assertEquals(1 << LOST, desk.quorum.silentHosts(), "its VMs may be started elsewhere");
        assertEquals(0, desk.quorum.mayBeOff());
    }

    @Test
    void shouldAskOnlyDuringTheWaitForARemoval() {
        assertEquals(0, desk.quorum.mayBeOff());
        desk.crash(LOST);
        desk.until("in the wait", () -> {
            boolean waits = desk.quorum.phase() == Phase.FH4;
            assertTrue(waits || desk.quorum.mayBeOff() == 0);
            return waits;
        });
        untilAskable();
        desk.until("removed", () -> !desk.isIn(LOST));
        assertEquals(0, desk.quorum.mayBeOff());
        assertFalse(desk.quorum.poweredOff(LOST));
    }

    @Test
    void shouldNotAskAboutWhoLeftCleanlyOrWasNotArmed() {
        desk.peers[LOST].excluded = true;
        desk.pass(500);
        desk.crash(LOST);
        desk.until("removed", () -> {
            assertEquals(0, desk.quorum.mayBeOff());
            return !desk.isIn(LOST);
        });
        QuorumDesk unarmed = QuorumDesk.online(3, 0);
        unarmed.crash(LOST);
        unarmed.until("removed", () -> {
            assertEquals(0, unarmed.quorum.mayBeOff());
            return !unarmed.isIn(LOST);
        });
    }

    @Test
    void shouldNotAskWhileItHasNotTheStatefile() {
        desk.crash(LOST);
        untilAskable();
        desk.quorum.onStatefileFailed();
        assertEquals(0, desk.quorum.mayBeOff());
    }

    @Test
    void shouldNotAskBesideTheOriginal() {
        QuorumDesk beside = new QuorumDesk(QuorumPools.pool(3, PoolConfig.Mode.INTEROP), 0);
        for (QuorumDesk.Peer peer : beside.peers) {
            peer.watchdogNanos = 4_000 * MILLI;
        }
        beside.formTogether();
        beside.crash(LOST);
        beside.until("removed", () -> {
            assertEquals(0, beside.quorum.mayBeOff());
            return !beside.isIn(LOST);
        });
    }

    @Test
    void shouldNotBelieveItOfAHostThatHasShownLifeSinceTheQuestion() {
        desk.crash(LOST);
        untilAskable();
        long asked = desk.now;
        desk.pass(100);
        desk.beat(LOST);
        desk.pass(100);
        answer(asked);
        desk.pass(1_000);
        assertTrue(desk.isIn(LOST));
        assertEquals(0, desk.quorum.mayBeOff(), "it was seen less than T1 ago");
    }

    @Test
    void shouldNotTakeWhatWasSeenOfAnEarlierBootForTheOneThatIsCounted() {
        desk.crash(LOST);
        untilAskable();
        desk.quorum.onPowerOff(LOST, desk.quorum.incarnation(LOST) - 1, desk.now * MILLI, desk.now * MILLI);
        desk.pass(1_000);
        assertTrue(desk.isIn(LOST));
        assertFalse(desk.quorum.poweredOff(LOST));
    }

    @Test
    void shouldNeedAReadThatBeganTheTimeOfAnIoAfterTheAnswer() {
        desk.crash(LOST);
        untilAskable();
        answer(desk.now);
        desk.reads = false;
        desk.pass(500);
        assertTrue(desk.isIn(LOST));
        desk.reads = true;
        desk.pass(300);
        assertFalse(desk.isIn(LOST));
        QuorumDesk early = desk(3);
        early.crash(LOST);
        early.until("askable", () -> early.quorum.mayBeOff() == 1 << LOST);
        early.quorum.onPowerOff(LOST, early.quorum.incarnation(LOST), early.now * MILLI, early.now * MILLI);
        long said = early.now;
        early.until("removed", () -> !early.isIn(LOST));
        assertTrue((early.now - said) * MILLI > early.pool.timings().ioBoundNanos());
        assertTrue(early.now - said <= 600);
    }

    @Test
    void shouldNotAskAgainWhatWasConfirmedNorCountItFromALaterWord() {
        desk.crash(LOST);
        untilAskable();
        desk.reads = false;
        answer(desk.now);
        for (int word = 0; word < 10; word++) {
            desk.pass(100);
            assertEquals(0, desk.quorum.mayBeOff(), "its next boot would lose its power");
            answer(desk.now);
        }
        desk.reads = true;
        for (int step = 0; step < 6; step++) {
            answer(desk.now);
            desk.step();
        }
        assertFalse(desk.isIn(LOST));
    }

    @Test
    void shouldForgetItWithTheNextBoot() {
        desk.crash(LOST);
        untilAskable();
        answer(desk.now - 1);
        desk.until("removed", () -> !desk.isIn(LOST) && !desk.quorum.inRound());
        desk.comeBack(LOST);
        desk.until("back", () -> desk.isIn(LOST));
        desk.peers[LOST].starting = false;
        desk.peers[LOST].joining = false;
        desk.peers[LOST].follows = true;
        desk.pass(2_000);
        long lost = desk.now;
        desk.lose(LOST);
        assertFalse(desk.quorum.poweredOff(LOST));
        assertTrue(desk.now - lost >= 4_000, "the full silence");
    }

    /**
     * Whatever answers come, right or wrong, at any time and about any boot: nobody is removed who has shown life on a channel
     * within max(T1, T2), and the wait is never longer than without them.
     */
    @Property(tries = 300)
    void shouldNeverRemoveWhoCanBeSeenNorWaitLonger(
            @ForAll @Size(12) int[] pauses, @ForAll @IntRange(min = 0, max = 2) int boot, @ForAll boolean returns) {
        QuorumDesk desk = desk(3);
        QuorumDesk without = desk(3);
        desk.crash(LOST);
        without.crash(LOST);
        long sign = desk.now;
        int next = 0;
        long answers = desk.now;
        for (; desk.isIn(LOST) && desk.quorum.fence() == LivesetQuorum.Fence.NONE; desk.step(), without.step()) {
            assertTrue(without.isIn(LOST), "nobody waits longer because of answers");
            if (desk.now < answers || next == pauses.length) {
                continue;
            }
            int pause = pauses[next++];
            answers += 50 + Math.floorMod(pause, 20) * 50L;
            long asked = (desk.now - Math.floorMod(pause, 7) * 100L) * MILLI;
            desk.quorum.onPowerOff(LOST, desk.quorum.incarnation(LOST) - boot, asked, desk.now * MILLI);
            if (returns && Math.floorMod(pause, 5) == 0) {
                desk.beat(LOST);
                without.beat(LOST);
                sign = desk.now;
            }
        }
        if (desk.isIn(LOST)) {
            return; // A round could not come to its end; nobody was removed.
        }
        assertTrue(desk.now - sign >= 2_000, "removed although it could be seen");
        assertTrue(boot == 0 || desk.now - sign >= 4_000, "a word about another boot shortens nothing");
    }

    /** To the nanosecond: host 2 was last seen at {@code sign}, and is looked at and asked about when the test says. */
    @Test
    void shouldBeAskableConfirmedAndProvenExactlyWhenTheTimeHasPassed() {
        LivesetState state = new LivesetState(QuorumPools.pool(3), 0, QuorumRules.OURS);
        PowerProof proof = new PowerProof(state);
        long sign = 100_000 * MILLI;
        long silent = sign + state.timings.longestTimeoutNanos();
        state.seen.begin(sign);
        state.seen.heard(sign, LOST, 0b111, 0b111, 0, 0, Phase.STARTED.ordinal(), false, false, false, 7, 0b111);
        state.seen.watchdogNanos[LOST] = 4_000 * MILLI;
        state.seen.observedNanos[LOST] = silent - 1;
        assertEquals(0, proof.boot(LOST), "it may still be seen");
        state.seen.observedNanos[LOST] = silent;
        assertEquals(7, proof.boot(LOST));
        state.seen.watchdogNanos[LOST] = 0;
        assertEquals(0, proof.boot(LOST), "it was never armed");
        proof.confirmed(LOST, 7, silent - 1, silent + 1);
        assertFalse(proof.isConfirmed(LOST), "it was asked too early");
        proof.confirmed(LOST, 7, silent, silent + 1);
        assertTrue(proof.isConfirmed(LOST));
        long io = silent + 1 + state.timings.ioBoundNanos();
        state.seen.observedNanos[LOST] = io;
        assertFalse(proof.isProven(LOST), "a write may land in that moment");
        state.seen.observedNanos[LOST] = io + 1;
        assertTrue(proof.isProven(LOST));
    }
}
