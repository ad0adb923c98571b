package dev.liveset.sim;

import java.util.Locale;

/** What a timeline can make happen; the comment shows its arguments. Faults heal after the time they are given. */
enum Verb {
    /** {@code power-on h1}: plug in, or start again after a clean leave. */
    POWER_ON(Shape.HOST),
    /** {@code power-off h1 for 10}: pull the plug. */
    POWER_OFF(Shape.HOST_TIME),
    /** {@code reset h1}: the machine boots again at once. */
    RESET(Shape.HOST),
    /** {@code crash-agent h1}: the agent's process dies, the VMs run on. */
    CRASH_AGENT(Shape.HOST),
    /** {@code freeze h1 for 3}: the agent's process stands still. */
    FREEZE(Shape.HOST_TIME),
    /** {@code freeze-in-step h1 for 3}: as freeze, between a decision and its effects. */
    FREEZE_IN_STEP(Shape.HOST_TIME),
    /** {@code reset-in-step h1}: as reset, between a decision and its effects. */
    RESET_IN_STEP(Shape.HOST),
    /** {@code suspend h1 for 3}: the whole machine stands still, its watchdog counts, its clock jumps. */
    SUSPEND(Shape.HOST_TIME),
    /** {@code suspend-still h1 for 3}: as suspend, but its clock stands still too. */
    SUSPEND_STILL(Shape.HOST_TIME),
    /** {@code lose-master-at 5}: the host that does the fifth thing from now that only a master does is reset in it. */
    LOSE_MASTER_AT(Shape.NUMBER),
    /** {@code watchdog-early h1 for 10}: it fires as early as its tolerance allows. */
    WATCHDOG_EARLY(Shape.HOST_TIME),
    /** {@code watchdog-late h1 for 10}: it fires as late as its tolerance allows. */
    WATCHDOG_LATE(Shape.HOST_TIME),
    /** {@code break-watchdog h1}: it never fires again; the run claims nothing. */
    BREAK_WATCHDOG(Shape.HOST),
    /** {@code lose-watchdog h1 for 10}: the device is not there when the agent wants to arm it. */
    LOSE_WATCHDOG(Shape.HOST_TIME),
    /** {@code misconfigure h1 for 10}: the host list that its agents are given lacks the host itself. */
    MISCONFIGURE(Shape.HOST_TIME),
    /** {@code cut-network h1 for 10}: pull the host's network cables; it sees that the carrier is gone. */
    CUT_NETWORK(Shape.HOST_TIME),
    /** {@code cut-link h1 h2 for 10}: nothing passes between two hosts, and neither sees why. */
    CUT_LINK(Shape.HOST_HOST_TIME),
    /** {@code cut-one-way h1 h2 for 10}: nothing passes from the first to the second. */
    CUT_ONE_WAY(Shape.HOST_HOST_TIME),
    /** {@code split 1100 for 10}: nothing passes between the hosts with 1 and those with 0. */
    SPLIT(Shape.SET_TIME),
    /** {@code cut-all-links for 10}: nothing passes between any two hosts. */
    CUT_ALL_LINKS(Shape.TIME),
    /** {@code lose-packets 30 for 10}: so many percent of all datagrams are lost. */
    LOSE_PACKETS(Shape.NUMBER_TIME),
    /** {@code lose-on-link 30 h1 h2 for 10}: so many percent of the datagrams between two hosts are lost. */
    LOSE_ON_LINK(Shape.NUMBER_HOST_HOST_TIME),
    /** {@code delay-packets 800 for 10}: datagrams take up to so many milliseconds more, and overtake each other. */
    DELAY_PACKETS(Shape.NUMBER_TIME),
    /** {@code repeat-packets 30 for 10}: so many percent of all datagrams arrive twice. */
    REPEAT_PACKETS(Shape.NUMBER_TIME),
    /** {@code corrupt-packets 30 for 10}: so many percent of all datagrams arrive changed. */
    CORRUPT_PACKETS(Shape.NUMBER_TIME),
    /** {@code lose-network 2 for 10}: the second network carries nothing. */
    LOSE_NETWORK(Shape.NUMBER_TIME),
    /** {@code pull-cable 2 h1 for 10}: pull the host's cable to the second network. */
    PULL_CABLE(Shape.NUMBER_HOST_TIME),
    /** {@code cut-link-on 2 h1 h2 for 10}: as cut-link, on the second network only. */
    CUT_LINK_ON(Shape.NUMBER_HOST_HOST_TIME),
    /** {@code cut-one-way-on 2 h1 h2 for 10}: as cut-one-way, on the second network only. */
    CUT_ONE_WAY_ON(Shape.NUMBER_HOST_HOST_TIME),
    /** {@code split-on 2 1100 for 10}: as split, on the second network only. */
    SPLIT_ON(Shape.NUMBER_SET_TIME),
    /** {@code hang-storage h1 for 10}: I/O does not return. */
    HANG_STORAGE(Shape.HOST_TIME),
    /** {@code fail-storage h1 for 10}: I/O returns errors. */
    FAIL_STORAGE(Shape.HOST_TIME),
    /** {@code slow-storage h1 for 10}: I/O takes forty times as long. */
    SLOW_STORAGE(Shape.HOST_TIME),
    /** {@code stall-read h1 for 3}: the host's next read takes so much longer. */
    STALL_READ(Shape.HOST_TIME),
    /** {@code stall-write h1 for 3}: the host's next write takes so much longer. */
    STALL_WRITE(Shape.HOST_TIME),
    /** {@code hang-all-storage for 10}: as hang-storage, for every host. */
    HANG_ALL_STORAGE(Shape.TIME),
    /** {@code fail-all-storage for 10}: as fail-storage, for every host. */
    FAIL_ALL_STORAGE(Shape.TIME),
    /** {@code tear-writes h1 for 10}: writes land only in part and return errors. */
    TEAR_WRITES(Shape.HOST_TIME),
    /** {@code delay-writes h1 for 10}: writes return errors and land later all the same. */
    DELAY_WRITES(Shape.HOST_TIME),
    /** {@code lose-writes h1 for 10}: writes return and never land; outside the assumptions, no progress is claimed. */
    LOSE_WRITES(Shape.HOST_TIME),
    /** {@code stale-reads h1 for 10}: reads often show the disk as it is now; outside the assumptions, no progress is claimed. */
    STALE_READS(Shape.HOST_TIME),
    /** {@code truncate-disk 20 for 10}: the disk ends after so many KiB. */
    TRUNCATE_DISK(Shape.NUMBER_TIME),
    /** {@code rot-section h1}: a bit of the host's section flips on the disk. */
    ROT_SECTION(Shape.HOST),
    /** {@code bad-block h1}: no read gives the host's section any more, until somebody writes it; never drawn. */
    BAD_BLOCK(Shape.HOST),
    /** {@code dead-block h1 for 60}: the host's section can be neither read nor written; never drawn. */
    DEAD_BLOCK(Shape.HOST_TIME),
    /** {@code blind h1 h2 for 60}: no read of the first gives the section of the second, which others read; never drawn. */
    BLIND(Shape.HOST_HOST_TIME),
    /** {@code rot-region h1}: a bit of the newer slot of the host's manifest or of its master region flips on the disk. */
    ROT_REGION(Shape.HOST),
    /** {@code rot-global}: a bit of the global section flips on the disk. */
    ROT_GLOBAL(Shape.NOTHING),
    /** {@code wipe-global}: the global section becomes zeros. */
    WIPE_GLOBAL(Shape.NOTHING),
    /** {@code wipe-manifest h1}: both slots of the host's manifest become zeros. */
    WIPE_MANIFEST(Shape.HOST),
    /** {@code replace-statefile}: somebody formats it for another generation of the pool. */
    REPLACE_STATEFILE(Shape.NOTHING),
    /** {@code replace-global for 10}: the global section is another pool's; then somebody puts back what was there. */
    REPLACE_GLOBAL(Shape.TIME),
    /** {@code hang-calls h1 for 10}: calls to the host's hypervisor pass their deadline, with or without their effect. */
    HANG_CALLS(Shape.HOST_TIME),
    /** {@code slow-calls h1 for 10}: calls take as long as their deadline allows. */
    SLOW_CALLS(Shape.HOST_TIME),
    /** {@code fail-calls h1 for 10}: calls return failures. */
    FAIL_CALLS(Shape.HOST_TIME),
    /** {@code fail-health h1 for 10}: the management agent is not well, and restarts do not help. */
    FAIL_HEALTH(Shape.HOST_TIME),
    /** {@code hang-health h1 for 10}: checks and restarts of the management agent do not return. */
    HANG_HEALTH(Shape.HOST_TIME),
    /** {@code block-health h1 for 10}: checks of the management agent cannot be begun, and restarts fail. */
    BLOCK_HEALTH(Shape.HOST_TIME),
    /** {@code hang-power h1 for 10}: the host's power fencer does not answer, and answers later all the same. */
    HANG_POWER(Shape.HOST_TIME),
    /** {@code refuse-power h1 for 10}: the host's power fencer does nothing and says so. */
    REFUSE_POWER(Shape.HOST_TIME),
    /** {@code lie-power h1 for 10}: the host's power fencer does nothing and says that the host is off. */
    LIE_POWER(Shape.HOST_TIME),
    /** {@code cycle-power h1 for 10}: whose power is cut by a power fencer has it again at once. */
    CYCLE_POWER(Shape.HOST_TIME),
    /** {@code cut-witness h1 for 10}: the host does not reach the witness; a pool in whose timeline it stands has one. */
    CUT_WITNESS(Shape.HOST_TIME),
    /** {@code lose-witness for 10}: nobody reaches the witness. */
    LOSE_WITNESS(Shape.TIME),
    /** {@code enable-ha}. */
    ENABLE_HA(Shape.NOTHING),
    /** {@code disable-ha}: VMs are not restarted. */
    DISABLE_HA(Shape.NOTHING),
    /** {@code invalidate-pool}: an operator at any host declares the pool invalid. */
    INVALIDATE_POOL(Shape.NOTHING),
    /** {@code restore-pool}: it is made ACTIVE again by a host that is online, or INIT by an offline tool if none is. */
    RESTORE_POOL(Shape.NOTHING),
    /** {@code tolerate 1}: so many host failures are to be tolerated. */
    TOLERATE(Shape.NUMBER),
    /** {@code define-vm 1}: adds the protected VM vm1 to the pool. */
    DEFINE_VM(Shape.NUMBER),
    /** {@code start-vm 1 h2}: it is to run, there if possible. */
    START_VM(Shape.NUMBER_HOST),
    /** {@code shutdown-vm 1}: it is to stay down. */
    SHUTDOWN_VM(Shape.NUMBER),
    /** {@code move-vm 1 h2}. */
    MOVE_VM(Shape.NUMBER_HOST),
    /** {@code halt-vm 1}: the guest halts itself. */
    HALT_VM(Shape.NUMBER),
    /** {@code promote-vm 1}: it is restarted first. */
    PROMOTE_VM(Shape.NUMBER),
    /** {@code demote-vm 1}: it is restarted only if there is room. */
    DEMOTE_VM(Shape.NUMBER),
    /** {@code weigh h1 5}: the operator adds to the host's weight. */
    WEIGH(Shape.HOST_NUMBER),
    /** {@code yield-master h1}: the host is told to give up the master lock and not to ask. */
    YIELD_MASTER(Shape.HOST),
    /** {@code ask-for-master h1}: the host is told to ask for the master lock again. */
    ASK_FOR_MASTER(Shape.HOST),
    /** {@code leave h1}: the host is told to leave cleanly. */
    LEAVE(Shape.HOST),
    /** {@code disarm h1}: the host is told to do without its watchdog, VMs or not. */
    DISARM(Shape.HOST),
    /** {@code end h1}: the host is told to leave, and fences itself when VMs run there. */
    END(Shape.HOST),
    /** {@code exclude h1}: the host is told that it is excluded, so it leaves. */
    EXCLUDE(Shape.HOST),
    /** {@code exclude-offline h1}: an offline tool sets the host's excluded flag on the disk; not while the host is online without its storage. */
    EXCLUDE_OFFLINE(Shape.HOST),
    /** {@code change-policy h1}: from now on the host's agents start with another fencing policy. */
    CHANGE_POLICY(Shape.HOST),
    /** {@code confirm-dead h1}: a person who sees that the machine is off tells the master so. */
    CONFIRM_DEAD(Shape.HOST),
    /** {@code expect-online 110}: exactly these hosts are online, each with exactly this liveset. */
    EXPECT_ONLINE(Shape.SET),
    /** {@code expect-died 100}: exactly these hosts have died since the start. */
    EXPECT_DIED(Shape.SET),
    /** {@code expect-vm 1 h2}: the VM runs, there. */
    EXPECT_VM(Shape.NUMBER_HOST),
    /** {@code expect-no-vm 1}: the VM runs nowhere. */
    EXPECT_NO_VM(Shape.NUMBER),
    /** {@code expect-master h2}: this host, and no other, holds the master lock. */
    EXPECT_MASTER(Shape.HOST),
    /** {@code expect-no-master}: nobody who is online holds the master lock. */
    EXPECT_NO_MASTER(Shape.NOTHING),
    /** {@code expect-liveset h1 110}: what the host itself takes for its liveset. */
    EXPECT_LIVESET(Shape.HOST_SET),
    /** {@code expect-rule-2 111}: exactly these hosts go on by survival rule 2. */
    EXPECT_RULE_2(Shape.SET),
    /** {@code expect-death h1 NETWORK_LOST|watchdog}: what its last death came of: one of these verdicts, watchdog, power, reset. */
    EXPECT_DEATH(Shape.HOST_WORD),
    /** {@code expect-ended h1 BOOTJOIN_TIMEOUT}: the code, or one of several, with which its last agent ended, LEFT after a clean leave. */
    EXPECT_ENDED(Shape.HOST_WORD),
    /** {@code expect-vm-among 1 011}: the VM runs once, on one of these hosts. */
    EXPECT_VM_AMONG(Shape.NUMBER_SET),
    /** {@code expect-starts 1 2}: the VM has been started so often since the beginning. */
    EXPECT_STARTS(Shape.NUMBER_WORD),
    /** {@code expect-pool-state ACTIVE}: as the global section on the disk says. */
    EXPECT_POOL_STATE(Shape.WORD),
    /** {@code expect-answer REFUSED}: to the operator's last command that was answered by the master. */
    EXPECT_ANSWER(Shape.WORD),
    /** {@code expect-claims-nothing}: what happened is outside the assumptions, and the run says so. */
    EXPECT_CLAIMS_NOTHING(Shape.NOTHING);

