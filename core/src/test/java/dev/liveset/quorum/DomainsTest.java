package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.RuleBranch;
import dev.liveset.RuleTally;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §4 on host 0 of three; T1 = T2 = 2 s, pause budget 0.8 s. Times are milliseconds. */
class DomainsTest {
    private static final long MILLI = 1_000_000L;

    private final RuleTally tally = new RuleTally();
    private final LivesetState state = new LivesetState(QuorumPools.pool(3), 0, QuorumRules.OURS.countedIn(tally));
    private final Domains domains = new Domains(state);
    private int sequence;

    DomainsTest() {
        state.seen.begin(0);
        read(0);
    }

    private void at(long millis) {
        domains.update(millis * MILLI);
    }

    private void heard(long millis, int host) {
        heard(millis, host, Phase.STARTED, 0b111);
    }

    private void heard(long millis, int host, Phase phase, long hbdomain) {
        state.seen.heard(
                millis * MILLI, host, 0, 0, hbdomain, 0, phase.ordinal(), false, false, false, 1, state.current);
        domains.dropOneWay(host);
    }

    /** A read in which the sections of these hosts have moved, and the others were looked at. */
    private void read(long millis, int... moved) {
        sequence++;
        long movers = 0;
        for (int host : moved) {
            movers = HostSet.with(movers, host);
        }
        for (int host = 0; host < 3; host++) {
            last[host] = HostSet.contains(movers, host) ? sequence : last[host];
            state.seen.read(millis * MILLI, millis * MILLI, host, section(host), state.current);
        }
    }

    private Sightings.Section section(int host) {
        Sightings.Section section = new Sightings.Section();
        section.sequence = last[host];
        section.longSequence = last[host];
        section.incarnation = 1;
        return section;
    }

    private final int[] last = new int[3];

    @Test
    void shouldHearItselfAlways() {
        at(0);
        assertEquals(0b001, state.hbdomain);
        at(100_000);
        assertEquals(0b001, state.hbdomain);
    }

    @Test
    void shouldHoldAPeerWhileItsLastBeatIsYoungerThanT1() {
        heard(1_000, 1);
        at(1_000);
        assertEquals(0b011, state.hbdomain);
        at(2_999);
        assertEquals(0b011, state.hbdomain);
        at(3_000);
        assertEquals(0b001, state.hbdomain);
        heard(4_000, 1);
        at(4_050);
        assertEquals(0b011, state.hbdomain);
    }

    @Test
    void shouldHoldAHostWhoseSequenceMovedWithinT2() {
        read(1_000, 0, 1);
        at(1_000);
        assertEquals(0b011, state.sfdomain, "the section of host 2 was seen, but did not move");
        read(2_500, 0);
        read(2_999, 0);
        at(2_999);
        assertEquals(0b011, state.sfdomain);
        read(3_000, 0);
        at(3_000);
        assertEquals(0b001, state.sfdomain);
        read(3_500, 0, 1);
        at(3_500);
        assertEquals(0b011, state.sfdomain);
    }

    @Test
    void shouldNotJudgeByItsFirstLookAfterALongTimeWithoutOne() {
        read(1_000, 0, 1, 2);
        at(1_000);
        read(3_100, 0, 2); // of host 1 an older write was shown at just this moment
        at(3_100);
        assertEquals(0b111, state.sfdomain);
        read(3_300, 0, 2);
        at(3_300);
        assertEquals(0b101, state.sfdomain, "and now it still has not moved");
    }

    @Test
    void shouldHoldAHostWhoseSectionWasTornWhileItWroteForT2AndNoLonger() {
        read(1_000, 0, 1, 2);
        at(1_000);
        for (long now = 1_200; now <= 4_800; now += 200) {
            last[0]++;
            state.seen.read(now * MILLI, now * MILLI, 0, section(0), state.current);
            state.seen.readUnusable(now * MILLI, now * MILLI, 1, now < 2_900 ? 7 : 8);
            at(now);
            assertEquals(now < 3_000, HostSet.contains(state.sfdomain, 2), now + " ms");
            assertTrue(HostSet.contains(state.sfdomain, 1), now + " ms");
        }
        last[0]++;
        state.seen.read(5_000 * MILLI, 5_000 * MILLI, 0, section(0), state.current);
        state.seen.readUnusable(5_000 * MILLI, 5_000 * MILLI, 1, 8);
        at(5_000);
        assertEquals(0b001, state.sfdomain, "the bytes have not changed since 3,000 ms");
    }

