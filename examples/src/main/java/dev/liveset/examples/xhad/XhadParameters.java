package dev.liveset.examples.xhad;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.agent.HealthSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The {@code parameters} of an {@code xhad.conf}: whole seconds, with xhad's defaults (PROTOCOL.md §3). */
final class XhadParameters {
    private static final int MOST_SECONDS = 86_400;

    /** How late a watchdog of seconds may fire; the same for every host, because all need the same timings. */
    private static final Duration GRANULARITY = Duration.ofSeconds(1);

    private static final Map<String, Integer> DEFAULTS = new LinkedHashMap<>();

    private static final Map<String, String> SYMBOLS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("HeartbeatInterval", 4);
        DEFAULTS.put("HeartbeatTimeout", 30);
        DEFAULTS.put("StateFileInterval", 4);
        DEFAULTS.put("StateFileTimeout", 30);
        DEFAULTS.put("HeartbeatWatchdogTimeout", 30);
        DEFAULTS.put("StateFileWatchdogTimeout", 45);
        DEFAULTS.put("BootJoinTimeout", 90);
        DEFAULTS.put("EnableJoinTimeout", 90);
        DEFAULTS.put("XapiHealthCheckInterval", 60);
        DEFAULTS.put("XapiHealthCheckTimeout", 10);
        DEFAULTS.put("XapiRestartAttempts", 1);
        DEFAULTS.put("XapiRestartTimeout", 30);
        DEFAULTS.put("XapiLicenseCheckTimeout", 30);
        SYMBOLS.put("t1", "HeartbeatInterval");
        SYMBOLS.put("T1", "HeartbeatTimeout");
        SYMBOLS.put("t2", "StateFileInterval");
        SYMBOLS.put("T2", "StateFileTimeout");
        SYMBOLS.put("Wh", "HeartbeatWatchdogTimeout");
        SYMBOLS.put("Ws", "StateFileWatchdogTimeout");
        SYMBOLS.put("Tboot", "BootJoinTimeout");
        SYMBOLS.put("Tenable", "EnableJoinTimeout");
    }

    private final XmlElement element;
    private final Map<String, Integer> values = new LinkedHashMap<>(DEFAULTS);

    XhadParameters(Path file, ElementTaker take, XmlElement common, List<XmlElement> those) {
        if (those.size() > 1) {
            throw XmlFile.wrong(
                    file, those.get(1).line(), "'parameters' stand here a second time; put all into one element");
        }
        element = those.isEmpty() ? common : those.get(0);
        if (!those.isEmpty()) {
            Map<String, List<XmlElement>> given =
                    take.children(element, DEFAULTS.keySet().toArray(new String[0]));
            given.forEach((name, elements) -> {
                if (!elements.isEmpty()) {
                    boolean count = name.equals("XapiRestartAttempts");
                    XmlElement value = take.one(element, given, name);
                    values.put(
                            name,
                            take.number(
                                    value,
                                    count ? 0 : 1,
                                    MOST_SECONDS,
                                    count ? "a whole number" : "a whole number of seconds"));
                }
            });
        }
    }

    /** Where they stand. */
    XmlElement element() {
        return element;
    }

    /** The elements behind the symbols of a sentence about timings, to be put behind it; empty when there are none. */
    static String legend(String sentence) {
        StringBuilder legend = new StringBuilder();
        SYMBOLS.forEach((symbol, name) -> {
            if (Pattern.compile("\\b" + symbol + "\\b").matcher(sentence).find()) {
                legend.append(legend.isEmpty() ? " (" : ", ")
                        .append(symbol)
                        .append(" is ")
                        .append(name);
            }
        });
        return legend.isEmpty() ? "" : legend.append(')').toString();
    }

    HealthSettings health() {
        return new HealthSettings(
                seconds("XapiHealthCheckInterval"),
                seconds("XapiHealthCheckTimeout"),
                values.get("XapiRestartAttempts"),
                seconds("XapiRestartTimeout"));
    }

    /** The proven timings. */
    Timings timings(PoolConfig.Mode mode) {
        Timings.Builder builder = Timings.builder()
                .heartbeat(seconds("HeartbeatInterval"), seconds("HeartbeatTimeout"))
                .statefile(seconds("StateFileInterval"), seconds("StateFileTimeout"))
                .watchdog(seconds("HeartbeatWatchdogTimeout"), seconds("StateFileWatchdogTimeout"))
                .join(seconds("BootJoinTimeout"), seconds("EnableJoinTimeout"))
                .watchdogGranularity(GRANULARITY);
        return mode == PoolConfig.Mode.INTEROP ? builder.buildBesideXhad() : builder.build();
    }

    private Duration seconds(String name) {
        return Duration.ofSeconds(values.get(name));
    }
}
