package dev.liveset;

import dev.liveset.LivesetException.Code;
import java.util.List;
import java.util.Locale;

/**
 * What is proven about timings: every relation of PROTOCOL.md §3 with its numbers, and how long detection, fencing,
 * removal and failover take at most. It is also made for timings that are refused, to show why.
 */
public final class TimingProof {
    private final List<TimingRelation> relations;
    private final TimingBounds bounds;
    private final TimingValues values;

    TimingProof(TimingValues values) {
        this(values, PoolConfig.Policy.XENSERVER);
    }

    private TimingProof(TimingValues values, PoolConfig.Policy policy) {
        this.values = values;
        this.relations = TimingRelations.of(values);
        this.bounds = new TimingBounds(values, policy == PoolConfig.Policy.MAJORITY);
    }

    /** The same for a pool with this policy: by a majority a removal takes longer. */
    public TimingProof under(PoolConfig.Policy policy) {
        return new TimingProof(values, policy);
    }

    /** All relations, in the order R1 to R5. */
    public List<TimingRelation> relations() {
        return relations;
    }

    /** Whether timings with these values build. */
    public boolean isSafe() {
        return relations.stream().allMatch(relation -> relation.holds() || relation.advice());
    }

    /** From a host's stop until a survivor begins fault handling. */
    public TimingBound detection() {
        return bounds.detection();
    }

    /** From a host's freeze until its watchdog has reset it. */
    public TimingBound fencing() {
        return bounds.fencing();
    }

    /** From a host's stop until it is out of the liveset of every survivor. */
    public TimingBound removal() {
        return bounds.removal();
    }

    /** From a host's stop until the master decides where its VMs start. */
    public TimingBound failover() {
        return bounds.failover();
    }

    /** As {@link #failover}, when the host that stopped was master. */
    public TimingBound failoverOfMaster() {
        return bounds.failoverOfMaster();
    }

    /** How long the network of a host may be silent before it is taken for lost. */
    public TimingBound networkMargin() {
        return bounds.networkMargin();
    }

    /** How long the storage of one host may hang before the host is taken for lost. */
    public TimingBound storageMargin() {
        return bounds.storageMargin();
    }

    /** How long a JVM may stand still before its own watchdog fires. */
    public TimingBound pauseMargin() {
        return bounds.pauseMargin();
    }

    /** Every broken relation in one sentence each; throws nothing, empty when safe. */
    public List<String> broken() {
        return broken(false);
    }

    private List<String> broken(boolean besideXhad) {
        return relations.stream()
                .filter(relation -> !relation.holds() && !relation.advice())
                .filter(relation -> !besideXhad || !relation.rule().equals("R2"))
                .map(relation -> "relation " + relation.rule() + " demands " + relation.words())
                .toList();
    }

    /** Throws when a relation is broken, R2 excepted if xhad may be among the hosts. */
    void require(boolean besideXhad) {
        List<String> broken = broken(besideXhad);
        if (!broken.isEmpty()) {
            throw new LivesetException(Code.INVALID_CONFIG, "Unsafe timings: " + String.join("; and ", broken) + ".");
        }
    }

    /** The whole proof for people, several lines. */
    public String report() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "t1 / T1 %s / %s   t2 / T2 %s / %s",
                values.heartbeatInterval(),
                values.heartbeatTimeout(),
                values.statefileInterval(),
                values.statefileTimeout());
        line(
                text,
                "Wh / Ws %s / %s   Tboot / Tenable %s / %s",
                values.heartbeatWatchdogTimeout(),
                values.statefileWatchdogTimeout(),
                values.bootJoinTimeout(),
                values.enableJoinTimeout());
        line(
                text,
                "granularity %s   I/O bound %s   pause budget %s   drift " + values.drift(),
                values.granularity(),
                values.ioBound(),
                values.pauseBudget());
        line(
                text,
                "write gap %s   D %s   tick %s   margin %s",
                values.writeGap(),
                values.faultHandling(),
                values.tick(),
                values.margin(values.watchdogTimeout()));
        text.append('\n');
        for (TimingRelation relation : relations) {
            String mark = relation.holds() ? "holds " : relation.advice() ? "ADVICE" : "BROKEN";
            text.append(mark)
                    .append(' ')
                    .append(relation.rule())
                    .append("  ")
                    .append(relation.words())
                    .append('\n');
        }
        text.append("holds  R4  removal only after a read begun W + margin after the last sign of life;"
                + " what a watchdog fires later than the granularity is published with W\n\n");
        if (!isSafe()) {
            return text.append("refused\n").toString();
        }
        for (TimingBound bound : List.of(
                bounds.detection(),
                bounds.fencing(),
                bounds.removal(),
                bounds.failover(),
                bounds.failoverOfMaster(),
                bounds.stuckRound(),
                bounds.cap())) {
            text.append(bound.words()).append('\n');
        }
        List<TimingBound> margins = List.of(networkMargin(), storageMargin(), pauseMargin());
        line(
                text,
                "margin to a false fence %s, the least of",
                margins.stream().mapToLong(TimingBound::nanos).min().orElseThrow());
        margins.forEach(margin -> text.append("  ").append(margin.words()).append('\n'));
        return text.append("safe\n").toString();
    }

    private static void line(StringBuilder text, String format, long... nanos) {
        Object[] seconds = new Object[nanos.length];
        for (int i = 0; i < nanos.length; i++) {
            seconds[i] = String.format(Locale.ROOT, "%.3f s", nanos[i] / 1e9);
        }
        text.append(String.format(Locale.ROOT, format, seconds)).append('\n');
    }
}
