package dev.liveset.sim;

import dev.liveset.agent.Effect;
import dev.liveset.sim.xhad.Xhad;

/** What a host last told the world about itself, taken from the effects that were carried out. */
final class Published {
    long liveset;
    /** Every host that was in its liveset since its process began. */
    long counted;

    /** Since when it is in its own liveset, in virtual time; meaningless while it is not. */
    long memberSinceNanos;
    /** When a section with it in its own liveset last landed on the disk, in virtual time; of models of the original only. */
    long landedNanos;

    long hbdomain;
    long sfdomain;
    int phase;
    boolean lockRequest;
    boolean sr2;

    void clear() {
        liveset = 0;
        counted = 0;
        hbdomain = 0;
        sfdomain = 0;
        phase = 0;
        lockRequest = false;
        sr2 = false;
    }

    void take(Xhad daemon) {
        liveset = daemon.isOnline() ? daemon.liveset() : 0;
        counted |= liveset;
        hbdomain = daemon.hbdomain();
        sfdomain = daemon.sfdomain();
        phase = daemon.phase();
        lockRequest = daemon.requestsLock();
        sr2 = daemon.rule2();
    }

    void take(Effect effect) {
        if (effect instanceof Effect.SendHeartbeat beat) {
            liveset = beat.message.currentLiveset;
            hbdomain = beat.message.hbdomain;
            sfdomain = beat.message.sfdomain;
            phase = beat.message.phase;
            sr2 = beat.message.sr2;
        } else if (effect instanceof Effect.WriteSection write) {
            liveset = write.section.currentLiveset;
            phase = write.section.phase;
            lockRequest = write.section.lockRequest;
        }
    }
}
