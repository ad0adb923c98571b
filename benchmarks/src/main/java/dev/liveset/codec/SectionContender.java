package dev.liveset.codec;

import dev.liveset.PoolConfig;
import dev.liveset.statefile.HostSection;
import java.nio.ByteBuffer;

/** One way of encoding and of validating and decoding the original's part of host sections: additive checksum, every field. */
interface SectionContender {
    /** Hosts of the pool that is measured: all a pool can have. */
    int HOSTS = 64;

    PoolConfig POOL = BenchmarkPool.interop(HOSTS);

    void encode(int host, HostSection from);

    boolean decode(int host, HostSection into);

    /** The bytes of one section of the original's part. */
    ByteBuffer bytes(int host);

    static SectionContender of(String name) {
        return switch (name) {
            case "chronicle" ->
                new CodecSection(
                        new ChronicleMemory(CheckedMemory.alignedBuffer((HOSTS + 1) * CheckedMemory.PAGE_BYTES)));
            case "twin" ->
                new CodecSection(new BufferMemory(CheckedMemory.alignedBuffer((HOSTS + 1) * CheckedMemory.PAGE_BYTES)));
            case "byteBuffer" -> new ByteBufferSection();
            case "varHandle" -> new VarHandleSection();
            case "agrona" -> new AgronaSection();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
