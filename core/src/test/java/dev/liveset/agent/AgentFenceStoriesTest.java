package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.PoolState;
import dev.liveset.VmId;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.recovery.Claim;
import dev.liveset.recovery.ClaimState;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.PoolCommand;
import dev.liveset.recovery.VmRecord;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a host that is online ends: by its own fence with its reason, or by a clean leave, and by nothing else. */
class AgentFenceStoriesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final VmId VM = new VmId(1, 2);

    private final AgentPool pool = new AgentPool(2);
    private long packets = 1_000_000;
    private long commands;

    @BeforeEach
    void bringOnline() {
        pool.run(20 * SECOND);
        assertTrue(pool.agents[0].status().online() && pool.agents[1].status().online());
    }

    private HeartbeatMessage request(long current, long proposed) {
        HeartbeatMessage beat = new HeartbeatMessage();
        beat.hostIndex = 1;
        beat.trailer = true;
        beat.incarnation = 1;
        beat.longSequence = ++packets;
        beat.currentLiveset = current;
        beat.proposedLiveset = proposed;
        beat.hbdomain = 0b11;
        beat.sfdomain = 0b11;
        beat.phase = 10;
        beat.fenceRequest = true;
        return beat;
    }

    private Effect.SelfFence fenced(int host, VerdictCode code) {
        assertTrue(pool.agents[host].ended());
        Effect.SelfFence fence = pool.told(host, Effect.SelfFence.class).get(0);
        assertEquals(code, fence.verdict().code(), fence.verdict().words());
        assertEquals(host, fence.verdict().host());
        assertEquals(host, fence.lastWords().host());
        assertEquals(1, fence.lastWords().incarnation());
        assertEquals(code.name(), fence.lastWords().code());
        assertEquals(fence.verdict().words(), fence.lastWords().evidence());
        assertTrue(fence.lastWords().sequence() > pool.manifests[host].sequence());
        int told = pool.told.get(host).size();
        pool.run(SECOND);
        assertEquals(told, pool.told.get(host).size(), "no effect after a fence");
        return fence;
    }

    private Effect.AnswerCommand command(int host, Command command) {
        long id = ++commands;
        pool.step(host, new Event.CommandGiven(id, command));
        pool.run(2 * SECOND);
        return pool.told(host, Effect.AnswerCommand.class).stream()
                .filter(answer -> answer.commandId() == id)
                .findFirst()
                .orElse(null);
    }

    private void runAVm(int host) {
        int master = pool.agents[0].status().master();
        command(master, new Command.ForPool(new PoolCommand.EnableHa(true)));
        VmRecord vm = new VmRecord(VM, "vm", 64, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, false, null, null);
        command(master, new Command.ForPool(new PoolCommand.DefineVm(vm)));
        command(master, new Command.ForPool(new PoolCommand.StartVm(VM, host)));
        pool.run(3 * SECOND);
        assertTrue(pool.running.get(host).contains(VM));
        assertEquals(
                List.of(ClaimState.RUNNING),
                pool.agents[host].status().claims().stream().map(Claim::state).toList());
    }

    @Test
    void shouldObeyAFenceRequestOfAHostThatNoLongerProposesIt() {
        pool.step(0, new Event.PacketReceived(request(0b11, 0b10)));
        Effect.SelfFence fence = fenced(0, VerdictCode.FENCE_REQUESTED);
        assertEquals("host1", fence.verdict().evidence().get(0).subject());
        String words = fence.verdict().words();
        assertTrue(words.contains("this host in phase STARTED had heartbeat domain 11, statefile domain 11"), words);
        assertTrue(words.contains("host1 was last heard 0 ms ago, its section last moved "), words);
        assertFalse(words.contains("host0 was last heard"), words);
    }

    @Test
    void shouldNotObeyARequestThatIsNotMeantForItOrOfAStranger() {
        pool.step(0, new Event.PacketReceived(request(0b11, 0b11)));
        assertFalse(pool.agents[0].ended());
        pool.step(0, new Event.PacketReceived(request(0b01, 0b00)));
        assertFalse(pool.agents[0].ended());
        HeartbeatMessage late = request(0b11, 0b10);
        late.longSequence = 1;
        pool.step(0, new Event.PacketReceived(late));
        assertFalse(pool.agents[0].ended(), "it was overtaken by others");
        HeartbeatMessage own = request(0b11, 0b10);
        own.hostIndex = 0;
        pool.step(0, new Event.PacketReceived(own));
        assertFalse(pool.agents[0].ended());
    }

    @Test
    void shouldFenceItselfWhenTheStatefileIsReplaced() {
        pool.disk.globalStatus = SectionStatus.WRONG_GENERATION;
        pool.run(5 * SECOND);
        Effect.SelfFence fence = fenced(1, VerdictCode.STATEFILE_REPLACED);
        assertTrue(fence.verdict().words().contains("is WRONG_GENERATION"));
    }

    @Test
    void shouldSayWhyJustBeforeItsWatchdogFiresWhenAWriteHangs() {
        pool.writesHang = 0b01;
        long since = pool.now;
        while (!pool.agents[0].ended() && pool.now - since < 90 * SECOND) {
            pool.run(AgentPool.TICK);
        }
        Effect.SelfFence fence = pool.told(0, Effect.SelfFence.class).get(0);
        if (fence.verdict().code() == VerdictCode.WATCHDOG_STARVED) {
            assertTrue(fence.verdict().words().contains("the statefile loop last completed its work"));
        }
        assertTrue(pool.now - since < 45 * SECOND, (pool.now - since) / SECOND + " s");
    }

    @Test
    void shouldFenceTheHostThatLosesTheTieWhenTheNetworkIsCut() {
        pool.cut = 0b11;
        pool.run(60 * SECOND);
        assertFalse(pool.agents[0].ended());
        Effect.SelfFence fence = fenced(1, VerdictCode.NETWORK_LOST);
        String words = fence.verdict().words();
        assertTrue(words.contains("survival rules 1 and 2 failed for heartbeat domain"), words);
        assertTrue(words.contains("of liveset 11; by the statefile the side of host0 goes on"), words);
        pool.run(60 * SECOND);
        assertEquals(0b01, pool.agents[0].status().liveset());
        PoolEvent.HostRemoved removed =
                pool.news(0, PoolEvent.HostRemoved.class).get(0);
        assertEquals(VerdictCode.HOST_REMOVED, removed.verdict().code());
        assertEquals(1, removed.verdict().host());
    }

    @Test
    void shouldLoseTheTieWhenItsOwnLinkIsDown() {
        pool.step(0, new Event.LinkChanged(false));
        pool.cut = 0b11;
        pool.run(60 * SECOND);
        fenced(0, VerdictCode.NETWORK_LOST);
        assertFalse(pool.agents[1].ended());
    }

    @Test
    void shouldFenceTheHostThatAloneLosesTheStatefile() {
        pool.readsFail = 0b10;
        pool.run(60 * SECOND);
        Effect.SelfFence fence = pool.told(1, Effect.SelfFence.class).get(0);
        boolean first = fence.verdict().code() == VerdictCode.STATEFILE_LOST;
        // The judgement waits for equal views as long as its watchdog lets it live: either may say why.
        assertTrue(first || fence.verdict().code() == VerdictCode.WATCHDOG_STARVED);
        assertTrue(
                fence.verdict().words().contains("statefile"), fence.verdict().words());
        assertFalse(pool.agents[0].ended());
        assertEquals(0b01, pool.agents[0].status().liveset());
    }

    @Test
    void shouldRefuseToLeaveWhileAVmRunsAndFenceWhenItIsToldTwice() {
        runAVm(1);
        Effect.AnswerCommand answer = command(1, new Command.Leave(false));
        assertEquals(CommandResult.Status.REFUSED, answer.result().status());
        assertTrue(answer.result().sentence().contains("shut them down first"));
        assertTrue(pool.agents[1].status().online());
        command(1, new Command.Leave(true));
        fenced(1, VerdictCode.OPERATOR);
    }

    @Test
    void shouldLeaveCleanlyEvenWhenForcedWhenNothingRuns() {
        command(1, new Command.Leave(true));
        pool.run(5 * SECOND);
        assertTrue(pool.agents[1].ended());
        assertEquals(List.of(), pool.told(1, Effect.SelfFence.class));
        assertEquals(
                new Effect.AnswerCommand(1, CommandResult.OK),
                pool.told(1, Effect.AnswerCommand.class).get(0));
        assertTrue(pool.disk.section[1].excluded, "its last write says so");
        assertFalse(pool.manifests[1].armed(), "and before it the manifest says that nothing resets it");
    }

    @Test
    void shouldStopWhenThePoolIsDeclaredInvalidOnceNoVmRuns() {
        runAVm(1);
        assertEquals(
                CommandResult.OK,
                command(0, new Command.SetPoolState(PoolState.INVALID)).result());
        pool.run(5 * SECOND);
        assertTrue(pool.agents[0].ended());
        assertEquals(1, pool.told(0, Effect.Stopped.class).size());
        assertFalse(pool.agents[1].ended());
        List<PoolEvent.Warning> warnings = pool.news(1, PoolEvent.Warning.class);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).sentence().contains("declared invalid"));
        assertTrue(pool.running.get(1).contains(VM), "xhad would stop with its watchdog closed while the VM runs on");
    }

    @Test
    void shouldSendAPoolCommandToTheMaster() {
        int master = pool.agents[0].status().master();
        CommandResult result = command(1 - master, new Command.ForPool(new PoolCommand.EnableHa(true)))
                .result();
        assertEquals(CommandResult.Status.NOT_MASTER, result.status());
        assertEquals("Ask the master, host" + master + ".", result.sentence());
        assertEquals(
                CommandResult.OK,
                command(master, new Command.ForPool(new PoolCommand.EnableHa(true)))
                        .result());
        assertTrue(pool.agents[1 - master].status().table().haEnabled());
    }

    @Test
    void shouldGiveTheMasterLockUpWhenItIsToldTo() {
        int master = pool.agents[0].status().master();
        assertEquals(
                CommandResult.OK,
                command(master, new Command.RequestMaster(false)).result());
        pool.run(5 * SECOND);
        assertEquals(1 - master, pool.agents[0].status().master());
        assertEquals(1 - master, pool.disk.global.master);
        command(1 - master, new Command.RequestMaster(false));
        pool.run(5 * SECOND);
        CommandResult nobody =
                command(0, new Command.ForPool(new PoolCommand.EnableHa(true))).result();
        assertEquals(CommandResult.Status.NOT_MASTER, nobody.status());
        assertTrue(nobody.sentence().contains("No host is master"), nobody.sentence());
    }

    @Test
    void shouldLeaveWhenItIsExcludedWhileItRuns() {
        command(1, new Command.SetExcluded(true));
        pool.run(5 * SECOND);
        assertTrue(pool.agents[1].ended());
        assertEquals(List.of(), pool.told(1, Effect.SelfFence.class));
        assertEquals(
                LivesetException.Code.EXCLUDED_SET_WHILE_RUNNING,
                pool.told(1, Effect.Stopped.class).get(0).code());
        assertTrue(pool.disk.section[1].excluded);
        assertFalse(pool.manifests[1].armed(), "nothing resets it any more, and the others may know");
        assertEquals(0b10, pool.agents[0].status().excluded());
    }

    @Test
    void shouldRefuseToBeExcludedWhileAVmRuns() {
        runAVm(1);
        CommandResult result = command(1, new Command.SetExcluded(true)).result();
        assertEquals(CommandResult.Status.REFUSED, result.status());
        assertEquals("Protected VMs run on this host; move or shut them down first.", result.sentence());
        assertTrue(pool.agents[1].status().online());
        assertFalse(pool.disk.section[1].excluded);
    }

    @Test
    void shouldShowItsWeight() {
        assertEquals(
                CommandResult.OK, command(1, new Command.SetExcluded(false)).result());
        assertEquals(CommandResult.OK, command(1, new Command.SetWeight(3)).result());
        pool.cut = 0b11;
        pool.run(60 * SECOND);
        fenced(0, VerdictCode.NETWORK_LOST);
        assertEquals(20, pool.agents[1].status().weight());
    }

    @Test
    void shouldKeepAllHostsWhenNobodyHasTheStatefileAndFeedByWhatTheOthersHeard() {
        pool.readsFail = 0b11;
        pool.run(200 * SECOND);
        for (HostAgent agent : pool.agents) {
            assertFalse(agent.ended());
            assertTrue(agent.status().sr2());
            assertEquals(0b11, agent.status().liveset());
        }
        pool.readsFail = 0;
        pool.run(30 * SECOND);
        assertFalse(pool.agents[0].status().sr2());
        assertEquals(0b11, pool.agents[0].status().liveset());
        assertTrue(HostSet.contains(pool.agents[0].status().sfdomain(), 1));
    }

    @Test
    void shouldLiveByRule2BesideAnExcludedHostOnceTheDiskIsSureToTellThatHost() {
        command(1, new Command.SetExcluded(true));
        pool.run(700 * SECOND);
        pool.readsFail = 0b01;
        pool.run(200 * SECOND);
        assertFalse(pool.agents[0].ended());
        assertTrue(pool.agents[0].status().sr2());
    }

    @Test
    void shouldFenceItselfUnderRule2WhileAnExcludedHostMightNotKnowIt() {
        command(1, new Command.SetExcluded(true));
        pool.run(60 * SECOND);
        pool.readsFail = 0b01;
        pool.run(200 * SECOND);
        String why = fenced(0, VerdictCode.WATCHDOG_STARVED).verdict().explanation();
        assertTrue(why.contains("of 01, outside the liveset, one was not excluded, or was being taken in"), why);
    }

    @Test
    void shouldLoseTheTieRightAfterItsOwnStall() {
        pool.off = 0b01;
        pool.run(6 * SECOND);
        pool.off = 0;
        pool.run(SECOND);
        assertTrue(pool.agents[0].status().online());
        pool.cut = 0b11;
        pool.run(60 * SECOND);
        fenced(0, VerdictCode.NETWORK_LOST);
        assertFalse(pool.agents[1].ended(), "what was missing was host 0's own fault");
    }

    @Test
    void shouldWaitForTheLongestWatchdogThatIsPublished() {
        pool.off = 0b10;
        pool.disk.section[1].watchdogTimeoutMillis = 60_000;
        pool.run(55 * SECOND);
        assertEquals(0b11, pool.agents[0].status().liveset());
        pool.run(20 * SECOND);
        assertEquals(0b01, pool.agents[0].status().liveset());
    }

    @Test
    void shouldEndTheClaimWhenTheVmIsShutDown() {
        runAVm(1);
        int master = pool.agents[0].status().master();
        command(master, new Command.ForPool(new PoolCommand.ShutdownVm(VM)));
        pool.run(5 * SECOND);
        assertTrue(pool.running.get(1).isEmpty());
        assertEquals(List.of(), pool.agents[1].status().claims());
        pool.run(30 * SECOND);
        assertTrue(pool.running.get(1).isEmpty(), "it stays down");
    }

    @Test
    void shouldTellTheOperatorOfAnOlderSectionAndNotBelieveIt() {
        HostSection before = new HostSection();
        before.copyFrom(pool.disk.section[1]);
        pool.run(5 * SECOND);
        pool.writesHang = 0b10;
        pool.disk.section[1].copyFrom(before);
        pool.disk.section[1].currentLiveset = 0; // what it says is not listened to
        pool.run(3 * SECOND);
        assertEquals(
                List.of(new PoolEvent.SectionRolledBack(1, before.incarnation, before.longSequence)),
                pool.news(0, PoolEvent.SectionRolledBack.class));
        assertEquals(0b11, pool.agents[0].status().liveset());
        pool.step(0, new Event.ReportWanted(1));
        Effect.Report report = pool.told(0, Effect.Report.class).get(0);
        assertEquals(1, report.report().olderSections());
    }
}
