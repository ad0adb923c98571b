package dev.liveset.examples.xhad;

import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.agent.HealthSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * What an {@code xhad.conf} says, as XenServer writes it for one host of a pool (PROTOCOL.md §3).
 *
 * @param pool the pool
 * @param self which of its hosts this file is for
 * @param heartbeatInterface the interface that ought to hold the host's address; it is not bound
 * @param statefile the heartbeat disk
 * @param physicalInterface the interface or bond below it, empty when none is named
 * @param health when the management agent is looked at, if a program does so; TX is told as T3 by the liveset query
 * @param warnings what an operator should know of, a sentence each
 */
public record XhadConf(
        PoolConfig pool,
        HostId self,
        String heartbeatInterface,
        String physicalInterface,
        Path statefile,
        HealthSettings health,
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
