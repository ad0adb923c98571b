package dev.liveset.io;

/**
 * One thing that was found about a watchdog.
 *
 * @param doubt its stable name
 * @param sentence what it is and what to do about it
 */
public record WatchdogFinding(WatchdogDoubt doubt, String sentence) {}
