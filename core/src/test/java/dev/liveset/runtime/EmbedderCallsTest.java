package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.AllocatedBytes;
import dev.liveset.VmId;
import dev.liveset.agent.Event;
import dev.liveset.recovery.CallOutcome;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.VmRecord;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbedderCallsTest {
    private static final VmId MINION = new VmId(0, 1);
    private static final VmId OTHER = new VmId(0, 2);
    private static final Permit PERMIT = new Permit(64, 1, 0, 7);
    private static final long DEADLINE = 1_000;

    /** Hangs every start until it is let go, and says when one began. */
    private static final class HangingHypervisor implements Hypervisor {
        final CountDownLatch letGo = new CountDownLatch(1);
        final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        Throwable trouble;
        boolean hang = true;

        @Override
        public Set<VmId> running() throws Exception {
            begun.add("list");
            if (hang) {
                letGo.await();
            }
            return Set.of(MINION);
        }

        @Override
        public void start(VmRecord vm, Permit permit) throws Exception {
            begun.add("start " + vm.vm().low());
            if (hang) {
                letGo.await();
            }
            if (trouble instanceof Error error) {
                throw error;
            }
            if (trouble != null) {
                throw (Exception) trouble;
            }
        }

        @Override
        public void stop(VmId vm, Permit permit) {
            begun.add("stop " + vm.low());
        }

        String next() throws InterruptedException {
            return begun.poll(10, TimeUnit.SECONDS);
        }
    }

    private volatile boolean overdue;
    private final HangingHypervisor hypervisor = new HangingHypervisor();
    private final BlockingQueue<Event> answers = new LinkedBlockingQueue<>();
    private final EmbedderCalls calls = new EmbedderCalls("lab1", hypervisor, DEADLINE, 2, answers::add, () -> overdue);

    @AfterEach
    void letGo() {
        hypervisor.letGo.countDown();
        calls.close(() -> {});
    }

    @Test
    void shouldTellTheTimeoutAndThenTheLateReturnOfAHangingStart() throws Exception {
        calls.start(0, vm(MINION), PERMIT, 11);
        hypervisor.next();
        calls.expire(DEADLINE - 1);
        assertEquals(0, answers.size());
        calls.expire(DEADLINE);
        assertEquals("11 TIMED_OUT", started());
        calls.expire(DEADLINE + 1);
        assertEquals(0, answers.size(), "a timeout is told once");
        hypervisor.letGo.countDown();
        assertEquals("11 RETURNED_LATE", started());
    }

    @Test
    void shouldNeverBeginASecondCallForAVmWhoseFirstHangs() throws Exception {
        calls.start(0, vm(MINION), PERMIT, 1);
        assertEquals("start 1", hypervisor.next());
        calls.stop(5, MINION, PERMIT, 2);
        calls.start(5, vm(OTHER), PERMIT, 3);
        assertEquals("start 2", hypervisor.next(), "another VM's call does not wait");
        calls.expire(DEADLINE + 5);
        hypervisor.letGo.countDown();
        int stopped = 0;
        for (int answer = 0; answer < 5; answer++) {
            Event event = answers.poll(10, TimeUnit.SECONDS);
            if (event instanceof Event.VmStopped stop) {
                assertEquals(CallOutcome.FAILED, stop.outcome(), "certainly not done, because it never began");
                stopped++;
            }
        }
        assertEquals(1, stopped);
        assertNull(hypervisor.begun.poll(), "the expired stop must not begin later");
    }

    @Test
    void shouldBeginTheNextCallOfAVmWhenTheFormerReturned() throws Exception {
        calls.start(0, vm(MINION), PERMIT, 1);
        assertEquals("start 1", hypervisor.next());
        calls.stop(0, MINION, PERMIT, 2);
        hypervisor.letGo.countDown();
        assertEquals("1 DONE", started());
        assertEquals("stop 1", hypervisor.next());
        assertEquals(CallOutcome.DONE, ((Event.VmStopped) answers.poll(10, TimeUnit.SECONDS)).outcome());
    }

    @Test
    void shouldStartNoVmAnyMoreOnceTheWatchdogShouldHaveResetThisHost() throws Exception {
        overdue = true;
        calls.start(0, vm(MINION), PERMIT, 1);
        assertEquals("1 FAILED", started());
        calls.stop(0, MINION, PERMIT, 2);
        assertEquals(CallOutcome.DONE, ((Event.VmStopped) answers.poll(10, TimeUnit.SECONDS)).outcome());
        assertEquals("stop 1", hypervisor.next(), "nothing was begun before");
    }

    @Test
    void shouldFailACallThatFindsEveryThreadHanging() throws Exception {
        calls.start(0, vm(MINION), PERMIT, 1);
        calls.start(0, vm(OTHER), PERMIT, 2);
        hypervisor.next();
        hypervisor.next();
        VmId third = new VmId(0, 3);
        calls.start(0, vm(third), PERMIT, 3);
        calls.expire(DEADLINE);
        calls.start(DEADLINE, vm(third), PERMIT, 4);
        assertEquals(Set.of("1 TIMED_OUT", "2 TIMED_OUT", "3 FAILED"), startedThrice());
        hypervisor.letGo.countDown();
        assertEquals("start 3", hypervisor.next());
        assertEquals(Set.of("1 RETURNED_LATE", "2 RETURNED_LATE", "4 DONE"), startedThrice());
        assertNull(hypervisor.begun.poll(), "each call begins once at most");
    }

    @Test
    void shouldBeginNoCallAnyMoreOnceTheHostHasEndedAndSayWhenTheLastReturned() throws Exception {
        calls.start(0, vm(MINION), PERMIT, 1);
        calls.start(0, vm(OTHER), PERMIT, 2);
        hypervisor.next();
        hypervisor.next();
        calls.start(0, vm(new VmId(0, 3)), PERMIT, 3);
        calls.stop(0, MINION, PERMIT, 4);
        CountDownLatch returned = new CountDownLatch(1);
        calls.close(returned::countDown);
        assertEquals(1, returned.getCount(), "two calls are under way");
        hypervisor.letGo.countDown();
        assertTrue(returned.await(10, TimeUnit.SECONDS));
        Set<String> ends = new HashSet<>(Set.of(started()));
        ends.add(started());
        assertEquals(Set.of("1 DONE", "2 DONE"), ends);
        assertNull(hypervisor.begun.poll(200, TimeUnit.MILLISECONDS), "who comes after knows nothing of these");
    }

    @Test
    void shouldHaveReturnedAtOnceWhenNothingIsUnderWay() {
        CountDownLatch returned = new CountDownLatch(1);
        calls.close(returned::countDown);
        assertEquals(0, returned.getCount());
    }

    @Test
    void shouldTreatAnErrorAsUnknownAndAnExceptionAsCertainlyNotStarted() throws Exception {
        hypervisor.hang = false;
        hypervisor.trouble = new IllegalStateException("no memory");
        calls.start(0, vm(MINION), PERMIT, 1);
        assertEquals("1 FAILED", started());
        hypervisor.trouble = new OutOfMemoryError("heap");
        calls.start(0, vm(MINION), PERMIT, 2);
        assertEquals("2 TIMED_OUT", started());
        assertEquals("2 RETURNED_LATE", started());
    }

    @Test
    void shouldSayThatTheHypervisorCannotTellWhileAListHangs() throws Exception {
        calls.list(0);
        hypervisor.next();
        calls.expire(DEADLINE);
        assertNull(((Event.VmsListed) answers.poll(10, TimeUnit.SECONDS)).running());
        calls.list(DEADLINE);
        assertNull(((Event.VmsListed) answers.poll(10, TimeUnit.SECONDS)).running());
        assertEquals(0, hypervisor.begun.size(), "no second question while the first hangs");
    }

    @Test
    void shouldBoundWhatStandsInLineForThreadsThatHangForEver() throws Exception {
        calls.start(0, vm(MINION), PERMIT, 1);
        calls.start(0, vm(OTHER), PERMIT, 2);
        hypervisor.next();
        hypervisor.next();
        int given = 2 * EmbedderCalls.MAX_PENDING;
        for (int call = 3; call < given; call++) {
            calls.start(call, vm(new VmId(0, call)), PERMIT, call);
            calls.expire(call + DEADLINE); // None of them is pending for long, but each stands in line.
        }
        long refused = answers.stream()
                .filter(event -> event instanceof Event.VmStarted started
                        && started.why().startsWith("too many"))
                .count();
        assertEquals(given - 1 - EmbedderCalls.MAX_PENDING, refused);
    }

    @Test
    void shouldAllocateNothingOnTheAgentsThreadToAskForTheList() throws Exception {
        hypervisor.hang = false;
        long bytes = 0;
        for (int round = 0; round < 4_000; round++) {
            long before = AllocatedBytes.now();
            calls.list(round);
            calls.expire(round);
            bytes = round == 2_000 ? 0 : bytes + AllocatedBytes.now() - before;
            assertEquals(new Event.VmsListed(Set.of(MINION)), answers.poll(10, TimeUnit.SECONDS));
        }
        assertTrue(bytes < 2_000 * 8, bytes + " bytes in 2000 questions");
    }

    private Set<String> startedThrice() throws InterruptedException {
        Set<String> all = new HashSet<>();
        all.add(started());
        all.add(started());
        all.add(started());
        return all;
    }

    private String started() throws InterruptedException {
        Event.VmStarted event = (Event.VmStarted) answers.poll(10, TimeUnit.SECONDS);
        return event.callId() + " " + event.outcome();
    }

    private static VmRecord vm(VmId id) {
        return new VmRecord(id, "Minion", 256, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, true, PERMIT, null);
    }
}
