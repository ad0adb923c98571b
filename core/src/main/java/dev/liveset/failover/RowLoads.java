package dev.liveset.failover;

import java.util.Arrays;

/** The rows of the packing tests of a pool, one per distinct size, and what a survivor holds at least in each. */
final class RowLoads {

    static final int AT_ONCE_MEMORY = 0;
    static final int AT_ONCE_COUNT = 1;
    static final int IN_SEQUENCE_MEMORY = 2;
    static final int IN_SEQUENCE_COUNT = 3;
    static final int WHOLE_SLOTS = 4;

    /** Distinct sizes, descending. */
    final long[] size;

    /** Whether a protected VM has the size; else only best-effort ones. */
    final boolean[] isProtected;

    private final long[] gcd;
    private final long[] largest;
    /** Divides all sizes. */
    final long gcdOfAll;

    RowLoads(LossModel model) {
        int vms = model.size.length;
        long[] sizes = new long[vms];
        boolean[] guarded = new boolean[vms];
        long[] gcds = new long[vms];
        long[] most = new long[vms];
        int rows = 0;
        long divisor = 0;
        long protectedDivisor = 0;
        long protectedLargest = 0;
        for (int i = 0; i < vms; i++) {
            if (rows == 0 || sizes[rows - 1] != model.size[i]) {
                sizes[rows++] = model.size[i];
            }
            divisor = WorstLosses.gcd(divisor, model.size[i]);
            if (model.isProtected[i]) {
                guarded[rows - 1] = true;
                protectedDivisor = WorstLosses.gcd(protectedDivisor, model.size[i]);
                protectedLargest = Math.max(protectedLargest, model.size[i]);
            }
            gcds[rows - 1] = protectedDivisor;
            most[rows - 1] = protectedLargest;
        }
        size = Arrays.copyOf(sizes, rows);
        isProtected = Arrays.copyOf(guarded, rows);
        gcd = Arrays.copyOf(gcds, rows);
        largest = Arrays.copyOf(most, rows);
        gcdOfAll = divisor;
    }

    /** Whether the loads of {@code other} have the same units, but for those of single rows. */
    boolean hasUnitsOf(RowLoads other) {
        return size.length > 0 && other.size.length > 0 && gcdOfAll == other.gcdOfAll && size[0] == other.size[0];
    }

    /** Whether survivors hold the same in row {@code row} as in a row of {@code other}. */
    boolean isSame(int row, RowLoads other, int otherRow) {
        return size[row] == other.size[otherRow]
                && gcd[row] == other.gcd[otherRow]
                && largest[row] == other.largest[otherRow];
    }

    long smallest() {
        return size.length == 0 ? 1 : size[size.length - 1];
    }

    /** The least restarted amount on a survivor with this room that leaves it less than the row's size. */
    long load(int kind, int row, long room) {
        return load(kind, size[row], room, gcd[row], largest[row]);
    }

    /** The same for a size between the rows, taken up by {@link #covers}. */
    long loadBetween(int kind, long s, long room) {
        int above = -rowOf(s) - 2;
        return load(kind, s, room, WorstLosses.gcd(gcd[above], s), Math.max(largest[above], s));
    }

    private long load(int kind, long s, long room, long unit, long most) {
        if (kind == WHOLE_SLOTS) {
            return room / s * s;
        }
        if (room < s) {
            return 0;
        }
        long leastCount = most == 0 ? 0 : (room - s) / most + 1;
        return switch (kind) {
            case AT_ONCE_MEMORY ->
                Math.max(unit == 0 ? 0 : SimultaneousProof.roundUp(room - s + 1, unit), leastCount * s);
            case AT_ONCE_COUNT -> leastCount;
            case IN_SEQUENCE_MEMORY -> SimultaneousProof.roundUp(room - s + 1, gcdOfAll);
            default -> (room - s) / size[0] + 1;
        };
    }

    /** How much more the test of this kind and size counts on the host of the change. */
    static long change(int kind, long s, VmDelta delta) {
        long removed = delta.protectedBefore() && delta.before() >= s ? delta.before() : 0;
        long added = delta.protectedAfter() && delta.after() >= s ? delta.after() : 0;
        return switch (kind) {
            case AT_ONCE_MEMORY -> added - removed;
            case AT_ONCE_COUNT -> (added > 0 ? 1 : 0) - (removed > 0 ? 1 : 0);
            case IN_SEQUENCE_COUNT -> (delta.after() > 0 ? 1 : 0) - (delta.before() > 0 ? 1 : 0);
            default -> delta.after() - delta.before();
        };
    }

    /** Whether a row for this size exists. */
    boolean has(long wanted) {
        return rowOf(wanted) >= 0;
    }

    /** Whether the other rows stay what they are when the VM of the change arrives. */
    boolean covers(VmDelta delta) {
        long s = delta.after();
        if (s == 0) {
            return true;
        }
        int row = rowOf(s);
        if (row >= 0) {
            return isProtected[row] || !delta.protectedAfter();
        }
        int below = -row - 1;
        if (below == 0 || largest[below - 1] < s || s % gcdOfAll != 0) {
            return false;
        }
        boolean changesUnit = below < size.length && gcd[below] != 0 && s % gcd[below] != 0;
        return !(delta.protectedAfter() && changesUnit);
    }

    /** The row of this size, or {@code -(first smaller row) - 1}. */
    private int rowOf(long wanted) {
        int low = 0;
        int high = size.length - 1;
        while (low <= high) {
            int mid = (low + high) >>> 1;
            if (size[mid] == wanted) {
                return mid;
            }
            if (size[mid] > wanted) {
                low = mid + 1;
            } else {
                high = mid - 1;
            }
        }
        return -low - 1;
    }
}
