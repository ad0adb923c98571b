package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.agent.PoolEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenerThreadTest {
    private final BoundedLog log = new BoundedLog("Lab", "lab1");
    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void shouldTellEventsInOrderAndGoOnAfterAListenerThatThrows() throws Exception {
        PoolListener listener = event -> {
            heard.add(host(event));
            throw new IllegalStateException("a bug of the embedder");
        };
        try (ListenerThread thread = new ListenerThread("lab1", listener, 1_000, log)) {
            thread.tell(new PoolEvent.HostJoined(1));
            thread.tell(new PoolEvent.HostJoined(2));
            assertEquals(1, heard.poll(10, TimeUnit.SECONDS));
            assertEquals(2, heard.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldDropTheOldestEventsWhileTheListenerHangsAndKeepTheNewest() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        PoolListener listener = event -> {
            reached.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            heard.add(host(event));
        };
        try (ListenerThread thread = new ListenerThread("lab1", listener, 1_000, log)) {
            thread.tell(new PoolEvent.HostJoined(-1));
            assertTrue(reached.await(10, TimeUnit.SECONDS));
            for (int event = 0; event < 1100; event++) {
                thread.tell(new PoolEvent.HostJoined(event));
            }
            letGo.countDown();
            List<Integer> expected = new ArrayList<>(List.of(-1));
            for (int event = 1100 - 1024; event < 1100; event++) {
                expected.add(event);
            }
            List<Integer> all = new ArrayList<>();
            while (all.size() < expected.size()) {
                all.add(heard.poll(10, TimeUnit.SECONDS));
            }
            assertEquals(expected, all);
        }
    }

    private static int host(PoolEvent event) {
        return ((PoolEvent.HostJoined) event).host();
    }
}
