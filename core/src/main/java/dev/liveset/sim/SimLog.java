package dev.liveset.sim;

import dev.liveset.PoolConfig;
import dev.liveset.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The story of one run, a line each, as a person would tell it, with the names that VMs have in it; or nothing at all. */
final class SimLog {
    private final EventQueue queue;
    private final PoolConfig config;
    private final boolean kept;
    private final List<String> lines = new ArrayList<>();
    private final Map<VmId, String> vmNames = new HashMap<>();

    SimLog(EventQueue queue, PoolConfig config, boolean kept) {
        this.queue = queue;
        this.config = config;
        this.kept = kept;
    }

    /** Whether anybody keeps the lines; otherwise nothing is worded. */
    boolean isKept() {
        return kept;
    }

    /** What a host does now; the pool if the index is negative. */
    void add(int host, Supplier<String> what) {
        if (kept) {
            String who = host < 0 ? "pool" : config.host(host).name();
            lines.add(String.format(Locale.ROOT, "%9.3f  %-6s %s", queue.now() / 1e9, who, what.get()));
        }
    }

    void nameVm(VmId vm, String name) {
        vmNames.put(vm, name);
    }

    String vmName(VmId vm) {
        return vmNames.getOrDefault(vm, vm.toString());
    }

    /** The story so far; empty when no log is kept. */
    List<String> lines() {
        return lines;
    }
}
