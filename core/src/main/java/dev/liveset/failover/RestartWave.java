package dev.liveset.failover;

import java.time.Duration;
import java.util.List;

/**
 * VMs that start together.
 *
 * @param order their restart order; negative for the last wave
 * @param placements what starts where, largest need first
 * @param pauseAfter how long to wait before the next wave: the longest start delay in this one
 */
public record RestartWave(int order, List<Placement> placements, Duration pauseAfter) {
    public RestartWave {
        placements = List.copyOf(placements);
    }
}
