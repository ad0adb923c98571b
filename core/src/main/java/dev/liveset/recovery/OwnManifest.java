package dev.liveset.recovery;

import dev.liveset.RuleBranch;
import dev.liveset.VmId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The own manifest: in memory, on its way to the disk, and durable. Whatever relies on the disk asks whether the
 * version in which it changed is durable (E2, E3, E7). At most one write is under way.
 */
final class OwnManifest {
    static final long RETRY_NANOS = 200_000_000L;

    private final RecoverySettings settings;
    private final RecoveryRules rules;
    private final RegionSequence sequence;
    private final WakeTime wake;
    private final Map<VmId, LocalClaim> claims = new TreeMap<>();
    private final Map<VmId, Answer> answers = new TreeMap<>();
    private LocalClaim[] claimArray;
    private long promisedEpoch;
    private int watchdogTimeoutMillis;
    private long armStamp;
    /** Sequence of the first durable manifest that says what the watchdog does now. */
    private long disarmedSequence;
    /** Whether a write that said armed was given up: it may land later, over what says that the host is not armed. */
    private boolean armedMayLand;

    private boolean toldMayLand;

    private long publishedSequence;
    private long version = 1;
    private long writtenVersion;
    private long durableVersion;
    private Manifest inFlight;
    private KnownManifest durable;
    private boolean retryWanted;
    private long retryAtNanos;
    private Manifest inMemory;
    private long inMemoryVersion;

    OwnManifest(RecoverySettings settings, RecoveryRules rules, RegionSequence sequence, WakeTime wake) {
        this.settings = settings;
        this.rules = rules;
        this.sequence = sequence;
        this.wake = wake;
    }

    Collection<LocalClaim> claims() {
        return claims.values();
    }

    /** The claims as an array, made anew only when one came or ended: the passes of a quiet host allocate nothing. */
    LocalClaim[] claimArray() {
        if (claimArray == null) {
            claimArray = claims.values().toArray(LocalClaim[]::new);
        }
        return claimArray;
    }

    LocalClaim claim(VmId vm) {
        return claims.get(vm);
    }

    Answer answer(VmId vm) {
        return answers.get(vm);
    }

    long promisedEpoch() {
        return promisedEpoch;
    }

    void add(LocalClaim claim) {
        claims.put(claim.vm, claim);
        claimArray = null;
        claim.stamp = touch();
        claim.claimedStamp = claim.stamp;
    }

    /** Ends a claim; what was started under a permit of the pool is answered in the same write. */
    void end(LocalClaim claim, Answer.Kind kind) {
        claims.remove(claim.vm);
        claimArray = null;
        touch();
        if (!claim.isFound()) {
            answer(claim.vm, claim.permit, kind);
        }
    }

    void answer(VmId vm, Permit permit, Answer.Kind kind) {
        answers.put(vm, new Answer(vm, permit, kind));
        touch();
    }

    /** Forgets answers that the table no longer asks for; it costs no write of its own. */
    void forgetAnswers(TableIndex table) {
        for (Iterator<Answer> all = answers.values().iterator(); all.hasNext(); ) {
            Answer answer = all.next();
            VmRecord record = table.find(answer.vm());
            if (record == null
                    || !answer.permit().equals(record.assignment())
                            && !answer.permit().equals(record.move())) {
                all.remove();
            }
        }
    }

    void promise(long epoch) {
        promisedEpoch = epoch;
        touch();
    }

    /** Notes the watchdog as it runs (E7). */
    void arm(int timeoutMillis) {
        if (watchdogTimeoutMillis != timeoutMillis) {
            watchdogTimeoutMillis = timeoutMillis;
            rules.hit(timeoutMillis > 0 ? RuleBranch.E7_ARMED_IS_SAID : RuleBranch.E7_DISARMED_IS_SAID);
            armStamp = touch();
        }
    }

    /** Marks a change; returns the version that contains it. */
    long touch() {
        return ++version;
    }

    boolean isDurable(long stamp) {
        return stamp <= durableVersion;
    }

    /** Whether it is durable that the watchdog runs, and it still does. */
    boolean isArmed() {
        return watchdogTimeoutMillis > 0
                && durable != null
                && durable.manifest().armed();
    }

    /**
     * Whether the disk says, whatever becomes of writes under way, that this host is not armed (E7), and the own
     * section's trailer names that manifest, so that a stale read of an armed one is not believed. After a write that
     * said armed was given up nothing on the disk can promise that, so a host that claims VMs stays as it is until they
     * are gone: a late section may hide the trailer, from a master that never saw it.
     */
    boolean isDurablyDisarmed() {
        return watchdogTimeoutMillis == 0
                && isDurable(armStamp)
                && durable != null
                && !durable.manifest().armed()
                && (!armedMayLand || claims.isEmpty())
                && (armStamp == 0 || publishedSequence >= disarmedSequence);
    }

    /** Notes what the own section says, as read back. */
    void published(long incarnation, long regionSequence) {
        publishedSequence = incarnation == settings.incarnation() ? regionSequence : 0;
    }

    KnownManifest durable() {
        return durable;
    }

    long durableSequence() {
        return durable == null ? 0 : durable.manifest().sequence();
    }

    boolean isWriteUnderWay() {
        return inFlight != null;
    }

    Manifest inMemory() {
        if (inMemory == null || inMemoryVersion != version) {
            inMemory = build(durableSequence());
            inMemoryVersion = version;
        }
        return inMemory;
    }

    /** Writes what changed. */
    void pump(long nowNanos, RecoveryActions actions) {
        if (armedMayLand && armStamp != 0 && watchdogTimeoutMillis == 0 && !claims.isEmpty() && !toldMayLand) {
            toldMayLand = true;
            actions.warn("This host's watchdog is not disarmed while VMs run here, for a write to the heartbeat disk"
                    + " failed and may still land; move the VMs away or shut them down.");
        }
        if (inFlight != null || writtenVersion == version) {
            return;
        }
        if (retryWanted) {
            retryWanted = false;
            retryAtNanos = nowNanos + RETRY_NANOS;
        }
        if (nowNanos < retryAtNanos) {
            wake.at(retryAtNanos);
            return;
        }
        inFlight = build(sequence.next());
        writtenVersion = version;
        actions.writeManifest(inFlight);
    }

    void onWritten(long writtenSequence, boolean ok) {
        if (inFlight == null || inFlight.sequence() != writtenSequence) {
            return;
        }
        if (ok) {
            durable = new KnownManifest(inFlight);
            if (!isDurable(armStamp)) {
                disarmedSequence = inFlight.sequence();
            }
            durableVersion = writtenVersion;
        } else {
            armedMayLand |= inFlight.armed();
            retryWanted = true;
            writtenVersion = durableVersion;
        }
        inFlight = null;
    }

    private Manifest build(long withSequence) {
        List<Claim> claimed = new ArrayList<>(claims.size());
        for (LocalClaim claim : claims.values()) {
            if (claim.state != ClaimState.CLAIMED || rules.keep(RecoveryRule.CLAIM_BEFORE_START)) {
                claimed.add(claim.claim());
            }
        }
        return new Manifest(
                settings.self(),
                settings.incarnation(),
                withSequence,
                settings.bootIdHigh(),
                settings.bootIdLow(),
                watchdogTimeoutMillis > 0,
                watchdogTimeoutMillis,
                promisedEpoch,
                settings.memoryMib(),
                claimed,
                List.copyOf(answers.values()));
    }
}
