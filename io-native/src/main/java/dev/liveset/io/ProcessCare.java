package dev.liveset.io;

import dev.liveset.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What keeps a host's process from pausing: its memory stays in RAM, it is the last that the kernel kills for memory, and
 * the agent's thread runs before the embedder's. Each is asked for alone and answers with the reason when it is not had,
 * a sentence that says what to do: a host without them is safe, but may be taken for dead under load.
 */
public final class ProcessCare {
    private static final int MCL_CURRENT = 1;
    private static final int MCL_FUTURE = 2;
    private static final int MCL_ONFAULT = 4;
    private static final int SCHED_RR = 2;
    private static final int CALLING_THREAD = 0;
    private static final Path OOM_SCORE = Path.of("/proc/self/oom_score_adj");

    private ProcessCare() {}

    /**
     * Keeps what this process uses from now on out of swap. Pages are locked when they are first touched, so the whole heap
     * is not taken at once.
     */
    public static Optional<String> keepMemory() {
        Libc.require();
        if (Libc.mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0) {
            return Optional.empty();
        }
        return refused("memory cannot be kept in RAM", "raise its limit (LimitMEMLOCK=infinity)");
    }

    /**
     * Lets the calling thread run before every ordinary one (SCHED_RR): to be called on the agent's thread, by
     * {@code LivesetHost.Builder.onAgentThread}. A thread that spins at such a priority takes a whole processor.
     *
     * @param priority 1 to 99; 1 already is before every ordinary thread
     */
    public static Optional<String> runFirst(int priority) {
        Libc.require();
        if (priority < 1 || priority > 99) {
            throw new IllegalArgumentException("priority " + priority);
        }
        PageMemory memory = new PageMemory(Integer.BYTES);
        try {
            ByteBuffer parameter = memory.buffer();
            parameter.putInt(0, priority);
            return Libc.sched_setscheduler(CALLING_THREAD, SCHED_RR, memory.address(0, Integer.BYTES)) == 0
                    ? Optional.empty()
                    : refused("the agent's thread cannot run first", "allow it (LimitRTPRIO=" + priority + ")");
        } finally {
            memory.close();
        }
    }

    /** The policy of the calling thread: 0 ordinary, 2 SCHED_RR. */
    static int policy() {
        return Libc.sched_getscheduler(CALLING_THREAD);
    }

    /**
     * Tells the kernel to kill others first when memory runs out.
     *
     * @param score -1000 (never) to 1000; children inherit it, so VMs started from this process do too
     */
    public static Optional<String> outliveOthers(int score) {
        if (score < -1000 || score > 1000) {
            throw new IllegalArgumentException("score " + score);
        }
        try {
            Files.writeString(OOM_SCORE, Integer.toString(score));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("This process may be killed when memory runs out: " + IoReason.of(e)
                    + "; run it as root, or set OOMScoreAdjust in its service.");
        }
    }

    private static Optional<String> refused(String what, String remedy) {
        return Optional.of("Of this process, " + what + ": " + Libc.strerror(Libc.errno()) + "; " + remedy
                + ", or run it as root.");
    }
}
