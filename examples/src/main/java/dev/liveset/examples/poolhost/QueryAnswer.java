package dev.liveset.examples.poolhost;

import dev.liveset.HostSet;
import dev.liveset.Timings;
import dev.liveset.agent.HostReport;
import dev.liveset.agent.LivesetReport;
import dev.liveset.agent.PoolStatus;
import dev.liveset.examples.xhad.XhadConf;
import dev.liveset.runtime.HostFigures;
import java.util.Map;
import java.util.TreeMap;

/** A report in the words of xhad's liveset query, element by element, and behind them what this host has refused. */
final class QueryAnswer {
    private static final long MILLI = 1_000_000L;

    private final XhadConf conf;
    private final LivesetReport report;
    private final PoolStatus status;
    private final HostFigures figures;
    private final HealthPrograms.Checks checks;
    private final XmlText xml = new XmlText();

    private QueryAnswer(XhadConf conf, LivesetReport report, HostFigures figures, HealthPrograms.Checks checks) {
        this.checks = checks;
        this.conf = conf;
        this.report = report;
        this.status = report.status();
        this.figures = figures;
    }

    static String of(XhadConf conf, LivesetReport report, HostFigures figures, HealthPrograms.Checks checks) {
        return new QueryAnswer(conf, report, figures, checks).text();
    }

    private String text() {
        xml.open("ha_liveset_info version=\"1.0\"");
        xml.element("status", state());
        xml.open("localhost");
        identity(status.host());
        xml.close("localhost");
        if (status.online()) {
            for (int host = 0; host < report.hosts().size(); host++) {
                host(host);
            }
            rawStatus();
            timeouts();
            warnings();
        }
        refused();
        xml.close("ha_liveset_info");
        return xml.text();
    }

    /** A host that is about to stop does not say that it is online. */
    private String state() {
        if (status.online()) {
            return "Online";
        }
        return HostSet.contains(status.liveset(), status.host()) ? "Stopping" : "Starting";
    }

    private void identity(int host) {
        xml.element("HostID", dashed(conf.pool().host(host).id().value()));
        xml.element("HostIndex", host);
    }

    private void host(int host) {
        HostReport told = report.hosts().get(host);
        xml.open("host");
        identity(host);
        xml.element("liveness", HostSet.contains(status.liveset(), host));
        xml.element("master", status.master() == host);
        xml.element("statefile_access", told.statefileAccess());
        xml.element("statefile_corrupted", told.statefileCorrupted());
        xml.element("excluded", HostSet.contains(status.excluded(), host));
        xml.close("host");
    }

    private void rawStatus() {
        xml.open("raw_status_on_local_host");
        latency("statefile_latency", figures.statefile());
        latency("heartbeat_latency", figures.heartbeat());
        latency("Xapi_healthcheck_latency", checks.latency());
        for (int host = 0; host < report.hosts().size(); host++) {
            HostReport told = report.hosts().get(host);
            xml.open("host_raw_data");
            identity(host);
            xml.element("time_since_last_update_on_statefile", told.sinceStatefileMillis());
            xml.element("time_since_last_heartbeat", told.sinceHeartbeatMillis());
            xml.element("time_since_xapi_restart_first_attempted", told.sinceAgentRestartMillis());
            xml.element("xapi_error_string", told.errString());
            list("heartbeat_active_list_on_heartbeat", told.heardHbdomain());
            list("heartbeat_active_list_on_statefile", told.readHbdomain());
            list("statefile_active_list_on_heartbeat", told.heardSfdomain());
            list("statefile_active_list_on_statefile", told.readSfdomain());
            xml.close("host_raw_data");
        }
        xml.close("raw_status_on_local_host");
    }

    private void latency(String name, HostFigures.Latency latency) {
        xml.element(name, latency.lastMillis());
        xml.element(name + "_max", latency.maxMillis());
        xml.element(name + "_min", latency.minMillis());
    }

    private void list(String name, long hosts) {
        xml.open(name);
        for (long rest = hosts; rest != 0; rest &= rest - 1) {
            xml.line(dashed(conf.pool().host(HostSet.lowest(rest)).id().value()));
        }
        xml.close(name);
    }

    private void timeouts() {
        Timings timings = conf.pool().timings();
        xml.open("timeout");
        xml.element("T1", timings.heartbeatTimeoutNanos() / MILLI);
        xml.element("T2", timings.statefileTimeoutNanos() / MILLI);
        xml.element("T3", conf.health().timeout().toMillis());
        xml.element("Wh", timings.heartbeatWatchdogTimeoutNanos() / MILLI);
        xml.element("Ws", timings.statefileWatchdogTimeoutNanos() / MILLI);
        xml.close("timeout");
    }

    private void warnings() {
        Timings timings = conf.pool().timings();
        long heartbeatHalf = timings.heartbeatTimeoutNanos() / MILLI / 2;
        long statefileHalf = timings.statefileTimeoutNanos() / MILLI / 2;
        boolean heartbeat = figures.heartbeat().maxMillis() > heartbeatHalf;
        boolean statefile = figures.statefile().maxMillis() > statefileHalf;
        for (long rest = status.liveset(); rest != 0; rest &= rest - 1) {
            HostReport told = report.hosts().get(HostSet.lowest(rest));
            heartbeat |= told.sinceHeartbeatMillis() > heartbeatHalf;
            statefile |= told.sinceStatefileMillis() > statefileHalf;
        }
        xml.open("warning_on_local_host");
        xml.element("statefile_lost", status.sr2());
        xml.element("heartbeat_approaching_timeout", heartbeat);
        xml.element("statefile_approaching_timeout", statefile && !status.sr2());
        xml.element("Xapi_healthcheck_approaching_timeout", checks.isLate());
        xml.element("network_bonding_error", BondStatus.hasError(BondStatus.BONDS, conf.physicalInterface()));
        xml.close("warning_on_local_host");
    }

    /** Not in xhad's answer: how much was not believed, by the reason. */
    private void refused() {
        xml.open("refused_by_local_host");
        counters("packets", figures.refusedPackets());
        xml.element("packets_STALE", report.stalePackets());
        xml.element("sections_OLDER", report.olderSections());
        xml.element("sections_OLDER_GLOBAL", figures.olderGlobalSections());
        counters("sections", figures.refusedSections());
        xml.close("refused_by_local_host");
    }

    private <E extends Enum<E>> void counters(String name, Map<E, Long> counted) {
        new TreeMap<>(counted).forEach((why, count) -> xml.element(name + "_" + why, count));
    }

    private static String dashed(String id) {
        return String.join(
                "-",
                id.substring(0, 8),
                id.substring(8, 12),
                id.substring(12, 16),
                id.substring(16, 20),
                id.substring(20));
    }
}
