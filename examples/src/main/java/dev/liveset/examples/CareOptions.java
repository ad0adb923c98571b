package dev.liveset.examples;

import dev.liveset.io.BootClock;
import dev.liveset.io.ProcessCare;
import dev.liveset.runtime.LivesetHost;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What keeps this process from pausing, and lets it notice when the whole machine did. */
public final class CareOptions {
    @Option(
            names = "--undisturbed",
            description =
                    "Keep this process's memory in RAM, run its agent before every ordinary thread, and let the kernel"
                            + " kill others first; what is not allowed is told, and done without.")
    private boolean undisturbed;

    /** Takes effect for this process and for the host that is built. */
    public LivesetHost.Builder apply(LivesetHost.Builder host) {
        host.clock(new BootClock());
        if (undisturbed) {
            tell(ProcessCare.keepMemory());
            tell(ProcessCare.outliveOthers(-900));
            host.onAgentThread(() -> tell(ProcessCare.runFirst(1)));
        }
        return host;
    }

    private static void tell(Optional<String> refusal) {
        refusal.ifPresent(System.err::println);
    }
}
