package dev.liveset.sim;

import dev.liveset.HostConfig;
import dev.liveset.PoolConfig;
import dev.liveset.agent.AgentConfig;
import dev.liveset.agent.HostAgent;
import dev.liveset.failover.SearchingPlanner;
import dev.liveset.recovery.LivesetOnlyRecovery;
import dev.liveset.recovery.RecoverySettings;
import dev.liveset.recovery.TableRecovery;
import dev.liveset.recovery.VmRecovery;
import java.util.List;

/** Makes the processes of a simulated pool: real agents, with the rules of its planted bug, or models of the original. */
final class ProcessBirths {
    private static final long HOST_MEMORY_MIB = 65_536;

    private final SimPool pool;
    private final PoolConfig config;
    private boolean looksAfterManagement;

    ProcessBirths(SimPool pool) {
        this.pool = pool;
        config = pool.config();
    }

    /** Hosts that start from now on check the health of their management agents. */
    void lookAfterManagement() {
        looksAfterManagement = true;
    }

    /** The process of a host that has just booted or starts again; throws when its configuration is wrong. */
    HostProcess process(SimHost host, AgentBirth birth) {
        Makeup makeup = pool.makeup();
        return makeup.isXhad(host.index())
                ? new XhadProcess(host, makeup.timings())
                : new AgentProcess(host, birth, agent(host, birth));
    }

    private HostAgent agent(SimHost host, AgentBirth birth) {
        PoolConfig given = host.givenConfig().config();
        AgentConfig agentConfig = new AgentConfig(
                given,
                given.indexOf(config.host(host.index()).id()),
                birth.incarnation(),
                true,
                looksAfterManagement ? SimHealth.SETTINGS : null,
                pool.settings().powerFencers() ? SimPower.DEADLINE_NANOS : 0);
        VmRecovery recovery = config.mode() == PoolConfig.Mode.INTEROP
                ? new LivesetOnlyRecovery(host.index()) // E10
                : tableRecovery(host.index(), birth);
        return new HostAgent(
                agentConfig,
                recovery,
                pool.bug().quorumRules().countedIn(pool.tally().branches()));
    }

    private VmRecovery tableRecovery(int host, AgentBirth birth) {
        List<String> names = config.hosts().stream().map(HostConfig::name).toList();
        RecoverySettings settings = new RecoverySettings(
                host,
                names,
                birth.incarnation(),
                birth.bootIdHigh(),
                birth.bootIdLow(),
                HOST_MEMORY_MIB,
                SimPool.MAX_VMS,
                false,
                birth.firstOfBoot());
        return new TableRecovery(
                settings,
                new SearchingPlanner(),
                pool.bug().recoveryRules().countedIn(pool.tally().branches()));
    }
}
