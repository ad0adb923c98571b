package dev.liveset.io;

import dev.liveset.LivesetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Collects what {@link WatchdogProof} tells. */
final class WatchdogExamination {
    private final HardwareWatchdogConfig config;
    private final WatchdogDevice.Opener opener;
    private final List<String> facts = new ArrayList<>();
    private final List<WatchdogFinding> findings = new ArrayList<>();
    private String identity = "";

    WatchdogExamination(HardwareWatchdogConfig config) {
        this(config, new LinuxWatchdogOpener(config.device(), Path.of("/sys/class/watchdog")));
    }

    WatchdogExamination(HardwareWatchdogConfig config, WatchdogDevice.Opener opener) {
        this.config = config;
        this.opener = opener;
    }

    WatchdogProof examine(Duration timeout) {
        String device = config.device().toString();
        String otherKind = opener.otherKind();
        if (!otherKind.isEmpty()) {
            find(WatchdogDoubt.UNUSABLE, WatchdogProof.otherKind(config.device(), otherKind));
            return result();
        }
        Optional<DrillRecord> drill = drill();
        drill.ifPresent(record -> facts.add(String.format(
                Locale.ROOT,
                "fire drill %s with %s: set to %d s, last seen alive %.2f s after its last feed; %s",
                record.state(),
                record.identity(),
                record.timeoutSeconds(),
                record.delayMillis() / 1e3,
                record.detail())));
        findings.addAll(WatchdogProof.ofDrill(drill, device));
        List<DeviceHolder> holders = DeviceHolder.of(config.device());
        if (!opener.exists()) {
            find(
                    WatchdogDoubt.MISSING,
                    "There is no " + device + "; load the driver of this machine's watchdog, or use the keeper");
        } else if (!holders.isEmpty()) {
            find(WatchdogDoubt.BUSY, "The watchdog " + device + " is held by " + words(holders));
        } else if (opener.nowayout()) {
            findings.add(WatchdogProof.nowayout(device));
            facts.add("it was not tried here, because it would not stop again");
        } else {
            tryOut((int) Math.min(timeout.toSeconds(), Integer.MAX_VALUE), drill);
        }
        return result();
    }

    private WatchdogProof result() {
        return new WatchdogProof(identity, facts, findings, WatchdogProof.refused(config, findings));
    }

    static String words(List<DeviceHolder> holders) {
        return String.join(" and ", holders.stream().map(DeviceHolder::words).toList());
    }

    private Optional<DrillRecord> drill() {
        if (config.drillRecord().isEmpty()) {
            return Optional.empty();
        }
        Path record = config.drillRecord().get();
        facts.add("fire drill's record " + record + (Files.exists(record) ? "" : " (there is none)"));
        return new FireDrill(opener, record, FireDrill.bootId(), System::nanoTime, nanos -> {}).outcome();
    }

    private void find(WatchdogDoubt doubt, String sentence) {
        findings.add(new WatchdogFinding(doubt, sentence));
    }

    private void tryOut(int seconds, Optional<DrillRecord> drill) {
        WatchdogDevice device;
        try {
            device = opener.open();
        } catch (LivesetException e) {
            find(WatchdogDoubt.UNUSABLE, withoutEnd(e.getMessage()));
            return;
        }
        try {
            identity = device.identity();
            facts.add("device " + config.device() + ": " + identity + ", options 0x"
                    + Integer.toHexString(device.options()));
            facts.add("last reset " + (opener.resetByWatchdog() ? "by this watchdog" : "not by this watchdog")
                    + ", as far as its driver tells");
            boolean settable = (device.options() & WatchdogDevice.SETTIMEOUT) != 0;
            int read = settable ? device.setTimeoutSeconds(seconds) : device.timeoutSeconds();
            facts.add("asked for " + seconds + " s it is set to " + (read < 0 ? "nothing: refused" : read + " s"));
            findings.addAll(WatchdogProof.ofDevice(
                    device, drill, seconds, read, config.device().toString()));
            boolean pretimeout = (device.options() & WatchdogDevice.PRETIMEOUT) != 0;
            facts.add(pretimeout ? "it has a pretimeout" : "it has no pretimeout");
        } catch (LivesetException e) {
            find(WatchdogDoubt.UNUSABLE, withoutEnd(e.getMessage()));
        } finally {
            boolean disabled = device.disable();
            device.writeMagic();
            device.close();
            facts.add(disabled || opener.provenStopped() ? "it was stopped again" : "NOTHING PROVES THAT IT STOPPED");
        }
    }

    private static String withoutEnd(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
