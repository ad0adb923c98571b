package dev.liveset.failover;

import java.util.Optional;

/**
 * How many host losses of one kind are survived.
 *
 * @param promised this many losses, and fewer, are surely survived; {@link FailoverPromise#DOES_NOT_FIT} if the VMs
 *     that should run do not fit even now
 * @param upperBound more than this many are surely not survived
 * @param proof what {@code promised} rests on
 * @param counterExample a loss of {@code promised + 1} hosts that breaks the plan; empty if none was found
 */
public record PromisedLosses(int promised, int upperBound, Proof proof, Optional<CounterExample> counterExample) {

    /** Whether the promise is the largest possible one. */
    public boolean isExact() {
        return promised == upperBound;
    }
}
