package dev.liveset.agent;

import dev.liveset.VmId;
import dev.liveset.fencing.Verdict;
import java.time.Duration;

/** News for the embedder and the operator, each told once per change. */
public sealed interface PoolEvent {
    /** The host's life, the liveset, the master or a VM changed; a complete new picture. */
    record StatusChanged(PoolStatus status) implements PoolEvent {}

    /**
     * A host left the current liveset, with the reason.
     *
     * @param incarnation of the life that was counted there
     */
    record HostRemoved(Verdict verdict, long incarnation) implements PoolEvent {}

    /** A host joined the current liveset. */
    record HostJoined(int host) implements PoolEvent {}

    /** The pool can tolerate fewer host failures than the target ({@code raised}), or again enough. */
    record Overcommitted(boolean raised, int target, int planExistsFor) implements PoolEvent {}

    /** The pool can tolerate fewer host failures than before, whatever the target. */
    record PromiseDropped(int before, int planExistsFor) implements PoolEvent {}

    /** A VM that should run does not, and no host could be found or the start failed; once until it recovers. */
    record RestartFailed(VmId vm, String why) implements PoolEvent {}

    /** This host fences itself at this moment. Told before the reset, which does not wait until anybody has heard it. */
    record SelfFenced(Verdict verdict) implements PoolEvent {}

    /**
     * The heartbeat disk shows a section of a host, validly sealed, that is older than what it showed before: a restored
     * snapshot, a cloned disk, a late write of an earlier start or a stale cache. It is not believed. Told once until the
     * newest shows again.
     *
     * @param incarnation of the start that wrote it, 0 for a section that its host never wrote
     * @param sequence of that write within the start
     */
    record SectionRolledBack(int host, long incarnation, long sequence) implements PoolEvent {}

    /**
     * The heartbeat disk shows a global section, validly sealed, that is older than what it showed before: a restored
     * snapshot, a cloned disk, or the late write of a host that another had overtaken. Told once until the newest, or a
     * newer one, shows. The pool state in it is taken as it stands.
     *
     * @param sequence of the write that stands there
     * @param newest that was there before
     */
    record GlobalSectionRolledBack(long sequence, long newest) implements PoolEvent {}

    /**
     * The section of a host that is waited for to be removed could not be read for so long, and this host has overwritten it: a
     * bad block mostly heals by that, and the host is removed a full silence later. Look after the heartbeat disk.
     */
    record SectionOverwritten(int host, Duration unreadable) implements PoolEvent {}

    /** This host is in shadow mode and would have fenced itself; nothing was reset. */
    record WouldHaveFenced(Verdict verdict) implements PoolEvent {}

    /** Something that the operator should look at; the text names the trouble and what to do. */
    record Warning(String sentence) implements PoolEvent {}
}
