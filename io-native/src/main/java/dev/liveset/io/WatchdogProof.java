package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.io.DrillRecord.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known about a machine's watchdog, and why it is armed or not: the device, who holds it, what its driver makes
 * of timeouts, and how its fire drill ended.
 *
 * @param identity the driver's name for it, empty when it could not be asked
 * @param facts what was found, a sentence each
 * @param findings what speaks against it
 * @param refused those that are not accepted by name; empty when the watchdog may be armed
 */
public record WatchdogProof(
        String identity, List<String> facts, List<WatchdogFinding> findings, List<WatchdogFinding> refused) {
    private static final String SOFTDOG = "Software Watchdog";

    public WatchdogProof {
        facts = List.copyOf(facts);
        findings = List.copyOf(findings);
        refused = List.copyOf(refused);
    }

    /**
     * Examines the device without keeping it: it is opened, which starts it, tried and stopped, unless that could not be
     * undone. For people; {@link HardwareWatchdog#arm} finds out the same for itself.
     *
     * @param timeout the watchdog timeout that the pool needs
     */
    public static WatchdogProof examine(HardwareWatchdogConfig config, Duration timeout) {
        return new WatchdogExamination(config).examine(timeout);
    }

    /** Whether it may be armed. */
    public boolean isProven() {
        return refused.isEmpty();
    }

    /** The whole proof, several lines. */
    public String report() {
        StringBuilder text = new StringBuilder();
        facts.forEach(fact -> text.append(fact).append('\n'));
        for (WatchdogFinding finding : findings) {
            String mark =
                    refused.contains(finding) ? "REFUSED " : finding.doubt().isWarning() ? "WARNING " : "accepted ";
            text.append(mark)
                    .append(finding.doubt())
                    .append(": ")
                    .append(finding.sentence())
                    .append('\n');
        }
        return text.append(isProven() ? "proven\n" : "not proven\n").toString();
    }

    static List<WatchdogFinding> refused(HardwareWatchdogConfig config, List<WatchdogFinding> findings) {
        return findings.stream()
                .filter(finding ->
                        !finding.doubt().isWarning() && !config.accepted().contains(finding.doubt()))
                .toList();
    }

    /** Throws the refused ones in one sentence each. */
    static void require(HardwareWatchdogConfig config, List<WatchdogFinding> findings) {
        List<WatchdogFinding> refused = refused(config, findings);
        if (!refused.isEmpty()) {
            StringBuilder text = new StringBuilder();
            for (WatchdogFinding finding : refused) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(finding.sentence())
                        .append(" (")
                        .append(finding.doubt())
                        .append(')');
                text.append('.');
            }
            throw new LivesetException(Code.WATCHDOG_ERROR, text.toString());
        }
    }

    /** What the fire drill leaves in doubt, before the device is opened. */
    static List<WatchdogFinding> ofDrill(Optional<DrillRecord> drill, String device) {
        if (drill.isEmpty()) {
            return List.of(new WatchdogFinding(
                    WatchdogDoubt.UNDRILLED,
                    "Nobody has seen the watchdog " + device + " reset this machine; make its fire drill while no VM"
                            + " runs here, or accept UNDRILLED"));
        }
        DrillRecord record = drill.get();
        if (record.state() == State.FAILED) {
            return List.of(new WatchdogFinding(
                    WatchdogDoubt.DRILL_FAILED,
                    "The watchdog " + device + " (" + record.identity() + ") failed its fire drill: " + record.detail()
                            + "; use another driver and make the drill again"));
        }
        if (record.lateMillis() > FireDrill.LATE_MILLIS) {
            return List.of(new WatchdogFinding(
                    WatchdogDoubt.DRILL_LATE,
                    String.format(
                            Locale.ROOT,
                            "The watchdog %s came %.2f s late in its fire drill; use another driver, or accept DRILL_LATE,"
                                    + " which makes every host of the pool wait so much longer",
                            device,
                            record.lateMillis() / 1e3)));
        }
        return List.of();
    }

    static String otherKind(Path path, String kind) {
        return path + " is " + kind
                + ", not a watchdog; name the watchdog device of this machine, usually /dev/watchdog, or use the keeper";
    }

    static WatchdogFinding nowayout(String device) {
        return new WatchdogFinding(
                WatchdogDoubt.NOWAYOUT,
                "The watchdog " + device
                        + " never stops once it is started, so a host that arms it can end HA only by a"
                        + " reset; load the driver with nowayout=0");
    }

    /** What the opened device leaves in doubt, when it was asked for these whole seconds and made others of them. */
    static List<WatchdogFinding> ofDevice(
            WatchdogDevice device, Optional<DrillRecord> drill, int asked, int read, String path) {
        List<WatchdogFinding> findings = new ArrayList<>();
        String name = "The watchdog " + path + " (" + device.identity() + ")";
        if (read != asked) {
            findings.add(new WatchdogFinding(
                    WatchdogDoubt.ROUNDED,
                    name + " makes " + read + " s of a timeout of " + asked
                            + " s; choose timings with a watchdog timeout that it has, or accept ROUNDED"));
        }
        if (drill.isPresent() && !drill.get().identity().equals(device.identity())) {
            findings.add(new WatchdogFinding(
                    WatchdogDoubt.OTHER_DRILL,
                    name + " is not the one of the fire drill, which was "
                            + drill.get().identity() + "; make the drill again, or accept OTHER_DRILL"));
        }
        if (device.identity().equals(SOFTDOG)) {
            findings.add(new WatchdogFinding(
                    WatchdogDoubt.SOFTWARE,
                    name + " is a timer of the kernel itself: a kernel that hangs resets nothing; prefer the"
                            + " machine's own watchdog"));
        }
        return findings;
    }
}
