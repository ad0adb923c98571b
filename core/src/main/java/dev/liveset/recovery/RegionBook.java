package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.RuleBranch;

/**
 * What this host knows of the others' regions, and what it has to read. A region is read when its host's trailer moved
 * beyond what was read, or when what was read does not count for the question asked; never twice at a time; what did
 * not help is read again after {@value #RETRY_NANOS} ns.
 */
final class RegionBook {
    static final long RETRY_NANOS = 200_000_000L;

    private final RecoveryRules rules;
    private final WakeTime wake;
    private final KnownManifest[] manifests = new KnownManifest[HostSet.MAX_HOSTS];
    private final PoolTable[] tables = new PoolTable[HostSet.MAX_HOSTS];
    private final RegionRead[] manifestReads = new RegionRead[HostSet.MAX_HOSTS];
    private final RegionRead[] tableReads = new RegionRead[HostSet.MAX_HOSTS];
    /** Newest incarnation and region sequence that each host's trailer has named. */
    private final long[] trailerIncarnation = new long[HostSet.MAX_HOSTS];

    private final long[] trailerSequence = new long[HostSet.MAX_HOSTS];
    /** Incarnation as which each host entered the liveset last; of one that never did, the first that was seen. */
    private final long[] memberIncarnation = new long[HostSet.MAX_HOSTS];

    private long members;
    private long tenure;
    private long news;

    RegionBook(RecoveryRules rules, WakeTime wake) {
        this.rules = rules;
        this.wake = wake;
        for (int host = 0; host < HostSet.MAX_HOSTS; host++) {
            manifestReads[host] = new RegionRead();
            tableReads[host] = new RegionRead();
        }
    }

    /** Notes the trailers; called before every pass. */
    void observe(RecoveryView view) {
        for (int host = 0; host < view.hostCount; host++) {
            long incarnation = view.incarnation[host];
            long sequence = view.regionSequence[host];
            boolean enters = HostSet.contains(view.liveset & ~members, host);
            if (enters || memberIncarnation[host] == 0) {
                memberIncarnation[host] = incarnation;
            }
            if (sequence > 0
                    && (incarnation > trailerIncarnation[host]
                            || incarnation == trailerIncarnation[host] && sequence > trailerSequence[host])) {
                trailerIncarnation[host] = incarnation;
                trailerSequence[host] = sequence;
                manifestReads[host].isBehind = true;
                tableReads[host].isBehind = true;
            }
        }
        members = view.liveset;
    }

    /**
     * Whether the incarnation that wrote an armed manifest is proven to be gone: silent for its whole watchdog timeout,
     * or followed by a newer one, which the machine's reset alone allows (E8). Silence of the incarnation that left
     * proves nothing of one that is just joining.
     */
    boolean isArmedIncarnationGone(int host, long incarnation, RecoveryView view) {
        return incarnation < view.incarnation[host]
                || incarnation <= memberIncarnation[host] && HostSet.contains(view.silentHosts, host);
    }

    /** Begins a tenure as master: only what is read from now on counts for E1. */
    void beginTenure() {
        tenure++;
    }

    /** Counts the manifests that were believed. */
    long news() {
        return news;
    }

    /** The manifest, or null while it is unknown or older than its host's trailer names. */
    KnownManifest manifest(int host) {
        KnownManifest known = manifests[host];
        if (known == null || isStale(known, host)) {
            return null;
        }
        return known;
    }

    /** The newest manifest ever read, whether or not it still counts; null for none. */
    KnownManifest anyManifest(int host) {
        return manifests[host];
    }

    /** Whether the host's section trailer names a newer region than this manifest: then it is a stale read. */
    boolean isOlderThanTrailer(KnownManifest known, int host) {
        return known.isBefore(trailerIncarnation[host], trailerSequence[host]);
    }

    private boolean isStale(KnownManifest known, int host) {
        return isBefore(known.manifest(), trailerIncarnation[host], trailerSequence[host])
                && rules.keep(RecoveryRule.STALE_READ_IS_UNKNOWN)
                && rules.keep(RecoveryRule.LATE_WRITE_IS_UNKNOWN);
    }

    /** By incarnation, then sequence; the planted bug believes what a former boot wrote. */
    private boolean isBefore(Manifest manifest, long incarnation, long sequence) {
        if (manifest.incarnation() != incarnation) {
            return manifest.incarnation() < incarnation && rules.keep(RecoveryRule.CURRENT_INCARNATION);
        }
        return manifest.sequence() < sequence;
    }

    /** Whether the manifest comes from a read that was asked for, and began, after the host left the liveset. */
    boolean isReadSinceLeft(int host, RecoveryView view) {
        if (!rules.keep(RecoveryRule.READ_AFTER_LEAVING)) {
            return manifests[host] != null;
        }
        RegionRead read = manifestReads[host];
        return manifest(host) != null && read.counts && read.wasOut && read.beganNanos - view.leftNanos[host] >= 0;
    }

