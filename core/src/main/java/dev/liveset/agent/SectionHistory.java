package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.List;

/**
 * The newest stamp (incarnation, then sequence) that each section has shown on the disk since this agent began, so that
 * an older one, however validly signed, is recognised: a restored snapshot, a cloned disk, a late write of an earlier
 * boot, a stale cache. It only reports; that such a section is not believed is the quorum's part.
 */
final class SectionHistory {
    private final boolean strict;
    private final long[] incarnation = new long[HostSet.MAX_HOSTS];
    private final long[] sequence = new long[HostSet.MAX_HOSTS];
    private final long[] lastIncarnation = new long[HostSet.MAX_HOSTS];
    private final long[] lastSequence = new long[HostSet.MAX_HOSTS];
    private long told;
    private long older;

    /** @param strict whether every section that its host wrote has a stamp */
    SectionHistory(boolean strict) {
        this.strict = strict;
    }

    /** Looks at a usable section; an older one is told once, until the host's newest shows again. */
    void look(StatefileSnapshot snapshot, int host, List<Effect> effects) {
        HostSection section = snapshot.section[host];
        if (!strict && !section.trailer) {
            return; // xhad's, or ours that xhad wrote over
        }
        boolean isOlder = isBefore(section, incarnation[host], sequence[host]);
        boolean moved = section.incarnation != lastIncarnation[host] || section.longSequence != lastSequence[host];
        lastIncarnation[host] = section.incarnation;
        lastSequence[host] = section.longSequence;
        if (!isOlder) {
            incarnation[host] = section.incarnation;
            sequence[host] = section.longSequence;
            told = HostSet.without(told, host);
        } else if (moved) {
            older++;
            if (!HostSet.contains(told, host)) {
                told = HostSet.with(told, host);
                effects.add(new Effect.Notify(
                        new PoolEvent.SectionRolledBack(host, section.incarnation, section.longSequence)));
            }
        }
    }

    /** How many older contents were seen. */
    long olderSections() {
        return older;
    }

    private static boolean isBefore(HostSection section, long incarnation, long sequence) {
        return section.incarnation < incarnation
                || section.incarnation == incarnation && section.longSequence < sequence;
    }
}
