package dev.liveset.sim;

/** A write on its way to the disk. */
final class DiskWrite {
    private final long offset;
    private final byte[] bytes;

    DiskWrite(long offset, byte[] bytes) {
        this.offset = offset;
        this.bytes = bytes;
    }

    void land(SimDisk disk) {
        disk.land(offset, bytes, bytes.length);
    }

    /** Lands only in part, up to a sector boundary. */
    void tear(SimDisk disk, SimRandom random) {
        int sectors = bytes.length / SimDisk.SECTOR_BYTES;
        disk.land(offset, bytes, random.below(Math.max(1, sectors)) * SimDisk.SECTOR_BYTES);
    }
}
