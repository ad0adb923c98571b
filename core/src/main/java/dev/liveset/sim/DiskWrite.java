package dev.liveset.sim;

import java.util.Arrays;

/** A write on its way to the disk. */
final class DiskWrite {
    private final long offset;
    private final byte[] bytes;

    DiskWrite(long offset, byte[] bytes) {
        this.offset = offset;
        this.bytes = bytes;
    }

    long offset() {
        return offset;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    void land(SimDisk disk) {
        disk.land(offset, bytes, bytes.length);
    }

    /** Lands only in part, up to a sector boundary or from one on. Returns whether all that was lost is zeros at its end. */
    boolean tear(SimDisk disk, SimRandom random) {
        int sectors = bytes.length / SimDisk.SECTOR_BYTES;
        int at = random.below(Math.max(1, sectors)) * SimDisk.SECTOR_BYTES;
        if (random.chance(0.7)) {
            disk.land(offset, bytes, at);
            return isZeroFrom(at);
        }
        disk.land(offset + at, Arrays.copyOfRange(bytes, at, bytes.length), bytes.length - at);
        return at == 0;
    }

    private boolean isZeroFrom(int at) {
        for (int i = at; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
