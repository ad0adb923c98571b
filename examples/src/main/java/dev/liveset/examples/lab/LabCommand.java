package dev.liveset.examples.lab;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.examples.Amounts;
import dev.liveset.examples.LogOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a pool of real processes on this machine and pulls their plugs. */
@Command(
        name = "lab",
        description = {
            "Runs a pool of real processes on this machine, pulls power, storage and network from under them,",
            "and checks that every VM goes on, once."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every expectation held", "1:one did not", "2:the command line could not be understood"})
public final class LabCommand implements Callable<Integer> {
    private static final int MAX_HOSTS = 16;

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many hosts, 2 to 16; ${DEFAULT-VALUE} by default.")
    private int hosts;

    @Option(
            names = "--steps",
            paramLabel = "STEP",
            split = ",",
            description = "Do these steps only, for example 1,2; all of 1 to 6 by default.")
    private List<Integer> steps = List.of(1, 2, 3, 4, 5, 6);

    @Option(names = "--io-fails", description = "I/O without a storage cable fails, instead of hanging.")
    private boolean ioFails;

    @Option(
            names = "--memory",
            paramLabel = "AMOUNT",
            defaultValue = "1 GiB",
            description = "Memory for VMs of each host; ${DEFAULT-VALUE} by default.")
    private String memory;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", description = "UDP port; a free one by default.")
    private int port;

    @Option(names = "--state-dir", paramLabel = "DIR", description = "Where the lab keeps its files, and leaves them.")
    private Path stateDirectory;

    @Option(names = "--keep", description = "Leave the lab's files behind, also when everything held.")
    private boolean keep;

    @Override
    public Integer call() throws IOException {
        log.apply();
        checkOptions();
        long memoryMib = Amounts.memoryMib(memory);
        Path directory =
                stateDirectory == null ? Files.createTempDirectory("liveset-lab-") : stateDirectory.toAbsolutePath();
        LabFiles files = new LabFiles(directory, hosts, port);
        Report report = new Report(System.out);
        System.out.println("The lab's files are in " + directory + ".");
        Lab lab = new Lab(files, memoryMib, log, report);
        // Also for Ctrl-C: nothing that the lab started survives it.
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "lab-killer"));
        run(lab, report);
        report.summary();
        if (report.allHeld() && stateDirectory == null && !keep) {
            files.delete();
        } else {
            System.out.println("Logs and statefile are left in " + directory + ".");
        }
        return report.allHeld() ? 0 : 1;
    }

    private void run(Lab lab, Report report) throws IOException {
        LabScript script = new LabScript(lab, report, new TreeSet<>(steps), ioFails ? "FAILS" : "HANGS");
        try {
            script.run();
        } catch (LabFailure e) {
            report.did("The script ends here: " + e.getMessage());
        } finally {
            lab.close();
            checkDisk(script, report);
        }
    }

    private static void checkDisk(LabScript script, Report report) throws IOException {
        report.heading("7 The VM's disk");
        if (!Files.exists(script.disk())) {
            report.check("the VM ever ran", false);
            return;
        }
        VmDisk disk = new VmDisk(script.disk());
        List<String> overlaps = disk.overlaps();
        overlaps.forEach(report::did);
        report.check("of " + disk.instances() + " instances, no two ran at the same time", overlaps.isEmpty());
    }

    private void checkOptions() {
        if (hosts < 2 || hosts > MAX_HOSTS) {
            throw invalid("A lab has 2 to " + MAX_HOSTS + " hosts, not " + hosts + ".");
        }
        if (port < 0 || port > 65535) {
            throw invalid("The port " + port + " is none; give 1 to 65535, or 0 for a free one.");
        }
        if (!Set.of(1, 2, 3, 4, 5, 6).containsAll(steps)) {
            throw invalid("The lab has the steps 1 to 6, not all of " + steps + ".");
        }
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(Code.INVALID_CONFIG, sentence);
    }
}
