package dev.liveset.recovery;

import dev.liveset.VmId;

/**
 * A host's final word on a permit: the VM does not run here under it, and never will (E4, <i>Answers</i>).
 *
 * @param vm the VM
 * @param permit the permit that is answered
 * @param kind how it ended
 */
public record Answer(VmId vm, Permit permit, Kind kind) {
    /** How a permit ended; the ordinal is the number on disk. */
    public enum Kind {
        /** It ran and was stopped, confirmed. */
        STOPPED,
        /** The start failed, confirmed that nothing runs. */
        FAILED,
        /** The permit was not taken. */
        REFUSED
    }
}
