package dev.liveset.agent;

import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.Timings;
import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.QuorumRule;
import dev.liveset.quorum.QuorumRules;
import dev.liveset.quorum.RendezvousQuorum;
import dev.liveset.quorum.Sightings;
import dev.liveset.recovery.VmRecovery;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * One host of a pool as a state machine: {@code step(now, event)} answers with effects to be carried out in order
 * (DESIGN.md). No clock, thread, lock, log, random or I/O inside. {@code now} never goes back; same inputs, same
 * effects; after a self-fence no step has effects.
 *
 * <p>The life of an agent: read the statefile once; take over what the former life of the host left (E8); arm the
 * watchdog; show itself and start; be online; and end by a fence, by a start that fails, or by leaving cleanly.
 */
public final class HostAgent {
    private final QuorumRules rules;
    private final Timings timings;
    private final int self;
    private final LivesetQuorum quorum;
    private final VmRecovery recovery;
    private final PacketIntake packets;
    private final HealthCheck health;
    private final PowerDesk power;
    private final BadBlockDesk badBlocks;
    private final StandingOrders orders;
    private final LinkEvidence linkEvidence;
    private final StatefileLoop statefile;
    private final BeatLane lane;
    private final Publisher publisher;
    private final Arming arming;
    private final Feeding feeding;
    private final StallWatch stalls;
    private final Departure departure;
    private final RecoveryLink link;
    private final RecoveryIntake recoveryIntake;
    private final GlobalWishes global;
    private final FenceVerdicts verdicts;
    private final StatefileIntake intake;
    private final EvictionNotice eviction;
    private final OwnFence ownFence;
    private final CommandIntake commands;
    private final StatusWatch status;
    private final Reporter reporter;
    private final List<Effect> effects = new ArrayList<>();

    private Life life = Life.READING;
    private long bornNanos = Sightings.NEVER;
    private boolean readable;
    private boolean wasOnline;

    /**
     * @param config what the agent is born with
     * @param recovery who cares for the VMs
     */
    public HostAgent(AgentConfig config, VmRecovery recovery) {
        this(config, recovery, QuorumRules.OURS);
    }

    /** As above, with quorum rules in which the simulator has planted a bug. */
    public HostAgent(AgentConfig config, VmRecovery recovery, QuorumRules rules) {
        PoolConfig pool = config.pool();
        this.rules = rules;
        this.timings = pool.timings();
        this.self = config.self();
        this.recovery = recovery;
        this.ownFence = new OwnFence(config, recovery, effects);
        this.quorum = new RendezvousQuorum(pool, self, config.asksForMaster(), rules, ownFence::judge);
        this.linkEvidence = new LinkEvidence(pool);
        this.statefile =
                new StatefileLoop(pool, self, config.incarnation(), rules.keep(QuorumRule.WRITES_ARE_READ_BACK));
        BeatLoop beats = new BeatLoop(timings, pool.allHosts(), self);
        this.arming = new Arming(timings);
        this.departure = new Departure(timings, arming, effects);
        this.link = new RecoveryLink(config, statefile, effects);
        this.orders = new StandingOrders(link, rules);
        this.intake = new StatefileIntake(config, quorum, link.view);
        this.eviction = new EvictionNotice(config, quorum, rules);
        this.recoveryIntake = new RecoveryIntake(recovery, statefile);
        this.global = new GlobalWishes(statefile);
        this.health = new HealthCheck(config.health(), timings, effects, rules);
        this.publisher = new Publisher(config, quorum, recovery, intake, health, arming, beats);
        this.commands =
                new CommandIntake(pool, self, quorum, recovery, link, global, linkEvidence, publisher, rules, effects);
        this.power = new PowerDesk(config, quorum, rules, effects);
        this.badBlocks = new BadBlockDesk(config, quorum, statefile, rules, effects);
        this.verdicts = new FenceVerdicts(pool, self, quorum, power);
        this.status = new StatusWatch(quorum, recovery, verdicts, self);
        this.reporter = new Reporter(config, quorum, beats, health, intake);
        this.packets = new PacketIntake(config, quorum, reporter, eviction);
        this.stalls = new StallWatch(timings, quorum, linkEvidence, packets);
        this.feeding = new Feeding(config, arming, packets, rules);
        this.lane = new BeatLane(beats, statefile, publisher, packets, feeding, quorum, effects);
    }

