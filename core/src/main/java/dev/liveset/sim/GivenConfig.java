package dev.liveset.sim;

import dev.liveset.HostConfig;
import dev.liveset.PoolConfig;
import java.util.ArrayList;
import java.util.List;

/** The pool's configuration as one host has it: the same as everybody's, unless somebody gave it another one. */
final class GivenConfig {
    private final PoolConfig config;
    private final int self;
    private boolean otherPolicy;
    private int misconfigured;

    GivenConfig(PoolConfig config, int self) {
        this.config = config;
        this.self = self;
    }

    /** From now on it names another fencing policy. */
    void changePolicy() {
        otherPolicy = true;
    }

    /** Its host list is a wrong one, which lacks the host itself, or (-1) is put right again. */
    void misconfigure(int change) {
        misconfigured += change;
    }

    /** What an agent is given that starts now; a wrong one does not build, or does not know the host. */
    PoolConfig config() {
        if (misconfigured > 0) {
            List<HostConfig> others = new ArrayList<>(config.hosts());
            others.remove(self);
            return new PoolConfig(
                    config.name(), config.generation(), others, config.timings(), config.mode(), config.policy());
        }
        return otherPolicy ? config.withPolicy(other(config.policy())) : config;
    }

    private static PoolConfig.Policy other(PoolConfig.Policy policy) {
        return policy == PoolConfig.Policy.XENSERVER ? PoolConfig.Policy.MAJORITY : PoolConfig.Policy.XENSERVER;
    }
}