    /** Which arguments a verb takes, in this order. */
    enum Shape {
        NOTHING(""),
        TIME("t"),
        HOST("h"),
        HOST_SET("hs"),
        HOST_TIME("ht"),
        HOST_HOST_TIME("hot"),
        HOST_NUMBER("hn"),
        HOST_WORD("hw"),
        NUMBER("n"),
        NUMBER_HOST("nh"),
        NUMBER_HOST_TIME("nht"),
        NUMBER_HOST_HOST_TIME("nhot"),
        NUMBER_SET("ns"),
        NUMBER_SET_TIME("nst"),
        NUMBER_TIME("nt"),
        NUMBER_WORD("nw"),
        SET("s"),
        SET_TIME("st"),
        WORD("w");

        /** In their order: h a host, o another one, s a set, n a number, w a word, t a duration. */
        final String arguments;

        final boolean host;
        final boolean other;
        final boolean set;
        final boolean number;
        final boolean time;

        Shape(String arguments) {
            this.arguments = arguments;
            this.host = arguments.contains("h");
            this.other = arguments.contains("o");
            this.set = arguments.contains("s");
            this.number = arguments.contains("n");
            this.time = arguments.contains("t");
        }
    }

    private final Shape shape;

    Verb(Shape shape) {
        this.shape = shape;
    }

    Shape shape() {
        return shape;
    }

    /** Whether it breaks something, as against what an operator does or a timeline expects. */
    boolean isFault() {
        return ordinal() > POWER_ON.ordinal() && ordinal() < ENABLE_HA.ordinal();
    }

    boolean isExpectation() {
        return ordinal() >= EXPECT_ONLINE.ordinal();
    }

    /** Whether a pool that meets it may wait for ever: writes that are not durable, reads that are not true. */
    boolean endsLiveness() {
        return this == LOSE_WRITES || this == STALE_READS;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
