package dev.liveset.sim.xhad;

/**
 * XenServer's daemon as PROTOCOL.md describes it, on a simulated machine: the rooms of this package put together.
 * Deterministic; used on one thread.
 */
public final class Xhad {
    private static final long WORK_MILLIS = 100;

    private final Memory memory;
    private final XhadMachine machine;
    private final Strand manager;
    private final HeartbeatLoop heartbeat;
    private final StatefileLoop statefile;
    private final StatefileDomain domain;
    private final LossWatch losses;
    private final JoinDesk joins;
    private final Rule2Watch rule2;
    private final LockDesk lock;
    private final StartUp startUp;
    private final FaultHandling faults;
    private boolean idle;

    /**
     * @param identity who it is
     * @param timings its parameters
     * @param machine what it runs on
     */
    public Xhad(XhadIdentity identity, XhadTimings timings, XhadMachine machine) {
        this.machine = machine;
        memory = new Memory(identity, timings);
        manager = new Strand(machine);
        Acceleration acceleration = new Acceleration(timings, machine);
        heartbeat = new HeartbeatLoop(memory, machine, acceleration);
        statefile = new StatefileLoop(memory, machine, acceleration, manager::signal);
        domain = new StatefileDomain(memory, machine);
        losses = new LossWatch(memory);
        joins = new JoinDesk(memory);
        rule2 = new Rule2Watch(memory, machine);
        lock = new LockDesk(memory, heartbeat, acceleration);
        startUp = new StartUp(memory, machine, manager, heartbeat, this::rest);
        RendezvousWait rendezvous = new RendezvousWait(memory, manager, heartbeat, acceleration);
        faults = new FaultHandling(memory, machine, manager, rendezvous, losses);
    }

    /** Starts all its threads. */
    public void start() {
        heartbeat.start();
        listen();
        statefile.start();
        work();
        startUp.begin();
    }

    /** A datagram has come in; where from is not looked at. */
    public void receive(byte[] bytes, int length) {
        boolean called = heartbeat.receive(bytes, length);
        if (called) {
            losses.look(true);
        }
        passOfReceiver();
    }

    /** Asks for the master lock, as its script does. */
    public void proposeMaster() {
        lock.propose();
    }

    /** Gives the master lock up. */
    public void cancelMaster() {
        lock.cancel();
    }

    /** What the operator adds to the weight; counts from the next fault on. */
    public void weigh(int added) {
        memory.weight = 1 + added;
    }

    /** What its liveset query tells: the hosts in its liveset. */
    public long liveset() {
        return memory.current;
    }

    /** Who may stay in the liveset. */
    public long proposedLiveset() {
        return memory.proposed;
    }

    /** Who is heard. */
    public long hbdomain() {
        return memory.hbdomain;
    }

    /** Who is seen to write. */
    public long sfdomain() {
        return memory.sfdomain;
    }

    /** The number of its phase on the wire. */
    public int phase() {
        return memory.phase;
    }

    /** Whether survival rule 2 holds for it. */
    public boolean rule2() {
        return memory.sr2;
    }

    /** Whether it is online. */
    public boolean isOnline() {
        return memory.armed;
    }

    /** Whether it asks for the master lock in its section. */
    public boolean requestsLock() {
        return memory.lockRequest[memory.self];
    }

    /** Index of the host that holds the master lock in its eyes, -1 nobody. */
    public int master() {
        return lock.holder();
    }

    private void listen() {
        passOfReceiver();
        machine.after(memory.timings.beatMillis(), this::listen);
    }

    private void passOfReceiver() {
        heartbeat.wake();
        if (heartbeat.updateDomain()) {
            losses.look(false);
        }
        attend();
    }

    private void work() {
        obeyPoolState();
        if (domain.update()) {
            losses.look(false);
        }
        boolean joined = joins.process();
        rule2.watch();
        lock.tend();
        attend();
        if (joined) {
            heartbeat.burst(() -> machine.after(WORK_MILLIS, this::work));
        } else {
            machine.after(WORK_MILLIS, this::work);
        }
    }

    /** Stops when the pool is declared invalid, with its watchdogs closed, whatever still runs here. */
    private void obeyPoolState() {
        boolean begun = memory.phase != PhaseNumber.STARTING && memory.phase != PhaseNumber.ABORTED;
        if (memory.poolState == Memory.INVALID || memory.poolState == Memory.INIT && begun) {
            machine.end("pool state " + memory.poolState);
        }
    }

    private void rest() {
        idle = true;
        attend();
    }

    /** The state manager's thread: fault handling when it is wanted, else whatever it waits for. */
    private void attend() {
        if (idle && losses.takeWish()) {
            idle = false;
            memory.phase = PhaseNumber.FHREADY;
            machine.shown();
            faults.handle(this::rest);
        } else {
            manager.signal();
        }
    }
}
