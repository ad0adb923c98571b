package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.agent.Event;
import dev.liveset.fencing.PowerReport;
import dev.liveset.fencing.PowerReport.Status;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PowerCallsTest {
    private final BlockingQueue<Event> answers = new LinkedBlockingQueue<>();
    private final List<HostConfig> hosts = List.of(host("1"), host("2"));

    private static HostConfig host(String digit) {
        return new HostConfig(new HostId(digit.repeat(32)), "lab" + digit, List.of());
    }

    @Test
    void shouldTellWhatWasSeenOfTheHostThatWasAskedFor() throws InterruptedException {
        PowerReport off = new PowerReport(Status.CONFIRMED_OFF, "chassis power is off");
        try (PowerCalls calls =
                new PowerCalls("lab1", hosts, host -> host.equals(hosts.get(1).id()) ? off : null, answers::add)) {
            calls.powerOff(1, 7);
            assertEquals(new Event.PowerReported(1, 7, off), next());
            calls.powerOff(0, 8);
            assertEquals(failed(0, 8, "the power fencer returned nothing"), next());
        }
    }

    @Test
    void shouldTakeWhateverIsThrownForAFailure() throws InterruptedException {
        try (PowerCalls calls = new PowerCalls(
                "lab1",
                hosts,
                host -> {
                    throw new NoClassDefFoundError("Ipmi");
                },
                answers::add)) {
            calls.powerOff(1, 7);
            assertEquals(failed(1, 7, "Ipmi"), next());
        }
    }

    @Test
    void shouldAnswerAtOnceWhileACallHangsAndStillAskAboutOtherHosts() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        PowerReport off = new PowerReport(Status.ALREADY_OFF, "no load on outlet 4");
        try (PowerCalls calls = new PowerCalls(
                "lab1",
                hosts,
                host -> {
                    if (host.equals(hosts.get(1).id())) {
                        release.await();
                    }
                    return off;
                },
                answers::add)) {
            calls.powerOff(1, 1);
            calls.powerOff(1, 2);
            assertEquals(failed(1, 2, "an earlier call still hangs"), next());
            calls.powerOff(0, 3);
            assertEquals(new Event.PowerReported(0, 3, off), next());
            release.countDown();
            assertEquals(new Event.PowerReported(1, 1, off), next());
        }
    }

    private static Event failed(int host, long callId, String why) {
        return new Event.PowerReported(host, callId, new PowerReport(Status.FAILED, why));
    }

    private Event next() throws InterruptedException {
        return answers.poll(10, TimeUnit.SECONDS);
    }
}
