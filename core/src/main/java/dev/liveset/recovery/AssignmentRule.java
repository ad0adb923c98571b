package dev.liveset.recovery;

import dev.liveset.RuleBranch;

/**
 * Rule E4 with its refinements, over plain values: may a VM be given to a host, as far as <i>another</i> configured
 * host is concerned? Facts are the bits below; nothing else is looked at.
 */
final class AssignmentRule {
    /** The other host is in our current liveset. */
    static final int IN_LIVESET = 1;
    /** Its manifest is known, of its current incarnation and not older than its section's trailer names. */
    static final int CURRENT = 1 << 1;
    /** That manifest promises this master's epoch. */
    static final int PROMISED = 1 << 2;
    /** That manifest claims the VM. */
    static final int CLAIMS_VM = 1 << 3;
    /** Its manifest is known from a read that began after the host left the liveset, and is not older than the trailer names. */
    static final int READ_SINCE_LEFT = 1 << 4;
    /** The incarnation that wrote the manifest is proven to be without a sign of life for its whole watchdog timeout, or a newer one was seen. */
    static final int SILENT = 1 << 5;
    /** That manifest says that the watchdog resets the host. */
    static final int ARMED = 1 << 6;
    /** That manifest claims any VM. */
    static final int CLAIMS_ANY = 1 << 7;
    /** A person confirmed that the host is off, and it has shown no newer incarnation. */
    static final int CONFIRMED = 1 << 8;

    static final int ALL_FACTS = (1 << 9) - 1;

    /** What a host's facts say about starting the VM elsewhere. */
    enum Judgement {
        /** E4 (a): it promised and does not claim the VM. */
        PROMISED_CLEAR(true, false, RuleBranch.E4_PROMISED_AND_CLEAR),
        /** E4 (b): out of the liveset after the full wait, last seen armed. */
        FENCED(true, true, RuleBranch.E4_FENCED),
        /** E4 (b): a person's word. */
        CONFIRMED_OFF(true, true, RuleBranch.E4_CONFIRMED_OFF),
        /** E4 (c): it left cleanly with no claims. */
        LEFT_CLEANLY(true, true, RuleBranch.E4_LEFT_CLEANLY),
        /** It is in the liveset and claims the VM. */
        CLAIMING(false, false, RuleBranch.E4_CLAIMED_ELSEWHERE),
        /** It is in the liveset and has not promised in a manifest that counts. */
        NOT_PROMISED(false, false, RuleBranch.E4_NOT_PROMISED),
        /** Its manifest is unknown. */
        UNKNOWN(false, false, RuleBranch.E4_UNKNOWN),
        /** It is out and was armed, but the wait is not over. */
        NOT_SILENT(false, false, RuleBranch.E4_NOT_SILENT),
        /** It is out and was not armed while it claimed VMs: only a person can tell. */
        UNARMED(false, false, RuleBranch.E4_UNARMED);

        /** Whether the VM may be started elsewhere as far as this host is concerned. */
        final boolean clear;
        /** Whether the host is out for good, so that its permits are void. */
        final boolean out;
        /** How it is counted. */
        final RuleBranch branch;

        Judgement(boolean clear, boolean out, RuleBranch branch) {
            this.branch = branch;
            this.clear = clear;
            this.out = out;
        }
    }

    private AssignmentRule() {}

    static Judgement judge(int facts) {
        if (has(facts, IN_LIVESET)) {
            if (!has(facts, CURRENT) || !has(facts, PROMISED)) {
                return Judgement.NOT_PROMISED;
            }
            return has(facts, CLAIMS_VM) ? Judgement.CLAIMING : Judgement.PROMISED_CLEAR;
        }
        if (has(facts, CONFIRMED)) {
            return Judgement.CONFIRMED_OFF;
        }
        if (!has(facts, READ_SINCE_LEFT)) {
            return Judgement.UNKNOWN;
        }
        if (has(facts, ARMED)) {
            return has(facts, SILENT) ? Judgement.FENCED : Judgement.NOT_SILENT;
        }
        return has(facts, CLAIMS_ANY) ? Judgement.UNARMED : Judgement.LEFT_CLEANLY;
    }

    /**
     * Whether the VM's previous permit can never run it again: there was none, its host answered it, or its host is
     * out for good. A host that left cleanly counts only where hosts must be armed to claim: an unarmed one may have
     * been frozen between permit and claim.
     */
    static boolean ended(boolean given, boolean answered, Judgement host, boolean acceptsUnarmed) {
        if (!given || answered) {
            return true;
        }
        return host.out && !(acceptsUnarmed && host == Judgement.LEFT_CLEANLY);
    }

    private static boolean has(int facts, int fact) {
        return (facts & fact) != 0;
    }
}
