package dev.liveset.sim;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlastRadiusTest {
    private final CheckerDesk desk = new CheckerDesk();
    private final BlastRadius radius = new BlastRadius(desk.pool);

    @BeforeEach
    void look() {
        desk.with(radius);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void dies(int host) {
        radius.onHostDied(desk.host(host), "fence");
    }

    @Test
    void shouldSeeADeathThatTheFaultMayNotCost() {
        radius.begin(0b001, 1);
        dies(0);
        desk.seesNothing();
        dies(1);
        desk.sees("h2 died (fence) of a fault that should have cost at most 100");
    }

    @Test
    void shouldSeeOneDeathTooMany() {
        radius.begin(0b111, 1);
        dies(1);
        desk.seesNothing();
        dies(2);
        desk.sees("a fault that may cost 1 host has cost 011");
    }

    @Test
    void shouldLetAPauseCostTheHostThatPausedAndAPeer() {
        radius.begin(0b111, 2, 0b001);
        dies(1);
        dies(0);
        desk.seesNothing();
        dies(2);
        desk.sees("a fault that may cost 2 host has cost 111");
    }

    @Test
    void shouldNotLetAPauseCostTwoPeersOfTheHostThatPaused() {
        radius.begin(0b111, 2, 0b001);
        dies(1);
        desk.seesNothing();
        dies(2);
        desk.sees("a fault of 100, which goes on, has cost 011");
    }

    @Test
    void shouldClaimNothingOnceTheFaultIsOneOfMany() {
        radius.begin(0, 0);
        radius.end();
        dies(1);
        desk.seesNothing();
    }
}
