package dev.liveset.examples.host;

import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A statefile behind a storage cable that can be pulled. */
final class CutVdi implements StatefileVdi {
    private final StatefileVdi behind;
    private final Cables cables;

    CutVdi(StatefileVdi behind, Cables cables) {
        this.behind = behind;
        this.cables = cables;
    }

    @Override
    public long sizeBytes() throws IOException {
        cables.passStorage();
        return behind.sizeBytes();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        cables.passStorage();
        behind.read(offset, into);
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        cables.passStorage();
        behind.write(offset, from);
    }

    @Override
    public void close() throws IOException {
        behind.close();
    }
}
