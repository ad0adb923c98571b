package dev.liveset.sim;

import dev.liveset.Generation;
import dev.liveset.PoolConfig;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import java.io.IOException;

/** Formats the statefile of a pool, and lets somebody put that of another generation, or its global section, there. */
final class StatefileSwap {
    private static final Generation OTHER_GENERATION = new Generation("5eed0000000000000000000000000bad");

    private final PoolConfig config;
    private final SimDisk disk;
    /** How many replacements of the global section go on, and what they hide. */
    private int replaced;

    private byte[] globalBefore;

    /** Formats the disk for the pool. */
    StatefileSwap(PoolConfig config, SimDisk disk) {
        this.config = config;
        this.disk = disk;
        format(config, disk);
    }

    /** Somebody formats the statefile for another generation of the pool. */
    void replaceStatefile() {
        format(otherGeneration(), disk);
    }

    /** The global section is that of another generation ({@code +1}), or what was there before ({@code -1}). */
    void replaceGlobal(int change) {
        replaced += change;
        if (change > 0 && replaced == 1) {
            globalBefore = disk.image(0, SimDisk.SECTOR_BYTES * 8);
            SimDisk foreign = new SimDisk(disk.sizeBytes());
            format(otherGeneration(), foreign);
            byte[] theirs = foreign.image(0, globalBefore.length);
            disk.land(0, theirs, theirs.length);
        } else if (change < 0 && replaced == 0) {
            disk.land(0, globalBefore, globalBefore.length);
        }
    }

    /** Whether the global section is that of another generation now. */
    boolean isReplaced() {
        return replaced > 0;
    }

    private PoolConfig otherGeneration() {
        return new PoolConfig(config.name(), OTHER_GENERATION, config.hosts(), config.timings(), config.mode());
    }

    private static void format(PoolConfig config, SimDisk disk) {
        SimVdi vdi = new SimVdi(disk);
        vdi.begin(-1);
        try {
            StatefileFormat.format(vdi, config, SimPool.MAX_VMS, PoolKeys.none());
        } catch (IOException e) {
            throw new IllegalStateException("a simulated disk that works cannot fail", e);
        }
        vdi.collected().forEach(write -> write.land(disk));
    }
}