    @Test
    void shouldLetNobodyInWhileARoundRunsButLetThemOut() {
        heard(1_000, 1);
        read(1_000, 0, 1);
        at(1_000);
        state.joinBlock = true;
        heard(1_500, 2);
        read(1_500, 0, 2);
        at(1_500);
        assertEquals(0b011, state.hbdomain);
        assertEquals(0b011, state.sfdomain);
        read(2_500, 0, 2);
        at(2_500);
        read(3_100, 0, 2);
        at(3_100);
        assertEquals(0b001, state.hbdomain);
        assertEquals(0b001, state.sfdomain);
        heard(3_200, 1);
        heard(3_200, 2);
        state.joinBlock = false;
        at(3_200);
        assertEquals(0b111, state.hbdomain);
        assertEquals(0b101, state.sfdomain);
    }

    @Test
    void shouldLeaveTheStatefileItselfWhenItsOwnReadsAreSlowAndNotSayItOfOthers() {
        read(1_000, 0, 1, 2);
        at(1_000);
        state.statefileAccess = true;
        at(2_999);
        assertEquals(0b111, state.sfdomain);
        assertTrue(state.statefileAccess);
        at(3_000);
        assertFalse(HostSet.contains(state.sfdomain, 0), "it has not read back a write of its own for T2");
        assertFalse(state.statefileAccess);
        at(3_001);
        assertEquals(0, state.sfdomain, "now that it does not look, it sees nobody");
    }

    @Test
    void shouldCountAPeersAgeOnlyUntilTheLastLookBegan() {
        read(1_000, 0, 1);
        at(1_000);
        read(2_500, 0);
        at(4_400);
        assertEquals(0b011, state.sfdomain, "host 1 was last looked at 1.5 s after it moved");
    }

    @Test
    void shouldNotLetAHostInWhoseLastChangeIsOldBecauseTheReadThatShowsItHung() {
        read(100, 0, 1);
        at(100);
        assertEquals(0b011, state.sfdomain);
        at(2_200);
        assertEquals(0, state.sfdomain);
        last[0]++;
        Sightings.Section own = new Sightings.Section();
        own.sequence = last[0];
        own.longSequence = last[0];
        own.incarnation = 1;
        state.seen.read(300 * MILLI, 11_000 * MILLI, 0, own, state.current); // it began long ago
        at(11_000);
        assertEquals(0b001, state.sfdomain, "what host 1 did meanwhile, nobody has seen");
    }

    @Test
    void shouldJudgeNobodyRightAfterItsOwnStall() {
        heard(1_000, 1);
        read(1_000, 0, 1);
        at(1_000);
        state.noJudgementUntilNanos = 4_000 * MILLI;
        at(3_500);
        assertEquals(0b011, state.hbdomain);
        assertTrue(HostSet.contains(state.sfdomain, 0));
        at(3_799);
        assertEquals(0b011, state.hbdomain);
        at(3_800);
        assertEquals(0b001, state.hbdomain, "a stall delays the judgement once, by the pause budget");
    }

    @Test
    void shouldJudgeAgainWhenTheTimeAfterAStallIsOver() {
        heard(1_000, 1);
        at(1_000);
        state.noJudgementUntilNanos = 3_200 * MILLI;
        at(3_199);
        assertEquals(0b011, state.hbdomain);
        at(3_200);
        assertEquals(0b001, state.hbdomain);
    }

    @Test
    void shouldDropAOneWayLinkAtOnceWhenBothHandleAFault() {
        heard(1_000, 1);
        at(1_000);
        heard(1_050, 1, Phase.FHREADY, 0b110);
        assertEquals(0b011, state.hbdomain, "we do not handle a fault");
        state.phase = Phase.FHREADY;
        heard(1_100, 1, Phase.STARTED, 0b110);
        assertEquals(0b011, state.hbdomain, "it does not");
        heard(1_150, 1, Phase.FHREADY, 0b111);
        assertEquals(0b011, state.hbdomain, "it hears us");
        heard(1_200, 1, Phase.FHREADY, 0b110);
        assertEquals(0b001, state.hbdomain);
    }

