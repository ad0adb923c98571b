package dev.liveset.examples;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * A pool as a text file of properties, the same on every host.
 *
 * @param pool the pool
 * @param statefile where its statefile is
 * @param maxVms how many VMs the statefile has room for
 * @param witness an address outside the pool that its hosts look for, null for none
 */
public record PoolFile(PoolConfig pool, Path statefile, int maxVms, InetSocketAddress witness) {
    private static final Set<String> KEYS = Set.of(
            "pool",
            "generation",
            "statefile",
            "vms",
            "heartbeat",
            "statefile-io",
            "watchdog",
            "join",
            "granularity",
            "io-bound",
            "pause-budget",
            "drift",
            "policy",
            "witness");

    /** Timings for a lab in processes of one machine, as lines of a pool file. */
    public static final String LAB_TIMINGS = """
            heartbeat    = 250 ms / 2 s
            statefile-io = 250 ms / 2 s
            watchdog     = 4 s / 4 s
            join         = 10 s / 10 s
            granularity  = 50 ms
            io-bound     = 200 ms
            pause-budget = 800 ms
            drift        = 0.01
            """;

    /** An example that is complete, for help texts. */
    public static final String EXAMPLE = """
            pool         = Lab
            generation   = 6f1c8a52-6a3e-4c53-9a9b-0d0f3c9a1b77
            statefile    = statefile.img
            vms          = 100
            """ + LAB_TIMINGS + """
            host.lab1    = 00000000-0000-4000-8000-000000000001 127.0.0.11:21694
            host.lab2    = 00000000-0000-4000-8000-000000000002 127.0.0.12:21694
            """;

    /** Reads the file; throws {@link LivesetException} that names what is wrong in it. */
    public static PoolFile read(Path file) {
        Properties values = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            values.load(reader);
        } catch (IOException e) {
            throw invalid("The pool file " + file + " cannot be read (" + IoReason.of(e)
                    + "); give the path of a readable one.");
        } catch (IllegalArgumentException e) {
            throw invalid("The pool file " + file + " cannot be understood (" + e.getMessage() + "); mend it.");
        }
        Set<String> unknown = new TreeSet<>(values.stringPropertyNames());
        unknown.removeAll(KEYS);
        unknown.removeIf(key -> key.startsWith("host."));
        if (!unknown.isEmpty()) {
            throw invalid("The pool file " + file + " has an unknown entry '"
                    + unknown.iterator().next() + "'; remove it.");
        }
        PoolConfig pool = new PoolConfig(
                value(values, "pool"),
                Generation.parse(value(values, "generation")),
                hosts(values),
                timings(values),
                PoolConfig.Mode.STRICT,
                policy(values.getProperty("policy", "xenserver").strip()));
        return new PoolFile(
                pool,
                file.toAbsolutePath().resolveSibling(value(values, "statefile")),
                number("vms", value(values, "vms")),
                values.containsKey("witness") ? address("the witness", value(values, "witness")) : null);
    }

    private static PoolConfig.Policy policy(String name) {
        for (PoolConfig.Policy policy : PoolConfig.Policy.values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(name)) {
                return policy;
            }
        }
        throw invalid("'" + name + "' is no policy; write xenserver, or majority.");
    }

    private static Timings timings(Properties values) {
        Duration[] heartbeat = pair(values, "heartbeat");
        Duration[] statefile = pair(values, "statefile-io");
        Duration[] watchdog = pair(values, "watchdog");
        Duration[] join = pair(values, "join");
        return Timings.builder()
                .heartbeat(heartbeat[0], heartbeat[1])
                .statefile(statefile[0], statefile[1])
                .watchdog(watchdog[0], watchdog[1])
                .join(join[0], join[1])
                .watchdogGranularity(Amounts.time(value(values, "granularity")))
                .ioBound(Amounts.time(value(values, "io-bound")))
                .pauseBudget(Amounts.time(value(values, "pause-budget")))
                .drift(fraction(value(values, "drift")))
                .build();
    }

    private static List<HostConfig> hosts(Properties values) {
        List<HostConfig> hosts = new ArrayList<>();
        for (String key : new TreeSet<>(values.stringPropertyNames())) {
            if (key.startsWith("host.")) {
                String name = key.substring("host.".length());
                String[] parts = values.getProperty(key).strip().split("\\s+", -1);
                List<InetSocketAddress> addresses = new ArrayList<>();
                for (int network = 1; network < parts.length; network++) {
                    addresses.add(address("host " + name, parts[network]));
                }
                hosts.add(new HostConfig(HostId.parse(parts[0]), name, addresses));
            }
        }
        return hosts;
    }

    private static InetSocketAddress address(String whose, String text) {
        int colon = text.lastIndexOf(':');
        int port = colon < 1 ? -1 : number("port of " + whose, text.substring(colon + 1));
        if (port < 1 || port > 65535) {
            throw invalid("'" + text + "' of " + whose + " is no address; write address:port.");
        }
        return new InetSocketAddress(text.substring(0, colon), port);
    }

    private static Duration[] pair(Properties values, String key) {
        String[] parts = value(values, key).split("/", -1);
        if (parts.length != 2) {
            throw invalid("The entry '" + key + "' of the pool file needs two times, for example 250 ms / 2 s.");
        }
        return new Duration[] {Amounts.time(parts[0]), Amounts.time(parts[1])};
    }

    private static String value(Properties values, String key) {
        String value = values.getProperty(key);
        if (value == null || value.isBlank()) {
            throw invalid("The pool file has no entry '" + key + "'; add it.");
        }
        return value.strip();
    }

    private static int number(String what, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw invalid("'" + text + "' is no whole number, but the " + what + " must be one.");
        }
    }

    private static double fraction(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw invalid("'" + text + "' is no fraction, but the drift must be one, for example 0.01.");
        }
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(Code.INVALID_CONFIG, sentence);
    }
}
