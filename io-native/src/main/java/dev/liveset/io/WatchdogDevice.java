package dev.liveset.io;

/**
 * An opened Linux watchdog device: the calls of the kernel's watchdog interface, one method each. Opening it has
 * started its timer. A call that the device refuses throws {@link dev.liveset.LivesetException} with WATCHDOG_ERROR,
 * unless the method says otherwise.
 */
interface WatchdogDevice {
    /** Bits of {@link #options()}. */
    int SETTIMEOUT = 0x0080;

    int MAGICCLOSE = 0x0100;
    int PRETIMEOUT = 0x0200;
    int KEEPALIVEPING = 0x8000;

    /** Bit of {@link #bootStatus()}: the machine was last reset by this watchdog. */
    int CARDRESET = 0x0020;

    /** What the device can do. */
    int options();

    /** The driver's name for the device. */
    String identity();

    int bootStatus();

    /** The timeout in force. */
    int timeoutSeconds();

    /** Sets the timeout and restarts the timer; returns what the device made of it, or -1 when it refuses the value. */
    int setTimeoutSeconds(int seconds);

    /** Sets the alarm so long before the reset; returns what the device made of it, or -1 when it refuses the value. */
    int setPretimeoutSeconds(int seconds);

    void keepAlive();

    /** Stops the timer; false when the device does not stop, or does not know this call. */
    boolean disable();

    /** Announces that the next close is meant to stop the timer. */
    void writeMagic();

    /** Closes the file; without a magic announcement the timer runs on. */
    void close();

    /** Opens devices, and knows what the system tells about them without opening. */
    interface Opener {
        /** Opens the device, which starts its timer; throws when it is missing, no watchdog, or somebody else has it. */
        WatchdogDevice open();

        /** Whether there is such a device. */
        boolean exists();

        /** What it is in words where the system tells that it is no watchdog, else empty. */
        String otherKind();

        /** Whether the driver says that this watchdog was what last reset the machine; false also when it does not tell. */
        boolean resetByWatchdog();

        /** Whether the device cannot be stopped once started; false also when the system does not tell. */
        boolean nowayout();

        /** Whether the system says that the timer is stopped; false also when it does not tell. */
        boolean provenStopped();
    }
}
