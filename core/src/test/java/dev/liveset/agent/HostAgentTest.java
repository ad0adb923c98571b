package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException.Code;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.Timings;
import dev.liveset.VmId;
import dev.liveset.fencing.PowerReport;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.CallOutcome;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostAgentTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long WATCHDOG = Timings.builder().build().watchdogTimeoutNanos();
    private static final VmId VM = new VmId(1, 2);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64})
    void shouldBringAllHostsOnlineInOneLivesetWithOneMaster(int hosts) {
        AgentPool pool = new AgentPool(hosts);
        pool.run(20 * SECOND);
        long all = dev.liveset.HostSet.firstHosts(hosts);
        for (HostAgent agent : pool.agents) {
            assertEquals(Phase.STARTED, agent.status().phase());
            assertEquals(all, agent.status().liveset());
            assertEquals(pool.agents[0].status().master(), agent.status().master());
            assertTrue(agent.status().master() >= 0);
            assertTrue(agent.status().armed());
        }
    }

    @Test
    void shouldAllocateNothingOnTheBeatPathOfAnIdlePool() {
        AgentPool pool = new AgentPool(3);
        pool.running.get(1).add(new VmId(0, 1));
        pool.run(120 * SECOND); // long enough for the compiler to settle
        Map<String, Integer> allocating = new TreeMap<>();
        pool.watch((event, bytes) -> {
            if (bytes > 0) {
                allocating.merge(event.getClass().getSimpleName(), 1, Integer::sum);
            }
        });
        pool.run(60 * SECOND);
        // A table that grows once is no leak; what allocates with every beat shows thousands of times.
        for (String beat : List.of("Tick", "PacketReceived", "StatefileRead", "SectionWritten", "VmsListed")) {
            assertTrue(allocating.getOrDefault(beat, 0) < 10, allocating.toString());
        }
    }

    @Test
    void shouldGoOnAndStartBesideADeadHostWhoseSectionLiesOnABadBlock() {
        AgentPool pool = new AgentPool(3);
        pool.run(20 * SECOND);
        pool.off = 0b100;
        pool.run(60 * SECOND);
        pool.breakSection(2);
        pool.run(60 * SECOND);
        pool.off = 0b110;
        pool.run(60 * SECOND);
        pool.restart(1, 2);
        pool.off = 0b100;
        pool.run(90 * SECOND);
        for (int host = 0; host < 2; host++) {
            assertEquals(0b011, pool.agents[host].status().liveset());
            assertEquals(List.of(), pool.told(host, Effect.SelfFence.class));
        }
    }

    @Test
    void shouldRemoveADeadHostWhoseSectionLiesOnABadBlockAFullSilenceAfterItWasOverwritten() {
        AgentPool pool = new AgentPool(3);
        pool.run(20 * SECOND);
        pool.off = 0b100;
        pool.breakSection(2);
        long died = pool.now;
        while (pool.told(0, Effect.OverwriteSection.class).isEmpty()) {
            pool.run(AgentPool.TICK);
        }
        long overwritten = pool.now;
        assertTrue(overwritten - died >= WATCHDOG, "not before a readable section would have been enough");
        while (pool.agents[0].status().liveset() == 0b111) {
            pool.run(AgentPool.TICK);
        }
        assertTrue(pool.now - overwritten >= WATCHDOG, "what was overwritten is a sign");
        assertTrue(pool.now - overwritten <= WATCHDOG * 5 / 4);
        pool.run(60 * SECOND);
        for (int host = 0; host < 2; host++) {
            assertEquals(0b011, pool.agents[host].status().liveset());
            assertEquals(List.of(), pool.told(host, Effect.SelfFence.class));
            assertEquals(List.of(), pool.news(host, PoolEvent.Warning.class));
        }
        assertEquals(List.of(new Effect.OverwriteSection(2, 1)), pool.told(0, Effect.OverwriteSection.class));
        assertEquals(List.of(), pool.told(1, Effect.OverwriteSection.class), "one is enough");
        List<PoolEvent.SectionOverwritten> news = pool.news(0, PoolEvent.SectionOverwritten.class);
        assertEquals(1, news.size());
        assertEquals(2, news.get(0).host());
        assertTrue(news.get(0).unreadable().toNanos() >= WATCHDOG, news::toString);
    }

    /** A block that cannot be read may hold what a living host wrote: nobody is removed by it, and nobody fences for it. */
    @Test
    void shouldRemoveNobodyWhoseSectionNothingHealsButByItsNextBoot() {
        AgentPool pool = new AgentPool(3);
        pool.overwriteFails = true;
        pool.run(20 * SECOND);
        pool.off = 0b100;
        pool.breakSection(2);
        pool.run(1200 * SECOND);
        for (int host = 0; host < 2; host++) {
            assertEquals(0b111, pool.agents[host].status().liveset());
            assertEquals(List.of(), pool.told(host, Effect.SelfFence.class));
            int attempts = pool.told(host, Effect.OverwriteSection.class).size();
            assertTrue(attempts >= 5 && attempts < 1200 * SECOND / WATCHDOG, () -> attempts + " in 20 minutes");
            List<PoolEvent.Warning> warnings = pool.news(host, PoolEvent.Warning.class);
            assertEquals(1, warnings.size(), "told once");
            String sentence = warnings.get(0).sentence();
            assertTrue(sentence.contains("host2 on the heartbeat disk can neither be read nor overwritten"), sentence);
        }
        pool.restart(2, 2);
        pool.off = 0;
        pool.run(60 * SECOND);
        for (HostAgent agent : pool.agents) {
            assertEquals(Phase.STARTED, agent.status().phase());
            assertEquals(0b111, agent.status().liveset());
        }
    }

    @Test
    void shouldNotOverwriteWhatXhadMayCareForOrWhileItIsDisarmed() {
        AgentPool beside = new AgentPool(3, PoolConfig.Mode.INTEROP);
        AgentPool unarmed = disarmed(3, 0);
        for (AgentPool pool : List.of(beside, unarmed)) {
            pool.run(20 * SECOND);
            pool.off = 0b100;
            pool.breakSection(2);
            pool.run(400 * SECOND);
            assertEquals(List.of(), pool.told(0, Effect.OverwriteSection.class));
        }
    }

    @Test
    void shouldTakeEveryKindOfEventAtAnyTime() {
        List<Event> samples = List.of(
                Event.Tick.INSTANCE,
                new Event.PacketReceived(new HeartbeatMessage()),
                new Event.LinkChanged(false),
                new Event.WitnessChanged(true),
                new Event.StatefileRead(new StatefileSnapshot()),
                new Event.StatefileReadFailed("cut"),
                new Event.SectionWritten().with(false, 0),
                new Event.GlobalWritten(false),
                new Event.SectionOverwritten(1, false),
                new Event.RegionRead(1, RegionKind.MANIFEST, 0, RegionStatus.UNREADABLE, null),
                new Event.RegionWritten(RegionKind.MASTER, 9, false),
                new Event.WatchdogDisarmed(false),
                new Event.WatchdogArmed(0, 0, false, "there is none"),
                new Event.VmsListed(Set.of(VM)),
                new Event.VmStarted(VM, 99, CallOutcome.FAILED, "no memory"),
                new Event.VmStopped(VM, 99, CallOutcome.DONE, ""),
                new Event.CommandGiven(5, new Command.SetWeight(3)),
                new Event.HealthChecked(1, Event.Health.FAILED, "it is ill"),
                new Event.ManagementRestarted(1, true, ""),
                new Event.PowerReported(1, 1, new PowerReport(PowerReport.Status.CONFIRMED_OFF, "off")),
                new Event.ReportWanted(6));
        Set<Class<?>> kinds = new HashSet<>(Arrays.asList(Event.class.getPermittedSubclasses()));
        for (Event sample : samples) {
            kinds.remove(sample.getClass());
        }
        assertEquals(Set.of(), kinds, "every kind of event has a sample here");
        AgentPool early = new AgentPool(2);
        AgentPool online = new AgentPool(2);
        online.run(20 * SECOND);
        for (Event sample : samples) {
            early.step(0, sample);
            online.step(0, sample);
        }
    }

    @Test
    void shouldHaveNoEffectAfterItsFence() {
        AgentPool pool = new AgentPool(2);
        pool.run(20 * SECOND);
        pool.now += 30 * SECOND; // the host stood still for longer than its watchdog allows
        List<Effect> effects = pool.agents[0].step(pool.now, Event.Tick.INSTANCE);
        assertEquals(1, effects.size());
        Effect.SelfFence fence = assertInstanceOf(Effect.SelfFence.class, effects.get(0));
        assertTrue(
                fence.verdict().words().contains("stood still"), fence.verdict().words());
        assertTrue(pool.agents[0].ended());
        assertEquals(List.of(), pool.agents[0].step(pool.now + SECOND, Event.Tick.INSTANCE));
    }

    @Test
    void shouldLeaveCleanlyWhenNothingRunsHere() {
        AgentPool pool = new AgentPool(3);
        pool.run(20 * SECOND);
        pool.step(2, new Event.CommandGiven(1, new Command.Leave(false)));
        pool.run(10 * SECOND);
        assertTrue(pool.agents[2].ended());
        assertTrue(pool.told.get(2).stream().anyMatch(effect -> effect instanceof Effect.Stopped));
        pool.run(60 * SECOND);
        assertEquals(0b011, pool.agents[0].status().liveset(), "the others go on without it");
        assertTrue(dev.liveset.HostSet.contains(pool.agents[0].status().excluded(), 2));
    }

    @Test
    void shouldKeepADeadHostInItsLivesetWhileItIsDisarmed() {
        AgentPool pool = disarmed(3, 0);
        assertFalse(pool.agents[0].status().armed());
        pool.step(2, new Event.CommandGiven(2, new Command.Leave(false)));
        pool.run(90 * SECOND);
        assertEquals(0b011, pool.agents[1].status().liveset());
        assertEquals(0b111, pool.agents[0].status().liveset(), "who has no watchdog evicts nobody");
        assertEquals(Phase.STARTED, pool.agents[0].status().phase());
        assertEquals(Phase.STARTED, pool.agents[1].status().phase());
    }

    @Test
    void shouldStopInsteadOfFencingItselfWhileItIsDisarmed() {
        AgentPool pool = disarmed(2, 1);
        pool.cut = 0b10;
        pool.run(90 * SECOND);
        assertTrue(pool.agents[1].ended());
        assertFalse(pool.told.get(1).stream().anyMatch(effect -> effect instanceof Effect.SelfFence));
        assertTrue(pool.told.get(1).stream().anyMatch(effect -> effect instanceof Effect.Stopped));
        assertEquals(0b01, pool.agents[0].status().liveset());
    }

    @Test
    void shouldReportWhatEveryHostHoldsTrue() {
        AgentPool pool = new AgentPool(3);
        pool.run(20 * SECOND);
        pool.step(1, new Event.ReportWanted(4));
        Effect.Report told = pool.told.get(1).stream()
                .filter(effect -> effect instanceof Effect.Report)
                .map(Effect.Report.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals(4, told.reportId());
        assertTrue(told.report().status().online());
        for (HostReport host : told.report().hosts()) {
            assertEquals(0b111, host.heardHbdomain());
            assertEquals(0b111, host.readSfdomain());
            assertTrue(host.statefileAccess());
            assertTrue(host.sinceHeartbeatMillis() >= 0 && host.sinceHeartbeatMillis() <= 1_000, host::toString);
        }
    }

    private static AgentPool disarmed(int hosts, int host) {
        AgentPool pool = new AgentPool(hosts);
        pool.run(20 * SECOND);
        pool.step(host, new Event.CommandGiven(1, new Command.Disarm()));
        pool.run(3 * SECOND);
        assertTrue(pool.told.get(host).contains(new Effect.AnswerCommand(1, CommandResult.OK)));
        return pool;
    }

    @Test
    void shouldLeaveWhenAnOfflineToolExcludesItWhileItRuns() {
        AgentPool pool = new AgentPool(2);
        pool.run(20 * SECOND);
        pool.watch((event, bytes) -> {
            if (event instanceof Event.SectionWritten) { // between the write and the read that shows it
                pool.disk.section[1].excluded = true;
            }
        });
        pool.run(10 * SECOND);
        assertTrue(pool.agents[1].ended());
        assertEquals(List.of(), pool.told(1, Effect.SelfFence.class));
        Effect.Stopped stopped = pool.told(1, Effect.Stopped.class).get(0);
        assertEquals(Code.EXCLUDED_SET_WHILE_RUNNING, stopped.code());
        assertTrue(stopped.sentence().contains("was excluded while it ran"), stopped.sentence());
        assertTrue(pool.agents[0].status().online());
    }

    @Test
    void shouldMakeADamagedGlobalSectionAnew() {
        AgentPool pool = new AgentPool(2);
        pool.run(20 * SECOND);
        int master = pool.agents[0].status().master();
        pool.damageGlobal();
        pool.run(10 * SECOND);
        assertEquals(SectionStatus.VALID, pool.globalStatus());
        assertEquals(PoolState.ACTIVE, pool.agents[0].status().poolState());
        assertEquals(master, pool.globalMaster());
    }
}
