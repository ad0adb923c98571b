package dev.liveset.sim;

import java.time.Duration;

/**
 * How rough the simulated world is while nothing in particular is broken. Immutable.
 *
 * @param networks how many networks connect the hosts
 * @param packetLoss chance that a datagram is lost
 * @param packetRepeat chance that a datagram arrives twice
 * @param packetCorruption chance that bytes of a datagram are changed
 * @param packetDelay longest delay of a datagram; delays differ, so datagrams overtake each other
 * @param diskLatency longest duration of one I/O
 * @param diskError chance that an I/O fails
 * @param lateWrite chance that a write that failed, or whose host died, lands later all the same, whole or in part
 * @param lateWriteDelay how much later at most
 * @param clockRatePpm by how much a clock is too fast or too slow at most, in parts per million
 * @param callLatency longest duration of a start or stop of a VM
 * @param callDeadline when a call to the hypervisor counts as timed out
 * @param callFailure chance that a start fails
 * @param callHang chance that a call passes its deadline, with or without its effect
 * @param bootDelay longest time from a reset to the start of the agent
 * @param retryDelay pause before an agent that has ended starts again
 */
public record SimSettings(
        int networks,
        double packetLoss,
        double packetRepeat,
        double packetCorruption,
        Duration packetDelay,
        Duration diskLatency,
        double diskError,
        double lateWrite,
        Duration lateWriteDelay,
        long clockRatePpm,
        Duration callLatency,
        Duration callDeadline,
        double callFailure,
        double callHang,
        Duration bootDelay,
        Duration retryDelay) {
    /** Nothing goes wrong by itself: for scenarios. */
    public static SimSettings calm() {
        return new SimSettings(
                1,
                0,
                0,
                0,
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                0,
                0,
                Duration.ofSeconds(1),
                0,
                Duration.ofMillis(200),
                Duration.ofSeconds(3),
                0,
                0,
                Duration.ofSeconds(3),
                Duration.ofSeconds(2));
    }

    /** A bad day that a pool must get through unharmed: for random schedules. */
    public static SimSettings rough() {
        return new SimSettings(
                1,
                0.01,
                0.01,
                0.005,
                Duration.ofMillis(30),
                Duration.ofMillis(60),
                0.002,
                0.5,
                Duration.ofSeconds(30),
                5_000,
                Duration.ofMillis(400),
                Duration.ofSeconds(3),
                0.03,
                0.03,
                Duration.ofSeconds(4),
                Duration.ofSeconds(2));
    }

    /**
     * As {@link #rough}, for mixed pools: the original's packets have no checksum but UDP's own, which stops what is
     * corrupted, and the toolstack's calls do not fail, for they are not judged.
     */
    public static SimSettings roughMixed() {
        SimSettings rough = rough();
        return new SimSettings(
                rough.networks,
                rough.packetLoss,
                rough.packetRepeat,
                0,
                rough.packetDelay,
                rough.diskLatency,
                rough.diskError,
                rough.lateWrite,
                rough.lateWriteDelay,
                rough.clockRatePpm,
                rough.callLatency,
                rough.callDeadline,
                0,
                0,
                rough.bootDelay,
                rough.retryDelay);
    }

    /** As {@link #rough}, with a disk on which writes often fail and land later all the same. */
    public static SimSettings failingDisk() {
        return rough().withFailingDisk();
    }

    /** The same with a disk on which writes often fail and land later all the same. */
    public SimSettings withFailingDisk() {
        return new SimSettings(
                networks,
                packetLoss,
                packetRepeat,
                packetCorruption,
                packetDelay,
                diskLatency,
                0.03,
                1.0,
                Duration.ofSeconds(8),
                clockRatePpm,
                callLatency,
                callDeadline,
                callFailure,
                callHang,
                bootDelay,
                retryDelay);
    }

    /** The same with so many networks between the hosts. */
    public SimSettings withNetworks(int count) {
        return new SimSettings(
                count,
                packetLoss,
                packetRepeat,
                packetCorruption,
                packetDelay,
                diskLatency,
                diskError,
                lateWrite,
                lateWriteDelay,
                clockRatePpm,
                callLatency,
                callDeadline,
                callFailure,
                callHang,
                bootDelay,
                retryDelay);
    }

    /** The same with writes that land at most so much later when they land late. */
    public SimSettings withLateWrites(Duration delay) {
        return new SimSettings(
                networks,
                packetLoss,
                packetRepeat,
                packetCorruption,
                packetDelay,
                diskLatency,
                diskError,
                lateWrite,
                delay,
                clockRatePpm,
                callLatency,
                callDeadline,
                callFailure,
                callHang,
                bootDelay,
                retryDelay);
    }
}