    /** Takes one event. The list and what is in it are the agent's own and valid until the next step. */
    public List<Effect> step(long nowNanos, Event event) {
        effects.clear();
        if (life == Life.ENDED) {
            return effects;
        }
        if (bornNanos == Sightings.NEVER) {
            bornNanos = nowNanos;
            feeding.begin(nowNanos);
            stalls.begin(nowNanos);
        }
        if (arming.deadMan().overdue(nowNanos)) {
            ownFence.standStill(nowNanos, stalls.lastStepNanos(), arming.deadMan(), verdicts);
            life = Life.ENDED;
            return effects;
        }
        stalls.onStep(nowNanos);
        take(nowNanos, event);
        if (life != Life.ENDED) {
            quorum.weigh(linkEvidence.weight(nowNanos));
            quorum.advance(nowNanos);
            proceed(nowNanos);
        }
        if (life != Life.ENDED) {
            publish(nowNanos);
        }
        return effects;
    }

    /** A complete picture of what the host knows; allocates. */
    public PoolStatus status() {
        return status.picture(intake.poolState(), arming.trustedTimeoutMillis() > 0, life == Life.RUNNING);
    }

    /** Whether the agent has ended: fenced or stopped. */
    public boolean ended() {
        return life == Life.ENDED;
    }

    private void take(long nowNanos, Event event) {
        if (event instanceof Event.PacketReceived packet) {
            if (life != Life.READING && life != Life.TAKING_OVER) {
                obey(nowNanos, packets.take(nowNanos, packet.message()));
            }
        } else if (event instanceof Event.StatefileRead read) {
            onRead(nowNanos, read.snapshot());
        } else if (event instanceof Event.SectionWritten written) {
            onSectionWritten(nowNanos, written);
        } else if (event instanceof Event.StatefileReadFailed) {
            readable = false;
            statefile.onRead(false);
            quorum.onStatefileFailed();
        } else if (event instanceof Event.GlobalWritten) {
            statefile.onRequestDone();
            global.onWritten();
        } else if (event instanceof Event.SectionOverwritten done) {
            badBlocks.onOverwritten(nowNanos, done);
        } else if (event instanceof Event.WatchdogArmed armed) {
            arming.onArmed(nowNanos, armed);
        } else if (event instanceof Event.WatchdogDisarmed disarmed) {
            arming.onDisarmed(disarmed.ok());
        } else if (event instanceof Event.LinkChanged changed) {
            linkEvidence.onLink(nowNanos, changed.up());
        } else if (event instanceof Event.WitnessChanged changed) {
            linkEvidence.onWitness(nowNanos, changed.reached());
        } else if (event instanceof Event.CommandGiven given) {
            onCommand(nowNanos, given);
        } else if (event instanceof Event.HealthChecked checked) {
            health.onChecked(nowNanos, checked);
        } else if (event instanceof Event.ManagementRestarted restarted) {
            health.onRestarted(nowNanos, restarted);
        } else if (event instanceof Event.PowerReported reported) {
            power.onReported(nowNanos, reported);
        } else if (event instanceof Event.ReportWanted wanted) {
            LivesetReport report = reporter.report(nowNanos, status(), packets.refused());
            effects.add(new Effect.Report(wanted.reportId(), report));
        } else {
            recoveryIntake.take(event); // and a Tick brings nothing but the time
        }
    }