    /** Whether the manifest comes from a read of this tenure. */
    boolean isManifestOfTenure(int host) {
        return manifest(host) != null && manifestReads[host].countsFor(tenure);
    }

    /** Whether the master region was read in this tenure and the newest valid slot decoded. */
    boolean isTableOfTenure(int host) {
        return tables[host] != null && tableReads[host].countsFor(tenure);
    }

    /** The newest table read from the host's master region, null for none. */
    PoolTable table(int host) {
        return tables[host];
    }

    /** Asks for the manifest unless a read is under way or the last one was just tried. */
    void wantManifest(int host, RecoveryView view, RecoveryActions actions) {
        want(manifestReads[host], host, RegionKind.MANIFEST, view, actions);
    }

    /** Asks for the master region unless a read is under way or the last one was just tried. */
    void wantTable(int host, RecoveryView view, RecoveryActions actions) {
        want(tableReads[host], host, RegionKind.MASTER, view, actions);
    }

    /** Asks for the master region only when its host's trailer moved, or the last read failed. */
    void followTable(int host, RecoveryView view, RecoveryActions actions) {
        RegionRead read = tableReads[host];
        if (read.isBehind || read.hasFailed) {
            wantTable(host, view, actions);
        }
    }

    /** Makes the next {@link #followTable} read, whatever the trailer says. */
    void forgetTableRead(int host) {
        tableReads[host].isBehind = true;
    }

    private void want(RegionRead read, int host, RegionKind kind, RecoveryView view, RecoveryActions actions) {
        if (read.isUnderWay) {
            return;
        }
        if (!read.isBehind && read.wasAsked && view.nowNanos - read.askedNanos < RETRY_NANOS) {
            wake.at(read.askedNanos + RETRY_NANOS);
            return;
        }
        read.ask(view.nowNanos, !HostSet.contains(view.liveset, host), tenure);
        actions.readRegion(host, kind);
    }

    /** Whether another read of the manifest could tell more. */
    boolean isManifestBehind(int host) {
        return manifestReads[host].isBehind || manifest(host) == null;
    }

    void onManifest(int host, long beganNanos, RegionStatus status, Manifest manifest) {
        RegionRead read = manifestReads[host];
        if (!read.isUnderWay) {
            return;
        }
        Manifest content = manifest;
        if (status == RegionStatus.NO_VALID_SLOT && !rules.keep(RecoveryRule.UNREADABLE_IS_UNKNOWN)) {
            content = emptied(host);
        }
        KnownManifest former = manifests[host];
        boolean believed = content != null
                && content.host() == host
                && (former == null
                        || !rules.keep(RecoveryRule.LATE_WRITE_IS_UNKNOWN)
                        || !isBefore(
                                content,
                                former.manifest().incarnation(),
                                former.manifest().sequence()));
        if (believed) {
            KnownManifest known = new KnownManifest(content);
            believed = !isStale(known, host);
            rules.hit(believed ? RuleBranch.MANIFEST_BELIEVED : RuleBranch.MANIFEST_OLDER_THAN_TRAILER);
            if (believed) {
                manifests[host] = known;
                news++;
            }
        }
        if (content == null) {
            rules.hit(
                    status == RegionStatus.UNREADABLE
                            ? RuleBranch.MANIFEST_UNREADABLE
                            : RuleBranch.MANIFEST_WITHOUT_VALID_SLOT);
        }
        read.answer(beganNanos, believed);
    }

    /** What the planted bug makes of an unreadable region: everything as it was, but no claims. */
    private Manifest emptied(int host) {
        Manifest last = manifests[host] == null ? Manifest.initial(host) : manifests[host].manifest();
        return new Manifest(
                host,
                Math.max(last.incarnation(), trailerIncarnation[host]),
                Math.max(last.sequence(), trailerSequence[host]),
                last.bootIdHigh(),
                last.bootIdLow(),
                last.armed(),
                last.watchdogTimeoutMillis(),
                last.promisedEpoch(),
                last.memoryMib(),
                java.util.List.of(),
                java.util.List.of());
    }

    void onTable(int host, long beganNanos, RegionStatus status, PoolTable table) {
        RegionRead read = tableReads[host];
        if (!read.isUnderWay) {
            return;
        }
        boolean valid = status.isValid();
        // A late write can hide the newest slot; what was read before is still the host's newest word.
        if (!valid) {
            rules.hit(RuleBranch.TABLE_UNKNOWN);
        }
        if (valid && (tables[host] == null || table.newerThan(tables[host]))) {
            tables[host] = table;
        }
        read.answer(beganNanos, valid);
    }
}
