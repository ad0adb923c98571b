package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;

/**
 * A Unix process group: what a keeper kills in place of a machine's reset. Children belong to their parent's group
 * unless they leave it, so a host that leads one takes its VMs along.
 *
 * @param id the group's number, which is the process id of its leader
 */
public record ProcessGroup(int id) {
    public ProcessGroup {
        if (id <= 1) {
            throw new LivesetException(
                    Code.INVALID_CONFIG, "Process group " + id + " must not be killed; name the host's own.");
        }
    }

    /** The group that this process leads; a process that led none leaves its session and leads a group of its own from now on. */
    public static ProcessGroup lead() {
        Libc.require();
        int self = Libc.getpid();
        if (Libc.getpgid(0) != self && Libc.setsid() != self) {
            throw new LivesetException(
                    Code.INVALID_LOCALHOST_STATE,
                    "The host could not become leader of a process group: " + Libc.strerror(Libc.errno()) + ".");
        }
        return new ProcessGroup(self);
    }

    /** Sends SIGKILL to every process of the group at once, the caller included if it belongs to it; false when none could be signalled. */
    public boolean kill() {
        Libc.require();
        return Libc.kill(-id, Libc.SIGKILL) == 0;
    }

    /** Whether any process of the group is left, be it one that has ended and was not yet waited for. */
    public boolean exists() {
        Libc.require();
        return Libc.kill(-id, 0) == 0 || Libc.errno() != Libc.ESRCH;
    }
}
