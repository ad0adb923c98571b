package dev.liveset.fencing;

/**
 * Stable names of everything that is decided about a host's life, each with the sentence an operator needs, the rule that
 * decides, and what would have changed it. Names are never renamed or used for something else.
 *
 * <table>
 * <caption>All codes and their rules</caption>
 * <tr><th>code</th><th>rule</th></tr>
 * <tr><td>STATEFILE_LOST</td><td>PROTOCOL.md 5, step 3: survival rules 1 and 2</td></tr>
 * <tr><td>NETWORK_LOST</td><td>PROTOCOL.md 5, step 3: survival rules 1 and 2</td></tr>
 * <tr><td>BOTH_LOST</td><td>PROTOCOL.md 5, step 3: survival rules 1 and 2</td></tr>
 * <tr><td>RULE2_BROKEN</td><td>PROTOCOL.md 5, step 3: survival rule 2</td></tr>
 * <tr><td>FENCE_REQUESTED</td><td>PROTOCOL.md 2: fence_request</td></tr>
 * <tr><td>FAULT_HANDLING_STUCK</td><td>PROTOCOL.md 3: limits of the rendezvous</td></tr>
 * <tr><td>WATCHDOG_STARVED</td><td>PROTOCOL.md 3: dead-man switch</td></tr>
 * <tr><td>TIME_JUMPED</td><td>PROTOCOL.md 3: dead-man switch, clock sanity</td></tr>
 * <tr><td>STATEFILE_REPLACED</td><td>PROTOCOL.md 1: another generation is fatal</td></tr>
 * <tr><td>HEALTH_CHECK_FAILED</td><td>PROTOCOL.md 5: health check</td></tr>
 * <tr><td>OPERATOR</td><td>PROTOCOL.md 5: leaving</td></tr>
 * <tr><td>AGENT_FAILED</td><td>DESIGN.md: a step that does not end well feeds nothing</td></tr>
 * <tr><td>HOST_REMOVED</td><td>PROTOCOL.md 3: silence rule</td></tr>
 * <tr><td>HOST_RESTARTED</td><td>PROTOCOL.md 3: a newer boot ends the wait</td></tr>
 * <tr><td>HOST_POWERED_OFF</td><td>PROTOCOL.md 3: silence rule; DESIGN.md, E4: CONFIRMED_OFF</td></tr>
 * <tr><td>EVICTED</td><td>PROTOCOL.md 5, step 4: fence_request</td></tr>
 * <tr><td>START_REFUSED</td><td>PROTOCOL.md 6: start failures</td></tr>
 * <tr><td>LEFT</td><td>PROTOCOL.md 5: leaving</td></tr>
 * <tr><td>STARTED</td><td>DESIGN.md, E8: agent start</td></tr>
 * <tr><td>NO_LAST_WORDS</td><td>PROTOCOL.md 3: dead-man switch</td></tr>
 * <tr><td>MASTER_CHANGED</td><td>PROTOCOL.md 5: master lock</td></tr>
 * <tr><td>VM_RESTARTED</td><td>DESIGN.md, E4: assign</td></tr>
 * </table>
 */