    private void onRead(long nowNanos, StatefileSnapshot snapshot) {
        statefile.onRead(true);
        readable = true;
        Code fatal = StatefileIntake.fatal(snapshot);
        if (fatal != null && arming.armed() && quorum.online()) {
            fence(
                    nowNanos,
                    VerdictCode.STATEFILE_REPLACED,
                    new Evidence("the global section", "is " + snapshot.globalStatus));
            return;
        }
        if (fatal != null) {
            giveUp(fatal, snapshot.globalStatus.sentence());
            return;
        }
        intake.take(nowNanos, snapshot, feeding.read(snapshot), effects);
        if (life == Life.RUNNING && !quorum.online() && intake.otherPolicy(snapshot, quorum.sfdomain())) {
            giveUp(Code.POOL_POLICY_MISMATCH, "");
            return;
        }
        if (feeding.isExcludedByAnother(snapshot)) {
            rules.hit(RuleBranch.EXCLUDED_BY_ANOTHER);
            orders.onExcludedByAnother();
        }
        obey(nowNanos, eviction.bySection(nowNanos, snapshot));
        if (life == Life.ENDED) {
            return;
        }
        if (snapshot.globalStatus != SectionStatus.VALID) {
            if (snapshot.globalStatus != SectionStatus.UNREADABLE) {
                rules.hit(RuleBranch.GLOBAL_SECTION_DAMAGED);
                global.onDamaged(quorum.online(), quorum.master());
            }
            return;
        }
        global.onRead(snapshot.global, quorum.online(), self, quorum.master() == self, effects);
        if (life == Life.READING) {
            firstRead(snapshot);
        }
    }

    private void firstRead(StatefileSnapshot snapshot) {
        if (intake.knowsThisBoot(snapshot)) {
            rules.hit(RuleBranch.START_FAILED_ROLLED_BACK);
            giveUp(Code.INVALID_LOCALHOST_STATE, StatefileIntake.ROLLED_BACK);
        } else if (intake.otherPolicy(snapshot, 0)) {
            giveUp(Code.POOL_POLICY_MISMATCH, "");
        } else {
            if (snapshot.status[self].usable()) {
                publisher.continueFrom(snapshot.section[self]);
            }
            life = Life.TAKING_OVER;
        }
    }

    private void onSectionWritten(long nowNanos, Event.SectionWritten written) {
        statefile.onWritten(written.ok);
        if (!written.ok) {
            feeding.givenUp(nowNanos);
            quorum.onStatefileFailed();
            return;
        }
        feeding.written(written.beganNanos);
        if (life == Life.DEPARTING && departure.onSectionWritten(lane.writtenExcluded())) {
            life = Life.ENDED;
        }
    }

    private void onCommand(long nowNanos, Event.CommandGiven given) {
        switch (commands.take(given.commandId(), given.command(), arming.armed())) {
            case LEAVE -> {
                departure.answers(given.commandId());
                leave(null, "");
            }
            case LEAVE_EXCLUDED -> {
                departure.answers(given.commandId());
                leave(Code.EXCLUDED_SET_WHILE_RUNNING, StandingOrders.sentence(Code.EXCLUDED_SET_WHILE_RUNNING));
            }
            case DISARM -> arming.doWithout(given.commandId());
            case FENCE -> fence(nowNanos, VerdictCode.OPERATOR, null);
            case DONE -> {}
        }
    }

    private void proceed(long nowNanos) {
        if (quorum.fence() != LivesetQuorum.Fence.NONE) {
            lose(nowNanos);
            return;
        }
        if (quorum.failure() != null && life == Life.RUNNING) {
            giveUp(quorum.failure(), "");
        }
        if (life == Life.READING && nowNanos - bornNanos > timings.statefileTimeoutNanos()) {
            giveUp(
                    readable ? Code.INVALID_STATEFILE : Code.CANNOT_ACCESS_STATEFILE,
                    readable ? intake.globalStatus().sentence() : "");
        }
        boolean mayHost = life == Life.RUNNING;
        int trusted = life == Life.RUNNING && quorum.online() ? arming.trustedTimeoutMillis() : 0;
        boolean departed = life == Life.DEPARTING && !departure.isClean();
        if (life != Life.READING && !departed) {
            link.refresh(nowNanos, quorum, mayHost, readable, trusted);
            recovery.advance(link.view, link);
        }
        switch (life) {
            case TAKING_OVER -> takeOver(nowNanos);
            case ARMING -> armed(nowNanos);
            case RUNNING -> run(nowNanos);
            case DEPARTING -> depart(nowNanos);
            default -> {}
        }
    }

