package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.agent.Event;
import dev.liveset.agent.HealthProbe;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HealthCallsTest {
    private final BlockingQueue<Event> answers = new LinkedBlockingQueue<>();

    @Test
    void shouldAnswerWithWhatTheProbeSays() throws InterruptedException {
        HealthProbe ill = new HealthProbe() {
            @Override
            public void check() throws Exception {
                throw new IllegalStateException("ill");
            }

            @Override
            public void restart() {}
        };
        try (HealthCalls calls = new HealthCalls("lab1", ill, answers::add)) {
            calls.check(1);
            assertEquals(new Event.HealthChecked(1, Event.Health.FAILED, "ill"), next());
            calls.restart(2);
            assertEquals(new Event.ManagementRestarted(2, true, ""), next());
        }
    }

    @Test
    void shouldSayAtOnceThatACallCannotBeginWhileAnotherHangs() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        HealthProbe hanging = new HealthProbe() {
            @Override
            public void check() throws Exception {
                release.await();
            }

            @Override
            public void restart() {}
        };
        try (HealthCalls calls = new HealthCalls("lab1", hanging, answers::add)) {
            calls.check(1);
            calls.check(2);
            assertEquals(new Event.HealthChecked(2, Event.Health.NOT_LAUNCHED, "an earlier call still hangs"), next());
            calls.restart(3);
            assertEquals(new Event.ManagementRestarted(3, false, "an earlier call still hangs"), next());
            release.countDown();
            assertEquals(new Event.HealthChecked(1, Event.Health.WELL, ""), next());
        }
    }

    private Event next() throws InterruptedException {
        return answers.poll(10, TimeUnit.SECONDS);
    }
}
