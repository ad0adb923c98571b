package dev.liveset.examples.poolhost;

import dev.liveset.agent.HealthProbe;
import dev.liveset.runtime.HostFigures.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Two programs that look after the management agent: one checks it, one restarts it; exit code 0 says that it is well. */
final class HealthPrograms implements HealthProbe {
    /**
     * How long checks took.
     *
     * @param latency those that ended, as in the figures of a host
     * @param isLate whether one took, or takes already, more than half of its time
     */
    record Checks(Latency latency, boolean isLate) {
        static final Checks NONE = new Checks(new Latency(-1, -1, -1), false);
    }

    private final Path check;
    private final Path restart;
    private final Duration checkTimeout;
    private final Duration restartTimeout;
    private int last = -1;
    private int most = -1;
    private int least = -1;
    private long startedNanos;
    private boolean runs;

    /** @param restart null when nothing restarts the agent */
    HealthPrograms(Path check, Path restart, Duration checkTimeout, Duration restartTimeout) {
        this.check = check;
        this.restart = restart;
        this.checkTimeout = checkTimeout;
        this.restartTimeout = restartTimeout;
    }

    @Override
    public void check() throws IOException, InterruptedException {
        begin();
        try {
            run(check, checkTimeout);
        } finally {
            end();
        }
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        if (restart == null) {
            throw new IOException("no program restarts it");
        }
        run(restart, restartTimeout);
    }

    /** The checks since this was last asked for. */
    synchronized Checks checks() {
        int slowest = runs ? Math.max(most, millisSince(startedNanos)) : most;
        Checks checks = new Checks(new Latency(last, most, least), slowest > checkTimeout.toMillis() / 2);
        most = -1;
        least = -1;
        return checks;
    }

    private synchronized void begin() {
        startedNanos = System.nanoTime();
        runs = true;
    }

    private synchronized void end() {
        runs = false;
        last = millisSince(startedNanos);
        most = Math.max(most, last);
        least = least < 0 ? last : Math.min(least, last);
    }

    private static int millisSince(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, (System.nanoTime() - nanos) / 1_000_000);
    }

    private static void run(Path program, Duration timeout) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException("took longer than " + timeout.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit code " + process.exitValue());
        }
    }
}