    private void run(long nowNanos) {
        arming.advance(recovery.durablyDisarmed(), effects);
        if (arming.doesWithout()) {
            quorum.onDisarmed();
        }
        if (quorum.online()) {
            beOnline(nowNanos);
        }
    }

    private void lose(long nowNanos) {
        if (arming.doesWithout()) {
            rules.hit(RuleBranch.LOSER_STEPS_ASIDE_DISARMED);
            departure.stepAside();
        } else {
            ownFence.fenceByQuorum(nowNanos, quorum, verdicts);
        }
        life = Life.ENDED;
    }

    private void depart(long nowNanos) {
        if (departure.advance(nowNanos, recovery.durablyDisarmed())) {
            life = Life.ENDED;
        }
        publisher.excluded |= departure.saysGoodbye();
    }

    private void takeOver(long nowNanos) {
        if (recovery.readyToJoin()) {
            life = Life.ARMING;
            arming.arm(effects);
        } else if (nowNanos - bornNanos > timings.bootJoinTimeoutNanos()) {
            giveUp(readable ? Code.INVALID_LOCALHOST_STATE : Code.CANNOT_ACCESS_STATEFILE, "");
        }
    }

    private void armed(long nowNanos) {
        if (arming.failure() != null) {
            giveUp(Code.WATCHDOG_ERROR, arming.failure());
        } else if (arming.armed()) {
            life = Life.RUNNING;
            statefile.startWriting();
            quorum.begin(nowNanos, publisher.excluded);
        }
    }

    private void beOnline(long nowNanos) {
        if (!wasOnline) {
            wasOnline = true;
            publisher.excluded = false;
        }
        boolean claimsNothing = recovery.manifest().claims().isEmpty();
        Code order = orders.toLeave(intake.poolState(), claimsNothing, quorum.inRound());
        if (order != null) {
            leave(order, StandingOrders.sentence(order));
            return;
        }
        power.advance(nowNanos, arming.trustedTimeoutMillis() > 0);
        badBlocks.advance(nowNanos, arming.trustedTimeoutMillis() > 0);
        Evidence unwell = health.advance(nowNanos);
        if (unwell != null && arming.armed()) {
            fence(nowNanos, VerdictCode.HEALTH_CHECK_FAILED, unwell);
        }
    }

    private void leave(Code code, String sentence) {
        departure.leave(code, sentence);
        life = Life.DEPARTING;
    }

    private void giveUp(Code code, String sentence) {
        departure.giveUp(code, sentence);
        life = Life.DEPARTING;
    }

    private void fence(long nowNanos, VerdictCode code, Evidence first) {
        ownFence.fence(nowNanos, code, first, verdicts);
        life = Life.ENDED;
    }

    private void obey(long nowNanos, Evidence notice) {
        if (notice != null && !arming.doesWithout()) {
            fence(nowNanos, VerdictCode.FENCE_REQUESTED, notice);
        }
    }

    private void publish(long nowNanos) {
        boolean shown = life == Life.RUNNING || life == Life.DEPARTING && departure.isClean();
        lane.advance(nowNanos, shown);
        if (!feeding.feed(nowNanos, quorum, publisher.saidRule2(), effects)) {
            fence(nowNanos, VerdictCode.WATCHDOG_STARVED, arming.deadMan().evidence(nowNanos));
            return;
        }
        boolean armed = arming.trustedTimeoutMillis() > 0;
        status.tell(nowNanos, intake.poolState(), armed, life == Life.RUNNING, effects);
    }
}
