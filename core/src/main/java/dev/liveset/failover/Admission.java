package dev.liveset.failover;

import java.util.Optional;

/**
 * Whether a change keeps the promise.
 *
 * @param verdict the answer with its kind of reason
 * @param proof with {@link Verdict#STILL_PROMISED} what the promise after the change rests on; else empty
 * @param counterExample with {@link Verdict#BREAKS} the hosts, at most as many as the target, whose loss the changed pool
 *     would not survive; with {@link Verdict#WOULD_NOT_FIT} no host, and the VMs without a place; else empty
 */
public record Admission(Verdict verdict, Optional<Proof> proof, Optional<CounterExample> counterExample) {

    static Admission proven(Proof proof) {
        return new Admission(Verdict.STILL_PROMISED, Optional.of(proof), Optional.empty());
    }

    static Admission without(Verdict verdict) {
        return new Admission(verdict, Optional.empty(), Optional.empty());
    }

    static Admission refused(Verdict verdict, Optional<CounterExample> counterExample) {
        return new Admission(verdict, Optional.empty(), counterExample);
    }

    /** The kinds of answers. */
    public enum Verdict {
        /** The pool can be promised the target after the change too. */
        STILL_PROMISED(true),
        /** The target cannot be promised now, so there is nothing to break. */
        NO_PROMISE_NOW(true),
        /** A loss of at most the target was found that the changed pool does not survive. */
        BREAKS(false),
        /** The changed pool could not be proven to survive the target within the limits. */
        NOT_PROVEN(false),
        /** The protected VMs that should run would not even fit without any loss. */
        WOULD_NOT_FIT(false);

        private final boolean allows;

        Verdict(boolean allows) {
            this.allows = allows;
        }
    }

    /** Whether the change may be made. */
    public boolean isAllowed() {
        return verdict.allows;
    }
}
