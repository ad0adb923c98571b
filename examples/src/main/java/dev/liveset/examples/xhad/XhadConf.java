package dev.liveset.examples.xhad;

import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * What an {@code xhad.conf} says, as XenServer writes it for one host of a pool (PROTOCOL.md §3).
 *
 * @param pool the pool
 * @param self which of its hosts this file is for
 * @param heartbeatInterface the interface that ought to hold the host's address; it is not bound
 * @param statefile the heartbeat disk
 * @param healthCheckTimeoutMillis TX, which the liveset query tells as T3
 * @param warnings what an operator should know of, a sentence each
 */
public record XhadConf(
        PoolConfig pool,
        HostId self,
        String heartbeatInterface,
        Path statefile,
        int healthCheckTimeoutMillis,
        List<String> warnings) {
    public XhadConf {
        warnings = List.copyOf(warnings);
    }

    /** Index of this host. */
    public int selfIndex() {
        return pool.indexOf(self);
    }

    /**
     * Reads the file; throws {@link dev.liveset.LivesetException} that names the line and says what to do.
     *
     * @param mode who the other hosts may be; beside xhad R2 is a warning
     */
    public static XhadConf read(Path file, PoolConfig.Mode mode) {
        return new XhadConfReader(file, mode).read();
    }
}
