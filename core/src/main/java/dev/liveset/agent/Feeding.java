package dev.liveset.agent;

import dev.liveset.RuleBranch;
import dev.liveset.fencing.DeadManSwitch;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.QuorumRule;
import dev.liveset.quorum.QuorumRules;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.List;

/**
 * What the watchdog lives on: beats that were sent, and own writes that a read has shown. Where the statefile is excused
 * (rule 2, or a majority of the pool that hears this host), what counts is when the others last heard it. Nothing that is
 * only begun, or only said to be done, moves the deadline.
 */
final class Feeding {
    private final DeadManSwitch deadMan;
    private final ReadBack readBack;
    private final Arming arming;
    private final PacketIntake packets;
    private final QuorumRules rules;

    Feeding(AgentConfig config, Arming arming, PacketIntake packets, QuorumRules rules) {
        this.deadMan = arming.deadMan();
        this.readBack = new ReadBack(config.self(), config.incarnation());
        this.arming = arming;
        this.packets = packets;
        this.rules = rules;
    }

    void beatSent(long nowNanos) {
        deadMan.heartbeatSent(nowNanos);
    }

    /** A write of the own section begins, which feeds nothing yet. */
    void writeBegins(long nowNanos, HostSection section) {
        readBack.writing(section);
        if (!rules.keep(QuorumRule.FED_BY_COMPLETED_WRITES)) {
            deadMan.sectionWritten(nowNanos);
        }
    }

    /** It is said to be durable; it had begun then. */
    void written(long beganNanos) {
        readBack.written(beganNanos);
        if (!rules.keep(QuorumRule.WRITES_ARE_READ_BACK)) {
            deadMan.sectionWritten(beganNanos);
        }
    }

    /** Writes of the own section may begin from now on. */
    void begin(long nowNanos) {
        readBack.begin(nowNanos);
    }

    /** It failed, or its time was over. */
    void givenUp(long nowNanos) {
        readBack.givenUp(nowNanos);
    }

    /** A read completed; returns whether it shows the newest own write, so that what it lacks of others proves something. */
    boolean read(StatefileSnapshot snapshot) {
        boolean shown = readBack.isShownBy(snapshot) || !rules.keep(QuorumRule.WRITES_ARE_READ_BACK);
        if (shown && readBack.hasWritten()) {
            deadMan.sectionWritten(readBack.beganNanos());
            readBack.shown(snapshot);
        }
        if (!shown) {
            rules.hit(RuleBranch.READ_LACKS_OWN_WRITE);
        }
        return shown;
    }

    /** Whether somebody else has set the excluded flag in what this host last wrote. */
    boolean isExcludedByAnother(StatefileSnapshot snapshot) {
        return readBack.isExcludedByAnother(snapshot);
    }

    /**
     * Feeds at the end of a step; {@code saidRule2}: the last beat told everybody that this host lives by rule 2. Returns
     * false when the deadline is over before the next tick: time to fence.
     */
    boolean feed(long nowNanos, LivesetQuorum quorum, boolean saidRule2, List<Effect> effects) {
        if (quorum.sr2() && saidRule2) { // who removes us must know by what we live
            boolean byPeers = rules.keep(QuorumRule.RULE2_FED_BY_PEERS);
            deadMan.statefileExcused(
                    byPeers ? packets.heardByAllNanos(nowNanos, readBack.toldExcluded(nowNanos)) : nowNanos);
        }
        if (quorum.online()) {
            deadMan.statefileExcused(packets.heardByMajorityNanos());
        }
        return arming.feed(nowNanos, quorum.feedCapNanos(), effects);
    }
}
