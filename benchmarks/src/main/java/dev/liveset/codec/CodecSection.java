package dev.liveset.codec;

import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import java.nio.ByteBuffer;

/** The library's own codec, on either of its two memories. */
final class CodecSection implements SectionContender {
    private final CheckedMemory memory;
    private final HostSectionCodec codec;

    CodecSection(CheckedMemory memory) {
        this.memory = memory;
        PoolIds ids = new PoolIds(POOL);
        codec = new HostSectionCodec(ids, new Trailer(ids, new Seal(PoolKeys.none())));
    }

    @Override
    public void encode(int host, HostSection from) {
        codec.encodeFields(host, from, memory, HostSectionLayout.offset(host));
    }

    @Override
    public boolean decode(int host, HostSection into) {
        int at = HostSectionLayout.offset(host);
        if (codec.checkFields(host, memory, at) != SectionStatus.VALID) {
            return false;
        }
        codec.readFields(memory, at, into);
        return true;
    }

    @Override
    public ByteBuffer bytes(int host) {
        return memory.newBuffer(HostSectionLayout.offset(host), HostSectionLayout.END_MARKER + Integer.BYTES);
    }
}