    @Test
    void shouldNotLetAHostInThatWasLastHeardAFullT1Ago() {
        state.joinBlock = true;
        heard(1_000, 1);
        heard(1_001, 2);
        at(1_001);
        assertEquals(0b001, state.hbdomain);
        state.joinBlock = false;
        at(3_000);
        assertEquals(0b101, state.hbdomain);
    }

    @Test
    void shouldNotLetAHostInThatMovedAFullT2AgoThoughTheLastLookIsOlder() {
        state.joinBlock = true;
        read(1_000, 0, 1);
        read(1_001, 0, 2);
        read(1_900, 0);
        at(1_900);
        state.joinBlock = false;
        at(3_000);
        assertEquals(0b101, state.sfdomain);
    }

    @Test
    void shouldJudgeByALookHalfAT2AfterTheOneBefore() {
        read(1_000, 0, 1, 2);
        at(1_000);
        read(2_000, 0, 2);
        at(2_000);
        read(3_000, 0, 2);
        at(3_000);
        assertEquals(0b101, state.sfdomain, "looks a second apart are no gap");
    }

    /** Reads twice without a gap, so that who has never moved is no longer given the benefit of the first look. */
    private void looksTwice() {
        read(500, 0);
        at(500);
        read(1_000, 0);
        at(1_000);
    }

    @Test
    void shouldLookAgainOnlyWhenSomethingCanHaveChanged() {
        looksTwice();
        long before = tally.count(RuleBranch.DOMAIN_ENTRY_BLOCKED);
        state.joinBlock = true;
        heard(1_100, 1);
        for (long now = 1_100; now < 2_900; now += 50) {
            at(now);
        }
        assertEquals(
                before + 1,
                tally.count(RuleBranch.DOMAIN_ENTRY_BLOCKED),
                "nothing has come since that could let host 1 in");
        state.joinBlock = false;
        heard(2_900, 1);
        at(2_900);
        assertEquals(before + 1, tally.count(RuleBranch.DOMAIN_ENTRY_BLOCKED));
        assertTrue(HostSet.contains(state.hbdomain, 1));
    }

    @Test
    void shouldCountWhoEnteredAndWhoseJudgementWaited() {
        looksTwice();
        long blocked = tally.count(RuleBranch.DOMAIN_ENTRY_BLOCKED);
        heard(1_000, 1);
        at(1_000);
        assertEquals(2, tally.count(RuleBranch.DOMAIN_ENTERED), "host 1 is heard and this host writes");
        at(1_500);
        at(2_999);
        assertEquals(2, tally.count(RuleBranch.DOMAIN_ENTERED));
        assertEquals(0, tally.count(RuleBranch.JUDGEMENT_WAITS_AFTER_OWN_STALL));
        read(2_999, 0);
        state.noJudgementUntilNanos = 4_000 * MILLI;
        at(3_000);
        assertEquals(1, tally.count(RuleBranch.JUDGEMENT_WAITS_AFTER_OWN_STALL), "host 1 would have gone");
        at(4_000);
        assertEquals(1, tally.count(RuleBranch.JUDGEMENT_WAITS_AFTER_OWN_STALL));
        assertEquals(2, tally.count(RuleBranch.DOMAIN_ENTERED));
        assertEquals(blocked, tally.count(RuleBranch.DOMAIN_ENTRY_BLOCKED), "who is too old to enter is not blocked");
        assertEquals(0b001, state.hbdomain);
    }

    @Test
    void shouldCountAOneWayLinkOnceAndAtOnce() {
        heard(1_000, 1);
        at(1_000);
        state.phase = Phase.FHREADY;
        heard(1_100, 1, Phase.FHREADY, 0b110);
        assertEquals(1, tally.count(RuleBranch.ONE_WAY_LINK_DROPPED));
        heard(1_200, 1, Phase.FHREADY, 0b110);
        assertEquals(1, tally.count(RuleBranch.ONE_WAY_LINK_DROPPED));
    }

    @Test
    void shouldHaveRoomForAsManyHostsAsAPoolMayHave() {
        LivesetState large = new LivesetState(QuorumPools.pool(HostSet.MAX_HOSTS), 0, QuorumRules.OURS);
        for (int host = 1; host < HostSet.MAX_HOSTS; host++) {
            large.seen.heard(MILLI, host, 0, 0, 0, 0, 0, false, false, false, 1, 0);
        }
        new Domains(large).update(MILLI);
        assertEquals(HostSet.firstHosts(HostSet.MAX_HOSTS), large.hbdomain);
    }
}
