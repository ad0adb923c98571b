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
    /** {@code suspend h1 for 3}: the whole machine stands still, its watchdog counts. */
    SUSPEND(Shape.HOST_TIME),
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
    /** {@code hang-storage h1 for 10}: I/O does not return. */
    HANG_STORAGE(Shape.HOST_TIME),
    /** {@code fail-storage h1 for 10}: I/O returns errors. */
    FAIL_STORAGE(Shape.HOST_TIME),
    /** {@code slow-storage h1 for 10}: I/O takes forty times as long. */
    SLOW_STORAGE(Shape.HOST_TIME),
    /** {@code hang-all-storage for 10}: as hang-storage, for every host. */
    HANG_ALL_STORAGE(Shape.TIME),
    /** {@code fail-all-storage for 10}: as fail-storage, for every host. */
    FAIL_ALL_STORAGE(Shape.TIME),
    /** {@code hang-calls h1 for 10}: calls to the host's hypervisor pass their deadline. */
    HANG_CALLS(Shape.HOST_TIME),
    /** {@code enable-ha}. */
    ENABLE_HA(Shape.NOTHING),
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
    /** {@code weigh h1 5}: the operator adds to the host's weight. */
    WEIGH(Shape.HOST_NUMBER),
    /** {@code yield-master h1}: the host is told to give up the master lock and not to ask. */
    YIELD_MASTER(Shape.HOST),
    /** {@code ask-for-master h1}: the host is told to ask for the master lock again. */
    ASK_FOR_MASTER(Shape.HOST),
    /** {@code leave h1}: the host is told to leave cleanly. */
    LEAVE(Shape.HOST),
    /** {@code expect-online 110}: exactly these hosts are online, each with exactly this liveset. */
    EXPECT_ONLINE(Shape.SET),
    /** {@code expect-died 100}: exactly these hosts have died since the start. */
    EXPECT_DIED(Shape.SET),
    /** {@code expect-vm 1 h2}: the VM runs, there. */
    EXPECT_VM(Shape.NUMBER_HOST),
    /** {@code expect-no-vm 1}: the VM runs nowhere. */
    EXPECT_NO_VM(Shape.NUMBER),
    /** {@code expect-master h2}: this host, and no other, holds the master lock. */
    EXPECT_MASTER(Shape.HOST);

    /** Which arguments a verb takes, in this order. */
    enum Shape {
        NOTHING(false, false, false, false, false),
        TIME(false, false, false, false, true),
        HOST(true, false, false, false, false),
        HOST_TIME(true, false, false, false, true),
        HOST_HOST_TIME(true, true, false, false, true),
        HOST_NUMBER(true, false, false, true, false),
        NUMBER(false, false, false, true, false),
        NUMBER_HOST(true, false, false, true, false),
        NUMBER_TIME(false, false, false, true, true),
        SET(false, false, true, false, false),
        SET_TIME(false, false, true, false, true);

        final boolean host;
        final boolean other;
        final boolean set;
        final boolean number;
        final boolean time;

        Shape(boolean host, boolean other, boolean set, boolean number, boolean time) {
            this.host = host;
            this.other = other;
            this.set = set;
            this.number = number;
            this.time = time;
        }
    }

    private final Shape shape;

    Verb(Shape shape) {
        this.shape = shape;
    }

    Shape shape() {
        return shape;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
