package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.agent.Event;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WitnessMonitorTest {
    private final BlockingQueue<Boolean> answers = new ArrayBlockingQueue<>(16);
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** The next look's answer; while there is none, nobody answers the look either. */
    private boolean next() {
        try {
            return answers.take();
        } catch (InterruptedException e) {
            return false; // the monitor was closed
        }
    }

    @Test
    void shouldTellWhenItIsReachedAndWhenItWasMissedTwice() throws InterruptedException {
        try (WitnessMonitor monitor = new WitnessMonitor("lab1", this::next, 1, events::add)) {
            answers.addAll(List.of(false, false, true, false, true, false, false, false, true));
            for (boolean reached : new boolean[] {true, false, true}) {
                assertEquals(new Event.WitnessChanged(reached), events.poll(10, TimeUnit.SECONDS));
            }
            assertTrue(answers.isEmpty());
            assertNull(events.poll());
        }
    }

    @Test
    void shouldTakeAnAcceptedAndARefusedConnectionForAnAnswer() throws Exception {
        InetAddress own = InetAddress.getLoopbackAddress();
        InetSocketAddress address;
        try (ServerSocket listening = new ServerSocket(0, 1, own)) {
            address = new InetSocketAddress(own, listening.getLocalPort());
            assertTrue(new WitnessProbe(address, List.of(own), 10_000).reached());
        }
        assertTrue(new WitnessProbe(address, List.of(own), 10_000).reached(), "refused by whoever is there");
    }

    @Test
    void shouldNotReachItFromAnAddressThatTheMachineDoesNotHave() throws Exception {
        InetAddress own = InetAddress.getLoopbackAddress();
        InetAddress gone = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
        InetSocketAddress address = new InetSocketAddress(own, 9);
        assertFalse(new WitnessProbe(address, List.of(gone), 10_000).reached());
        assertTrue(new WitnessProbe(address, List.of(gone, own), 10_000).reached(), "one network is enough");
    }
}
