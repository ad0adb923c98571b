package dev.liveset;

import java.util.Comparator;
import java.util.UUID;

/**
 * The identity of a protected VM: a UUID, kept as two words so that tables and claims need no objects inside.
 *
 * @param high most significant 64 bits
 * @param low least significant 64 bits
 */
public record VmId(long high, long low) implements Comparable<VmId> {
    private static final Comparator<VmId> ORDER = (left, right) -> {
        int byHigh = Long.compareUnsigned(left.high, right.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(left.low, right.low);
    };

    /** The identity for a UUID. */
    public static VmId of(UUID uuid) {
        return new VmId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** Reads the usual text form; throws {@link LivesetException} when it is no UUID. */
    public static VmId parse(String text) {
        try {
            return of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG,
                    "The VM id '" + text + "' is not a UUID; write it with dashes.",
                    e);
        }
    }

    public UUID uuid() {
        return new UUID(high, low);
    }

    @Override
    public int compareTo(VmId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return uuid().toString();
    }
}
