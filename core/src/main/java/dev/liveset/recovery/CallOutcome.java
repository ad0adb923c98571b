package dev.liveset.recovery;

/** How a call to the hypervisor ended. */
public enum CallOutcome {
    /** Done and certain. */
    DONE,
    /** Certainly not done. */
    FAILED,
    /** The deadline passed; the call has not returned. */
    TIMED_OUT,
    /** A call that had timed out has now returned, whatever it did. */
    RETURNED_LATE
}
