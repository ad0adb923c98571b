package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a watchdog device by its path; what can be known without starting it is read from the class directory. */
record LinuxWatchdogOpener(Path device, Path classDirectory) implements WatchdogDevice.Opener {
    private static final Path CHARACTER_DEVICES = Path.of("/sys/dev/char");

    @Override
    public WatchdogDevice open() {
        String kind = otherKind();
        if (!kind.isEmpty()) {
            throw new LivesetException(Code.WATCHDOG_ERROR, WatchdogProof.otherKind(device, kind) + ".");
        }
        return LinuxWatchdogDevice.open(device);
    }

    @Override
    public boolean exists() {
        return Files.exists(device);
    }

    @Override
    public String otherKind() {
        return DeviceKind.otherThanWatchdog(device, CHARACTER_DEVICES);
    }

    @Override
    public boolean resetByWatchdog() {
        String status = attribute("bootstatus");
        return status.matches("[0-9]{1,9}") && (Integer.parseInt(status) & WatchdogDevice.CARDRESET) != 0;
    }

    @Override
    public boolean nowayout() {
        return "1".equals(attribute("nowayout"));
    }

    @Override
    public boolean provenStopped() {
        return "inactive".equals(attribute("state"));
    }

    /** Empty when the kernel does not tell. */
    private String attribute(String attribute) {
        // The old name without a number is another one for the first device.
        String name = device.getFileName().toString();
        String numbered = name.equals("watchdog") ? "watchdog0" : name;
        try {
            return Files.readString(classDirectory.resolve(numbered).resolve(attribute))
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
