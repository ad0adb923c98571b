package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.LivesetException.Code;
import dev.liveset.Phase;
import dev.liveset.PoolState;
import dev.liveset.statefile.SectionStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, <i>Start</i>, and §6 around the quorum (T2 is 10 s, Tboot 60 s): what is read, taken over and armed before a host shows itself. */
class AgentStartStoriesTest {
    private static final long SECOND = 1_000_000_000L;

    private final AgentPool pool = new AgentPool(2);

    private void assertStopped(int host, Code code, String words) {
        assertTrue(pool.agents[host].ended());
        List<Effect.Stopped> stopped = pool.told(host, Effect.Stopped.class);
        assertEquals(1, stopped.size());
        assertEquals(code, stopped.get(0).code());
        assertTrue(stopped.get(0).sentence().contains(words), stopped.get(0).sentence());
        assertEquals(List.of(), pool.told(host, Effect.SelfFence.class));
    }

    @Test
    void shouldGiveUpAfterT2WithoutAnyRead() {
        pool.readsFail = 0b01;
        pool.run(10 * SECOND);
        assertFalse(pool.agents[0].ended());
        pool.run(SECOND);
        assertStopped(0, Code.CANNOT_ACCESS_STATEFILE, "heartbeat disk");
    }

    @Test
    void shouldGiveUpAfterT2WhenTheGlobalSectionIsDamaged() {
        pool.damageGlobal();
        pool.run(10 * SECOND);
        assertFalse(pool.agents[0].ended());
        pool.run(SECOND);
        assertStopped(0, Code.INVALID_STATEFILE, "holds no valid statefile");
    }

    /** To format it would be the wrong advice: the pool is well, this host has another key. */
    @Test
    void shouldNameTheKeyWhenTheGlobalSectionIsSignedWithAnother() {
        pool.disk.globalStatus = SectionStatus.UNTRUSTED;
        pool.run(11 * SECOND);
        assertStopped(0, Code.INVALID_STATEFILE, "check the key file");
    }

    @Test
    void shouldRefuseAnotherGenerationOrVersionAtOnce() {
        pool.disk.globalStatus = SectionStatus.WRONG_GENERATION;
        pool.run(SECOND);
        assertStopped(0, Code.GENERATION_UUID_MISMATCH, "");
        AgentPool other = new AgentPool(1);
        other.disk.globalStatus = SectionStatus.WRONG_VERSION;
        other.run(SECOND);
        Effect.Stopped stopped = other.told(0, Effect.Stopped.class).get(0);
        assertEquals(Code.INVALID_STATEFILE, stopped.code());
        assertTrue(stopped.sentence().contains("use the release that formatted it"), stopped.sentence());
    }

    @Test
    void shouldNotStartWithABootThatTheDiskKnowsAlready() {
        pool.disk.status[0] = SectionStatus.VALID;
        pool.disk.section[0].incarnation = 1;
        pool.run(SECOND);
        assertStopped(0, Code.INVALID_LOCALHOST_STATE, "restore the host's state directory");
    }

    /** Only its section is there. */
    private void giveHost1AnotherPolicy() {
        pool.disk.status[1] = SectionStatus.VALID;
        pool.disk.section[1].trailer = true;
        pool.disk.section[1].policy = 1;
        pool.off = 0b10;
    }

    @Test
    void shouldNotStartBesideAnotherPolicy() {
        giveHost1AnotherPolicy();
        pool.disk.section[1].currentLiveset = 0b10;
        pool.run(SECOND);
        assertStopped(0, Code.POOL_POLICY_MISMATCH, "");
    }

    @Test
    void shouldNotFormALivesetWithAHostOfAnotherPolicyThatStartsBesideIt() {
        giveHost1AnotherPolicy();
        for (int round = 0; round < 20; round++) {
            pool.disk.section[1].sequence++;
            pool.disk.section[1].longSequence++;
            pool.run(SECOND / 4);
        }
        assertStopped(0, Code.POOL_POLICY_MISMATCH, "");
    }

    @Test
    void shouldNotMindThePolicyOfAHostThatIsInNoLiveset() {
        giveHost1AnotherPolicy();
        pool.run(SECOND);
        assertFalse(pool.agents[0].ended());
    }

    @Test
    void shouldStopWhenItsWatchdogCannotBeArmed() {
        pool.armingFails = "there is none";
        pool.run(5 * SECOND);
        assertStopped(0, Code.WATCHDOG_ERROR, "could not be armed: there is none.");
        assertEquals(SectionStatus.NEVER_WRITTEN, pool.disk.status[0], "it never showed itself");
    }

