package dev.liveset;

import dev.liveset.LivesetException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Ready timings, all proven: by name, as XenServer derives them, or from one number. */
public final class TimingPresets {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    /** Names that {@link #named} knows. */
    public static final List<String> NAMES = List.of("fast", "balanced", "patient");

    private TimingPresets() {}

    /** Restarts within 10 s of a failure; wants storage that answers within 40 ms and pauses below 0.4 s. */
    public static Timings fast() {
        return Timings.builder()
                .channels(Duration.ofMillis(150), Duration.ofMillis(1_200))
                .watchdog(Duration.ofMillis(3_500), Duration.ofMillis(3_500))
                .join(Duration.ofSeconds(30), Duration.ofSeconds(30))
                .watchdogGranularity(Duration.ofSeconds(1))
                .ioBound(Duration.ofMillis(40))
                .pauseBudget(Duration.ofMillis(400))
                .build();
    }

    /** Restarts within 30 s of a failure and takes pauses of 5 s; wants storage that answers within 0.1 s. */
    public static Timings balanced() {
        return Timings.builder()
                .heartbeat(Duration.ofMillis(500), Duration.ofSeconds(12))
                .statefile(Duration.ofMillis(400), Duration.ofSeconds(12))
                .watchdog(Duration.ofSeconds(16), Duration.ofSeconds(16))
                .join(Duration.ofSeconds(60), Duration.ofSeconds(60))
                .watchdogGranularity(Duration.ofSeconds(1))
                .ioBound(Duration.ofMillis(100))
                .pauseBudget(Duration.ofSeconds(5))
                .build();
    }

    /** For slow storage, up to half a second an I/O: survives 60 s of a hung disk. */
    public static Timings patient() {
        return Timings.builder()
                .heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(30))
                .statefile(Duration.ofSeconds(2), Duration.ofSeconds(75))
                .watchdog(Duration.ofSeconds(30), Duration.ofSeconds(85))
                .join(Duration.ofSeconds(180), Duration.ofSeconds(180))
                .watchdogGranularity(Duration.ofSeconds(1))
                .ioBound(Duration.ofMillis(500))
                .pauseBudget(Duration.ofSeconds(10))
                .build();
    }

    /** As XenServer's toolstack derives them from one number of whole seconds, at least 10; the only ones for a pool with its daemon. */
    public static Timings xenserver(int seconds) {
        return xenserverBuilder(seconds).build();
    }

    /** The values of {@link #xenserver}, not yet proven. */
    public static Timings.Builder xenserverBuilder(int seconds) {
        if (seconds < 10 || seconds > 3_600) {
            throw invalid("XenServer's timeout is from 10 to 3600 s, but it is " + seconds + " s.");
        }
        return Timings.builder()
                .heartbeat(Duration.ofSeconds(Math.min((seconds + 10) / 10, 3)), Duration.ofSeconds(seconds))
                .statefile(Duration.ofSeconds(Math.max(2, seconds / 20)), Duration.ofSeconds(seconds))
                .watchdog(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 15L))
                .join(Duration.ofSeconds(seconds + 60L), Duration.ofSeconds(seconds + 60L))
                .watchdogGranularity(Duration.ofSeconds(1));
    }

    /**
     * Timings from one number: how long a host may be silent on a channel before it is taken for lost (T1 = T2), from 1 s
     * to 10 min. Everything else follows: t = T/12 up to 2 s, I/O bound T/40 up to 1 s, pause budget T/4, and the
     * shortest watchdog in steps of 0.5 s that the relations allow.
     */
    public static Timings from(Duration timeout) {
        long nanos = timeout.compareTo(Duration.ofDays(1)) > 0 ? Long.MAX_VALUE : timeout.toNanos();
        if (nanos < SECOND || nanos > 600 * SECOND) {
            throw invalid(
                    String.format(Locale.ROOT, "The one number is from 1 s to 600 s, but it is %.3f s.", nanos / 1e9));
        }
        Duration interval = Duration.ofNanos(Math.min(2 * SECOND, wholeMillis(nanos / 12)));
        Timings.Builder builder = Timings.builder()
                .channels(interval, timeout)
                .watchdogGranularity(Duration.ofSeconds(1))
                .ioBound(Duration.ofNanos(Math.min(SECOND, wholeMillis(nanos / 40))))
                .pauseBudget(Duration.ofNanos(wholeMillis(nanos / 4)))
                .join(Duration.ofNanos(4 * nanos + 60 * SECOND), Duration.ofNanos(4 * nanos + 60 * SECOND));
        long watchdog = nanos / (SECOND / 2) * (SECOND / 2);
        do {
            watchdog += SECOND / 2;
            builder.watchdog(Duration.ofNanos(watchdog), Duration.ofNanos(watchdog));
        } while (!builder.prove().isSafe());
        return builder.build();
    }

    /** The preset of that name; throws {@link LivesetException} that lists the names. */
    public static Timings named(String name) {
        return switch (name) {
            case "fast" -> fast();
            case "balanced" -> balanced();
            case "patient" -> patient();
            default ->
                throw invalid("There is no preset '" + name + "'; choose one of " + String.join(", ", NAMES) + ".");
        };
    }

    private static long wholeMillis(long nanos) {
        return nanos / MILLI * MILLI;
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(Code.INVALID_CONFIG, sentence);
    }
}
