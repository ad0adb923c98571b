package dev.liveset.runtime;

import dev.liveset.fencing.Verdict;

/**
 * A verdict with who told it and when.
 *
 * @param toldBy index of the host that decided or saw it
 * @param wallClockMillis its wall clock at that moment, for people; of last words found on the heartbeat disk, the finder's when
 *     it read them
 * @param verdict what was decided
 */
public record ToldVerdict(int toldBy, long wallClockMillis, Verdict verdict) {}
