package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which watchdog of the machine is used, and what proves that it works. Immutable.
 *
 * @param device for example {@code /dev/watchdog}
 * @param drillRecord where {@link FireDrill} wrote what it saw; without it, or without a drill that was passed, the
 *     watchdog is not armed
 * @param accepted what is not proven and taken on the operator's word
 * @param pretimeout how long before the reset the driver is to raise its alarm, where it has one; zero for none
 */
public record HardwareWatchdogConfig(
        Path device, Optional<Path> drillRecord, Set<WatchdogDoubt> accepted, Duration pretimeout) {
    /** Throws {@link LivesetException} when a doubt is accepted that nobody's word can overcome. */
    public HardwareWatchdogConfig {
        accepted = Set.copyOf(accepted);
        for (WatchdogDoubt doubt : accepted) {
            if (!doubt.overridable()) {
                throw new LivesetException(
                        Code.INVALID_CONFIG, "The watchdog's " + doubt + " cannot be accepted; mend it.");
            }
        }
        if (pretimeout.isNegative() || pretimeout.toSeconds() > 3_600) {
            throw new LivesetException(
                    Code.INVALID_CONFIG, "A pretimeout is from 0 to 3600 s, but it is " + pretimeout.toSeconds() + ".");
        }
    }

    /** The device, with no proof yet and nothing accepted. */
    public static HardwareWatchdogConfig at(Path device) {
        return new HardwareWatchdogConfig(device, Optional.empty(), Set.of(), Duration.ZERO);
    }

    /** The same, proven by the fire drill whose record this is. */
    public HardwareWatchdogConfig provenBy(Path record) {
        return new HardwareWatchdogConfig(device, Optional.of(record), accepted, pretimeout);
    }

    /** The same, armed although these are not proven: the operator's word for each, by name. */
    public HardwareWatchdogConfig accepting(WatchdogDoubt... doubts) {
        EnumSet<WatchdogDoubt> all = EnumSet.noneOf(WatchdogDoubt.class);
        all.addAll(accepted);
        all.addAll(Set.of(doubts));
        return new HardwareWatchdogConfig(device, drillRecord, all, pretimeout);
    }

    /** The same with an alarm so long before the reset, in whole seconds: what it does is the kernel's pretimeout governor. */
    public HardwareWatchdogConfig withPretimeout(Duration before) {
        return new HardwareWatchdogConfig(device, drillRecord, accepted, before);
    }
}
