package dev.liveset.io;

/**
 * The keeper's judgement: when to kill. Time is an argument. A frame that was sent after the deadline comes too late
 * even if the keeper, itself delayed, reads it before it looks at the clock.
 */
final class KeeperTimer {
    private boolean armed;
    private boolean killRequested;
    private boolean connected = true;
    private long deadlineNanos;
    private long sequence;

    /** Takes one frame; returns whether it is to be answered. A frame that makes no sense ends the connection. */
    boolean onFrame(long verb, long frameSequence, long sentAtNanos, long frameDeadlineNanos) {
        if (!connected || frameSequence != sequence + 1) {
            connected = false;
            return false;
        }
        sequence = frameSequence;
        if (armed && sentAtNanos - deadlineNanos > 0) {
            return false;
        }
        if (verb == KeeperFrame.ARM) {
            armed = true;
            deadlineNanos = frameDeadlineNanos;
        } else if (verb == KeeperFrame.FEED) {
            deadlineNanos = frameDeadlineNanos;
        } else if (verb == KeeperFrame.DISARM) {
            armed = false;
        } else if (verb == KeeperFrame.KILL) {
            killRequested = true;
        } else {
            connected = false;
        }
        return connected;
    }

    /** The host closed its end: nobody will feed any more. */
    void onDisconnect() {
        connected = false;
    }

    boolean armed() {
        return armed;
    }

    boolean connected() {
        return connected;
    }

    boolean killRequested() {
        return killRequested;
    }

    /** The deadline in force, 0 when unarmed. */
    long deadlineNanos() {
        return armed ? deadlineNanos : 0;
    }

    boolean mustKill(long nowNanos) {
        return killRequested || (armed && nowNanos - deadlineNanos >= 0);
    }

    /** Whether there is nothing left to keep. */
    boolean finished() {
        return !connected && !armed && !killRequested;
    }
}
