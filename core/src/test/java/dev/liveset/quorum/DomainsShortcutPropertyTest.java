package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Most steps look at nobody, because time alone can change nothing yet: that must never show. Two hosts see the same at the
 * same time; one of them is made to look at every step. T1 = T2 = 2 s.
 */
class DomainsShortcutPropertyTest {
    private static final int HOSTS = 3;
    private static final long MILLI = 1_000_000L;
    private static final long STEP = 50;

    /** A host that sees what the run shows it. */
    private static final class Watcher {
        final LivesetState state = new LivesetState(QuorumPools.pool(HOSTS), 0, QuorumRules.OURS);
        final Domains domains = new Domains(state);

        Watcher() {
            state.seen.begin(0);
        }

        void look(long now, boolean always) {
            state.seen.readSinceLook |= always;
            domains.update(now * MILLI);
        }

        String sets() {
            return state.hbdomain + " " + state.sfdomain + " " + state.statefileAccess;
        }
    }

    /** One run: seconds in which each host beats, writes and is torn or not, reads come or hang, rounds run or not. */
    private static final class Run {
        private final Random random;
        private final Watcher[] watchers = {new Watcher(), new Watcher()};
        private final int[] sequence = new int[HOSTS];
        private final Sightings.Section section = new Sightings.Section();
        private boolean[] beats = new boolean[HOSTS];
        private boolean[] writes = new boolean[HOSTS];
        private boolean[] tears = new boolean[HOSTS];
        private boolean reads;
        private int changes;

        Run(long seed) {
            random = new Random(seed);
            section.incarnation = 1;
        }

        /** Plays half a minute; returns how often a domain changed. */
        int play() {
            String before = "";
            for (long now = STEP; now < 30_000; now += STEP) {
                if (now % 500 == STEP) {
                    turn(now);
                }
                see(now);
                watchers[0].look(now, false);
                watchers[1].look(now, true);
                String sets = watchers[1].sets();
                assertEquals(sets, watchers[0].sets(), "at " + now + " ms, before " + before);
                changes += sets.equals(before) ? 0 : 1;
                before = sets;
            }
            return changes;
        }

        private void turn(long now) {
            for (int host = 0; host < HOSTS; host++) {
                beats[host] = random.nextInt(5) == 0 != beats[host];
                writes[host] = random.nextInt(5) == 0 != writes[host];
                tears[host] = random.nextInt(8) == 0;
            }
            reads = random.nextInt(4) == 0 != reads;
            boolean round = random.nextInt(3) == 0;
            boolean stalled = random.nextInt(8) == 0;
            for (Watcher watcher : watchers) {
                watcher.state.joinBlock = round;
                watcher.state.phase = round ? Phase.FHREADY : Phase.STARTED;
                if (stalled) {
                    watcher.state.noJudgementUntilNanos = (now + 1_500) * MILLI;
                }
            }
        }

        private void see(long now) {
            boolean reading = reads && random.nextInt(4) == 0;
            long began = now - random.nextInt(300);
            for (int host = 0; host < HOSTS; host++) {
                boolean beat = host != 0 && beats[host] && random.nextInt(4) == 0;
                boolean hearsUs = random.nextInt(20) != 0;
                sequence[host] += writes[host] && reading ? 1 : 0;
                boolean torn = host != 0 && tears[host];
                for (Watcher watcher : watchers) {
                    if (beat) {
                        beat(watcher, now, host, hearsUs ? 0b111 : 0b110);
                    }
                    if (reading) {
                        read(watcher, began, now, host, torn);
                    }
                }
            }
        }

        private void beat(Watcher watcher, long now, int host, long hbdomain) {
            int phase = Phase.FHREADY.ordinal();
            watcher.state.seen.heard(now * MILLI, host, 0, 0, hbdomain, 0, phase, false, false, false, 1, 0);
            watcher.domains.dropOneWay(host);
        }

        private void read(Watcher watcher, long began, long now, int host, boolean torn) {
            if (torn) {
                watcher.state.seen.readUnusable(began * MILLI, now * MILLI, host, 1 + sequence[host]);
            } else {
                section.sequence = sequence[host];
                section.longSequence = sequence[host];
                watcher.state.seen.read(began * MILLI, now * MILLI, host, section, 0);
            }
        }
    }

    @Property(tries = 300)
    void shouldHoldTheSameAsAHostThatLooksAtEveryStep(@ForAll long seed) {
        new Run(seed).play();
    }

    @Test
    void shouldSeeTheDomainsChangeOften() {
        int changes = 0;
        for (long seed = 0; seed < 20; seed++) {
            changes += new Run(seed).play();
        }
        assertTrue(changes > 200, () -> "a run in which nothing moves shows nothing");
    }
}
