package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.QuorumRule;
import dev.liveset.quorum.QuorumRules;
import dev.liveset.quorum.Sightings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Has the section of a dead host overwritten when the quorum says that it is this host's turn, between two cycles of the
 * statefile like every other request, and tells the operator what came of it. What does not help is told once while the
 * section stays unreadable; it is tried again when the quorum says so.
 */
final class BadBlockDesk {
    private final PoolConfig pool;
    private final LivesetQuorum quorum;
    private final StatefileLoop statefile;
    private final QuorumRules rules;
    private final List<Effect> effects;
    private long attempts;
    /** By host: since when its section had been unreadable when this host last had it overwritten, and last warned. */
    private final long[] triedNanos = new long[HostSet.MAX_HOSTS];

    private final long[] warnedNanos = new long[HostSet.MAX_HOSTS];

    BadBlockDesk(
            AgentConfig config,
            LivesetQuorum quorum,
            StatefileLoop statefile,
            QuorumRules rules,
            List<Effect> effects) {
        this.rules = rules;
        this.pool = config.pool();
        this.quorum = quorum;
        this.statefile = statefile;
        this.effects = effects;
        Arrays.fill(triedNanos, Sightings.NEVER);
        Arrays.fill(warnedNanos, Sightings.NEVER);
    }

    /** Does what is due; {@code armed}: this host is one that others may rely on. */
    void advance(long nowNanos, boolean armed) {
        for (long rest = armed ? quorum.toOverwrite(nowNanos) : 0; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (triedNanos[host] == quorum.unreadableNanos(host)) {
                warn(host, "was overwritten and can still not be read");
            }
            triedNanos[host] = quorum.unreadableNanos(host);
            attempts += rules.keep(QuorumRule.OVERWRITTEN_NEVER_ALIKE) || attempts == 0 ? 1 : 0;
            statefile.request(new Effect.OverwriteSection(host, attempts));
        }
        for (long rest = quorum.leftUnreadable(); rest != 0; rest &= rest - 1) {
            warn(
                    HostSet.lowest(rest),
                    "cannot be read, and is left alone as a host that was to overwrite it is gone since");
        }
    }

    void onOverwritten(long nowNanos, Event.SectionOverwritten done) {
        statefile.onRequestDone();
        int host = done.host();
        if (done.ok()) {
            Duration unreadable = Duration.ofNanos(nowNanos - triedNanos[host]);
            effects.add(new Effect.Notify(new PoolEvent.SectionOverwritten(host, unreadable)));
        } else {
            warn(host, "can neither be read nor overwritten");
        }
    }

    private void warn(int host, String trouble) {
        if (warnedNanos[host] != triedOrUnreadable(host)) {
            warnedNanos[host] = triedOrUnreadable(host);
            String name = pool.host(host).name();
            effects.add(new Effect.Notify(new PoolEvent.Warning("The section of host " + name
                    + " on the heartbeat disk " + trouble + ": repair the disk and overwrite that section with zeros"
                    + " (statefile dump tells where it lies), or start " + name + " again; until then " + name
                    + " stays in the liveset and its VMs are not started elsewhere.")));
        }
    }

    /** What tells one time of being unreadable from the next; the present one may have ended before the answer came. */
    private long triedOrUnreadable(int host) {
        long since = quorum.unreadableNanos(host);
        return since == Sightings.NEVER ? triedNanos[host] : since;
    }
}
