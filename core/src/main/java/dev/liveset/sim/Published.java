package dev.liveset.sim;

import dev.liveset.agent.Effect;

/** What a host last told the world about itself, taken from the effects that were carried out. */
final class Published {
    long liveset;
    long hbdomain;
    long sfdomain;
    int phase;
    boolean lockRequest;
    boolean sr2;

    void clear() {
        liveset = 0;
        hbdomain = 0;
        sfdomain = 0;
        phase = 0;
        lockRequest = false;
        sr2 = false;
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