    @Test
    void shouldStopAtTheBootLimitWhenItsManifestIsUnknown() {
        pool.manifests[0] = null;
        pool.off = 0b10;
        pool.run(59 * SECOND);
        assertFalse(pool.agents[0].ended());
        pool.run(3 * SECOND);
        assertStopped(0, Code.INVALID_LOCALHOST_STATE, "");
        assertEquals(SectionStatus.NEVER_WRITTEN, pool.disk.status[0]);
        assertEquals(1, pool.news(0, PoolEvent.Warning.class).size());
    }

    @Test
    void shouldStopWithTheReasonOfTheQuorumAndItsWatchdogOff() {
        pool.off = 0b10;
        pool.run(120 * SECOND);
        assertStopped(0, Code.BOOTJOIN_TIMEOUT, Code.BOOTJOIN_TIMEOUT.sentence());
        assertEquals(Phase.ABORTED, pool.agents[0].status().phase());
        assertFalse(pool.agents[0].status().online());
    }

    @Test
    void shouldGoOnOneAboveItsFormerSequence() {
        pool.disk.status[0] = SectionStatus.VALID;
        pool.disk.section[0].sequence = 41;
        pool.off = 0b10;
        while (pool.disk.section[0].sequence == 41 && pool.now < 60 * SECOND) {
            pool.run(AgentPool.TICK);
        }
        assertEquals(42, pool.disk.section[0].sequence, "so that already the first write is visible");
        assertEquals(1, pool.disk.section[0].longSequence);
        assertEquals(1, pool.disk.section[0].incarnation);
        assertTrue(pool.disk.section[0].starting && pool.disk.section[0].trailer);
    }

    @Test
    void shouldKeepItsExcludedFlagUntilItIsOnline() {
        pool.disk.status[1] = SectionStatus.VALID;
        pool.disk.section[1].excluded = true;
        pool.run(SECOND);
        assertTrue(pool.disk.section[1].excluded);
        pool.run(30 * SECOND);
        assertTrue(pool.agents[1].status().online());
        assertFalse(pool.disk.section[1].excluded);
        assertEquals(0, pool.agents[0].status().excluded());
    }

    @Test
    void shouldBeOnlineInAnActivePoolThatNamesItsMaster() {
        pool.run(20 * SECOND);
        assertEquals(PoolState.ACTIVE, pool.disk.global.poolState);
        assertEquals(pool.agents[0].status().master(), pool.disk.global.master);
        PoolStatus status = pool.agents[1].status();
        assertTrue(status.online() && status.armed() && status.statefileAccess() && !status.sr2());
        assertEquals(0b11, status.liveset() & status.proposed() & status.hbdomain() & status.sfdomain());
        assertEquals(17, status.weight());
        assertEquals(1, status.host());
        assertEquals(PoolState.ACTIVE, status.poolState());
        assertTrue(pool.disk.section[1].watchdogTimeoutMillis >= 20_000);
        assertTrue(pool.manifests[1].armed());
    }

    @Test
    void shouldTellTheNewestPictureAndNothingWhileNothingChanges() {
        pool.off = 0b10;
        pool.run(AgentPool.TICK);
        pool.off = 0;
        pool.run(20 * SECOND);
        List<PoolEvent.StatusChanged> changes = pool.news(0, PoolEvent.StatusChanged.class);
        assertTrue(changes.contains(new PoolEvent.StatusChanged(pool.agents[0].status())));
        pool.run(20 * SECOND);
        assertEquals(changes.size(), pool.news(0, PoolEvent.StatusChanged.class).size());
        assertEquals(List.of(), pool.news(0, PoolEvent.HostJoined.class), "they formed together");
    }

    @Test
    void shouldTellWhoWentAndWhoCame() {
        AgentPool three = new AgentPool(3);
        three.run(20 * SECOND);
        three.step(2, new Event.CommandGiven(1, new Command.Leave(false)));
        three.run(90 * SECOND);
        assertEquals(0b011, three.agents[0].status().liveset());
        List<PoolEvent.HostRemoved> removed = three.news(0, PoolEvent.HostRemoved.class);
        assertEquals(1, removed.size());
        assertEquals(2, removed.get(0).verdict().host());
        String words = removed.get(0).verdict().words();
        assertTrue(words.contains("host2 was last heard ") && words.contains(" ms ago"), words);
        three.restart(2, 2);
        three.run(30 * SECOND);
        assertEquals(0b111, three.agents[0].status().liveset());
        assertEquals(List.of(new PoolEvent.HostJoined(2)), three.news(0, PoolEvent.HostJoined.class));
        assertEquals(List.of(), three.news(2, PoolEvent.HostJoined.class), "who joins was not there before");
        assertTrue(HostSet.contains(three.agents[2].status().liveset(), 2));
    }
}
