package dev.liveset.runtime;

import dev.liveset.PoolConfig;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A file that is formatted as the statefile of a pool, for benchmarks with real hosts. */
final class FreshStatefile {
    static final int MAX_VMS = 8;

    private FreshStatefile() {}

    static Path in(Path directory, PoolConfig pool) throws IOException {
        Path statefile = directory.resolve("statefile");
        try (RandomAccessFile file = new RandomAccessFile(statefile.toFile(), "rw")) {
            file.setLength(StatefileFormat.sizeBytes(pool, MAX_VMS));
        }
        try (FileStatefileVdi vdi = FileStatefileVdi.open(statefile)) {
            StatefileFormat.format(vdi, pool, MAX_VMS, PoolKeys.none());
        }
        return statefile;
    }
}
