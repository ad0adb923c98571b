package dev.liveset.fencing;

/** Stable names of everything a host decides about life and death, each with the sentence an operator needs. */
public enum VerdictCode {
    /** Survival rules 1 and 2 both failed: the host lost the statefile while another host has it. */
    STATEFILE_LOST("this host lost the heartbeat disk while another host still has it"),
    /** Survival rules 1 and 2 both failed: the host was cut off from the winning partition. */
    NETWORK_LOST("this host was cut off from the hosts that go on, although it reaches the heartbeat disk"),
    /** Survival rules 1 and 2 both failed: the host lost network and storage. */
    BOTH_LOST("this host lost the network and the heartbeat disk"),
    /** Rule 2 was in force and a further host was lost. */
    RULE2_BROKEN("the whole pool had lost the heartbeat disk, and then a further host was lost"),
    /** A survivor asked for it. */
    FENCE_REQUESTED("a host that goes on asked this host to fence itself"),
    /** A rendezvous of fault handling passed its limit. */
    FAULT_HANDLING_STUCK("fault handling could not come to a verdict in time"),
    /** A duty of the dead-man switch was silent too long. */
    WATCHDOG_STARVED("a duty of this host fell silent for longer than its watchdog timeout"),
    /** The host's own clock shows that it stood still. */
    TIME_JUMPED("this host stood still for longer than its watchdog timeout"),
    /** The statefile was replaced while the host was armed. */
    STATEFILE_REPLACED("the heartbeat disk shows another generation or version"),
    /** The health check failed for good. */
    HEALTH_CHECK_FAILED("the management agent of this host failed its health check and could not be restarted"),
    /** The operator asked twice to end a host that still runs VMs. */
    OPERATOR("the operator ended this host although protected VMs ran on it"),
    /** A host left the liveset after the full silence. */
    HOST_REMOVED("the host showed no sign of life for its whole watchdog timeout"),
    /** A host proved by a newer boot that its former life is over. */
    HOST_RESTARTED("the host restarted before it was removed");

    private final String words;

    VerdictCode(String words) {
        this.words = words;
    }

    /** The sentence, without the host's name. */
    public String words() {
        return words;
    }
}
