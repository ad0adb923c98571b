package dev.liveset.runtime;

import dev.liveset.agent.PoolEvent;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.Optional;

/**
 * The newest write that the global section has shown since this host began, so that an older one is recognised. It only
 * reports. A section without our trailer (xhad's) tells nothing.
 */
final class GlobalHistory {
    private long newest;
    private long last;
    private boolean told;
    private volatile long older;

    /** Looks at a read; the news is told once until the newest write shows again. One thread looks. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    Optional<PoolEvent> look(StatefileSnapshot snapshot) {
        long now = snapshot.globalStatus == SectionStatus.VALID ? snapshot.global.sequence : 0;
        if (now == 0) {
            return Optional.empty();
        }
        boolean moved = now != last;
        last = now;
        if (now >= newest) {
            newest = now;
            told = false;
            return Optional.empty();
        }
        older += moved ? 1 : 0;
        if (told) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(new PoolEvent.GlobalSectionRolledBack(now, newest));
    }

    /** How many older contents were seen; any thread may ask. */
    long olderSections() {
        return older;
    }
}
