package dev.liveset.sim;

import java.time.Duration;

/**
 * How rough the simulated world is while nothing in particular is broken. Immutable; made by {@link #builder}.
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
 * @param powerFencers whether every host has a power fencer; where calls fail, so do they
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
        Duration retryDelay,
        boolean powerFencers) {
    /** Nothing goes wrong by itself: for scenarios. */
    public static SimSettings calm() {
        return builder().build();
    }

    /** A bad day that a pool must get through unharmed: for random schedules. */
    public static SimSettings rough() {
        return builder()
                .packets(0.01, 0.01, 0.005)
                .packetDelay(Duration.ofMillis(30))
                .disk(Duration.ofMillis(60), 0.002)
                .lateWrites(0.5, Duration.ofSeconds(30))
                .clockRatePpm(5_000)
                .calls(Duration.ofMillis(400), Duration.ofSeconds(3))
                .callTrouble(0.03, 0.03)
                .pauses(Duration.ofSeconds(4), Duration.ofSeconds(2))
                .build();
    }

    /**
     * As {@link #rough}, for mixed pools: the original's packets have no checksum but UDP's own, which stops what is
     * corrupted, and the toolstack's calls do not fail, for they are not judged.
     */
    public static SimSettings roughMixed() {
        SimSettings rough = rough();
        return rough.toBuilder()
                .packets(rough.packetLoss, rough.packetRepeat, 0)
                .callTrouble(0, 0)
                .build();
    }

    /** As {@link #rough}, with a disk on which writes often fail and land later all the same. */
    public static SimSettings failingDisk() {
        return rough().withFailingDisk();
    }

    /** The same with a disk on which writes often fail and land later all the same. */
    public SimSettings withFailingDisk() {
        return toBuilder()
                .disk(diskLatency, 0.03)
                .lateWrites(1.0, Duration.ofSeconds(8))
                .build();
    }

    /** The same with so many networks between the hosts. */
    public SimSettings withNetworks(int count) {
        return toBuilder().networks(count).build();
    }

    /** The same with writes that land at most so much later when they land late. */
    public SimSettings withLateWrites(Duration delay) {
        return toBuilder().lateWrites(lateWrite, delay).build();
    }

    /** The same with a power fencer on every host. */
    public SimSettings withPowerFencers() {
        return toBuilder().powerFencers(true).build();
    }

    /** A calm world to begin with. */
    public static Builder builder() {
        return new Builder();
    }

    /** This world to begin with. */
    public Builder toBuilder() {
        return builder()
                .networks(networks)
                .packets(packetLoss, packetRepeat, packetCorruption)
                .packetDelay(packetDelay)
                .disk(diskLatency, diskError)
                .lateWrites(lateWrite, lateWriteDelay)
                .clockRatePpm(clockRatePpm)
                .calls(callLatency, callDeadline)
                .callTrouble(callFailure, callHang)
                .pauses(bootDelay, retryDelay)
                .powerFencers(powerFencers);
    }

    /** Another world than a ready one; what is not said stays as it is. */
    public static final class Builder {
        private int networks = 1;
        private double packetLoss;
        private double packetRepeat;
        private double packetCorruption;
        private Duration packetDelay = Duration.ofMillis(1);
        private Duration diskLatency = Duration.ofMillis(5);
        private double diskError;
        private double lateWrite;
        private Duration lateWriteDelay = Duration.ofSeconds(1);
        private long clockRatePpm;
        private Duration callLatency = Duration.ofMillis(200);
        private Duration callDeadline = Duration.ofSeconds(3);
        private double callFailure;
        private double callHang;
        private Duration bootDelay = Duration.ofSeconds(3);
        private Duration retryDelay = Duration.ofSeconds(2);
        private boolean powerFencers;

        private Builder() {}

        public Builder networks(int count) {
            networks = count;
            return this;
        }

        /** Chances that a datagram is lost, arrives twice, arrives changed. */
        public Builder packets(double loss, double repeat, double corruption) {
            packetLoss = loss;
            packetRepeat = repeat;
            packetCorruption = corruption;
            return this;
        }

        public Builder packetDelay(Duration longest) {
            packetDelay = longest;
            return this;
        }

        /** Longest duration of an I/O, and the chance that it fails. */
        public Builder disk(Duration longest, double error) {
            diskLatency = longest;
            diskError = error;
            return this;
        }

        /** Chance that a write that failed lands all the same, and how much later at most. */
        public Builder lateWrites(double chance, Duration longest) {
            lateWrite = chance;
            lateWriteDelay = longest;
            return this;
        }

        public Builder clockRatePpm(long most) {
            clockRatePpm = most;
            return this;
        }

        /** Longest duration of a start or stop of a VM, and when it counts as timed out. */
        public Builder calls(Duration longest, Duration deadline) {
            callLatency = longest;
            callDeadline = deadline;
            return this;
        }

        /** Chances that a start fails, and that a call passes its deadline. */
        public Builder callTrouble(double failure, double hang) {
            callFailure = failure;
            callHang = hang;
            return this;
        }

        /** Longest time from a reset to the start of the agent, and the pause before an ended agent starts again. */
        public Builder pauses(Duration boot, Duration retry) {
            bootDelay = boot;
            retryDelay = retry;
            return this;
        }

        /** Whether every host has a power fencer; none has by default. */
        public Builder powerFencers(boolean there) {
            powerFencers = there;
            return this;
        }

        public SimSettings build() {
            return new SimSettings(
                    networks,
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
                    retryDelay,
                    powerFencers);
        }
    }
}