public enum VerdictCode {
    /** The host lost the statefile while another host has it, and did not survive by the policy. */
    STATEFILE_LOST(
            "this host lost the heartbeat disk while another host still has it",
            "PROTOCOL.md 5, step 3: survival rules 1 and 2",
            "a working path to the heartbeat disk within T2"),
    /** The host was cut off from the winning partition. */
    NETWORK_LOST(
            "this host was cut off from the hosts that go on, although it reaches the heartbeat disk",
            "PROTOCOL.md 5, step 3: survival rules 1 and 2",
            "a network path to the hosts that went on within T1, or a higher weight"),
    /** The host lost network and storage. */
    BOTH_LOST(
            "this host lost the network and the heartbeat disk",
            "PROTOCOL.md 5, step 3: survival rules 1 and 2",
            "a working network or heartbeat disk"),
    /** Rule 2 was in force and a further host was lost. */
    RULE2_BROKEN(
            "the whole pool had lost the heartbeat disk, and then a further host was lost",
            "PROTOCOL.md 5, step 3: survival rule 2",
            "the heartbeat disk back on one host, or the lost host heard or excluded"),
    /** A survivor asked for it. */
    FENCE_REQUESTED(
            "a host that goes on asked this host to fence itself",
            "PROTOCOL.md 2: fence_request",
            "surviving the round that the sender survived"),
    /** A rendezvous of fault handling passed its limit. */
    FAULT_HANDLING_STUCK(
            "fault handling could not come to a verdict in time",
            "PROTOCOL.md 3: limits of the rendezvous",
            "packets and sections of all visible hosts within the limits"),
    /** A duty of the dead-man switch was silent too long. */
    WATCHDOG_STARVED(
            "a duty of this host fell silent for longer than its watchdog timeout",
            "PROTOCOL.md 3: dead-man switch",
            "the named duty done within its limit"),
    /** The host's own clock shows that it stood still. */
    TIME_JUMPED(
            "this host stood still for longer than its watchdog timeout",
            "PROTOCOL.md 3: dead-man switch, clock sanity",
            "a pause shorter than the watchdog timeout"),
    /** The statefile was replaced while the host was armed. */
    STATEFILE_REPLACED(
            "the heartbeat disk shows another generation or version",
            "PROTOCOL.md 1: another generation is fatal",
            "the pool's own statefile left in its place"),
    /** The health check failed for good. */
    HEALTH_CHECK_FAILED(
            "the management agent of this host failed its health check and could not be restarted",
            "PROTOCOL.md 5: health check",
            "a management agent that answers within its timeout"),
    /** The operator asked twice to end a host that still runs VMs. */
    OPERATOR(
            "the operator ended this host although protected VMs ran on it",
            "PROTOCOL.md 5: leaving",
            "the VMs stopped or moved first"),
    /** The agent failed by a programmer error. */
    AGENT_FAILED(
            "the agent of this host failed by an error of its own",
            "DESIGN.md: a step that does not end well feeds nothing",
            "nothing on this host; report it"),
    /** A host left the liveset after the full silence. */
    HOST_REMOVED(
            "the host showed no sign of life for its whole watchdog timeout",
            "PROTOCOL.md 3: silence rule",
            "one packet or section of the host within its watchdog timeout"),
    /** A host proved by a newer boot that its former life is over. */
    HOST_RESTARTED(
            "the host restarted before it was removed",
            "PROTOCOL.md 3: a newer boot ends the wait",
            "the host not having been reset"),
    /** A host left the liveset because its power fencer saw it without power. */
    HOST_POWERED_OFF(
            "the host did not survive the round of fault handling, and was seen without power",
            "PROTOCOL.md 3: silence rule; DESIGN.md, E4: CONFIRMED_OFF",
            "the host in both domains of those who went on; without a power fencer it would have been removed later"),
    /** A survivor took a host out of its proposed liveset and asks it to fence itself. */
    EVICTED(
            "the host did not survive the round of fault handling; it is asked to fence itself",
            "PROTOCOL.md 5, step 4: fence_request",
            "the host in both domains of those who went on"),
    /** The agent stopped: its start failed, or it may not go on; the code is the evidence. */
    START_REFUSED(
            "the agent of this host did not start, or stopped",
            "PROTOCOL.md 6: start failures",
            "what the sentence in the evidence asks for"),
    /** The agent left cleanly. */
    LEFT("this host left the pool cleanly", "PROTOCOL.md 5: leaving", "nobody having asked for it"),
    /** The agent began a life. */
    STARTED("the agent of this host started", "DESIGN.md, E8: agent start", "nobody having started it"),
    /** The former life of this host ended without a word. */
    NO_LAST_WORDS(
            "the former life of this host ended without a word: a loss of power, a crash, or its watchdog",
            "PROTOCOL.md 3: dead-man switch",
            "see what the other hosts tell of this host"),
    /** Another host, or none, holds the master lock. */
    MASTER_CHANGED(
            "the holder of the master lock changed",
            "PROTOCOL.md 5: master lock",
            "the former master staying in the liveset and keeping its request"),
    /** The master gave a VM of a host to another one because its host left the liveset. */
    VM_RESTARTED(
            "a VM of this host is started on another host", "DESIGN.md, E4: assign", "the host staying in the liveset");

    private final String words;
    private final String rule;
    private final String remedy;

    VerdictCode(String words, String rule, String remedy) {
        this.words = words;
        this.rule = rule;
        this.remedy = remedy;
    }

    /** The sentence, without the host's name. */
    public String words() {
        return words;
    }

    /** Where the rule stands that decides it. */
    public String rule() {
        return rule;
    }

    /** What would have changed the verdict. */
    public String remedy() {
        return remedy;
    }

    /** Whether a host that gave it about itself has ended its life with it. */
    public boolean endsLife() {
        return ordinal() <= AGENT_FAILED.ordinal() || this == START_REFUSED || this == LEFT;
    }
}
