package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolState;
import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.PoolCommand;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * A person at the pool's command line: gives one command after the other, asks host after host until one answers DONE,
 * and gives up on a command after a while.
 */
final class SimOperator {
    private static final long ANSWER_NANOS = 3_000_000_000L;
    private static final long PAUSE_NANOS = 300_000_000L;

    private record Request(PoolCommand command, long giveUpNanos) {}

    private final SimPool pool;
    private final ArrayDeque<Request> requests = new ArrayDeque<>();
    /** What was last wished for each VM, whether or not the pool has heard of it. */
    private final TreeMap<VmId, Boolean> wishes = new TreeMap<>();

    /** How each VM was first defined: what other definitions make of it is over when the operator insists. */
    private final TreeMap<VmId, PoolCommand.DefineVm> defined = new TreeMap<>();

    private int asked;
    private long lastCommandId;
    /** Commands beside the queue have negative numbers: nobody waits for their answers. */
    private long lastAsideId;

    private String lastAnswer = "";
    private boolean busy;
    private boolean enabledOnce;

    SimOperator(SimPool pool) {
        this.pool = pool;
    }

    /** Gives the command to whoever is master, for as long as it takes but not longer than this. */
    void give(PoolCommand command, long patienceNanos) {
        if (command instanceof PoolCommand.StartVm start) {
            wishes.put(start.vm(), true);
        } else if (command instanceof PoolCommand.ShutdownVm stop) {
            wishes.put(stop.vm(), false);
        } else if (command instanceof PoolCommand.EnableHa) {
            enabledOnce = true;
        } else if (command instanceof PoolCommand.DefineVm define && patienceNanos == Long.MAX_VALUE) {
            defined.put(define.vm().vm(), define);
        }
        long now = pool.queue().now();
        requests.add(new Request(command, patienceNanos == Long.MAX_VALUE ? Long.MAX_VALUE : now + patienceNanos));
        if (!busy) {
            askNow();
        }
    }

    /** Gives a command to this host, once. */
    void giveTo(int host, Command command) {
        pool.host(host).command(--lastAsideId, command);
    }

    /** Gives a command, once, to the first host whose agent runs and counts itself in, the lock holder first. */
    void giveToAny(Command command) {
        int holder = pool.diskView().lockHolder(online());
        long online = online();
        if (holder >= 0) {
            giveTo(holder, command);
        } else if (online != 0) {
            giveTo(HostSet.lowest(online), command);
        }
    }

    /**
     * What is INVALID becomes ACTIVE again by a host that is online, or INIT by an offline tool when there is none; a
     * damaged global section is made anew only by the tool, for whoever is online mends it by itself.
     */
    void restorePool() {
        if (pool.statefileSwap().isReplaced()) {
            return; // an offline tool refuses another generation's
        }
        PoolState state = pool.diskView().poolState();
        if (state == PoolState.INVALID && online() != 0) {
            giveToAny(new Command.SetPoolState(PoolState.ACTIVE));
        } else if ((state == PoolState.INVALID || state == PoolState.NONE) && online() == 0) {
            pool.log().add(-1, () -> "an offline tool makes the pool INIT");
            pool.diskView().setPoolState(PoolState.INIT);
        }
    }

    private long online() {
        long online = 0;
        for (SimHost host : pool.hosts()) {
            online |= host.isOnline() ? HostSet.of(host.index()) : 0;
        }
        return online;
    }

    /**
     * Says every wish once more, for as long as it takes: what was unclear becomes clear, what was disabled is enabled
     * again.
     */
    void insist() {
        requests.clear();
        lastCommandId++; // What was asked before is answered no more.
        busy = false;
        if (enabledOnce) {
            give(new PoolCommand.EnableHa(true), Long.MAX_VALUE);
        }
        new TreeMap<>(defined).values().forEach(define -> give(define, Long.MAX_VALUE));
        new TreeMap<>(wishes)
                .forEach((vm, wanted) -> give(
                        wanted ? new PoolCommand.StartVm(vm, -1) : new PoolCommand.ShutdownVm(vm), Long.MAX_VALUE));
    }

    boolean isDone() {
        return requests.isEmpty();
    }

    /** The request that is being asked for, in words; empty when there is none. */
    String waitsFor() {
        return requests.isEmpty() ? "" : words(requests.peek().command);
    }

    /** What a master last answered; empty before. */
    String lastAnswer() {
        return lastAnswer;
    }

    Map<VmId, Boolean> wishes() {
        return wishes;
    }

    void answered(long commandId, CommandResult result) {
        if (commandId != lastCommandId || requests.isEmpty() || !busy) {
            return;
        }
        PoolCommand command = requests.peek().command;
        if (result.status() != CommandResult.Status.NOT_MASTER) {
            lastAnswer = result.status().name();
            pool.log().add(asked, () -> result.status() + ": " + words(command) + " " + result.sentence());
        }
        pool.tally().count("commands " + result.status());
        if (result.status() == CommandResult.Status.DONE) {
            requests.poll();
        } else {
            asked = (asked + 1) % pool.hosts().size();
        }
        next(PAUSE_NANOS);
    }

    private String words(PoolCommand command) {
        if (command instanceof PoolCommand.DefineVm define) {
            return "define " + define.vm().name();
        } else if (command instanceof PoolCommand.StartVm start) {
            return "start " + pool.log().vmName(start.vm());
        } else if (command instanceof PoolCommand.ShutdownVm shutdown) {
            return "shut down " + pool.log().vmName(shutdown.vm());
        } else if (command instanceof PoolCommand.MoveVm move) {
            return "move " + pool.log().vmName(move.vm()) + " to "
                    + pool.host(move.toHost()).name();
        }
        return command.toString();
    }

    private void next(long pauseNanos) {
        long id = ++lastCommandId; // A later answer to the former question does not count.
        busy = true;
        pool.queue().after(pauseNanos, () -> {
            if (id == lastCommandId) {
                askNow();
            }
        });
    }

    private void askNow() {
        long now = pool.queue().now();
        while (!requests.isEmpty() && requests.peek().giveUpNanos < now) {
            requests.poll();
        }
        busy = !requests.isEmpty();
        if (!busy) {
            return;
        }
        int hosts = pool.hosts().size();
        for (int i = 0; i < hosts && !pool.host(asked).agentRuns(); i++) {
            asked = (asked + 1) % hosts;
        }
        long id = ++lastCommandId;
        Command command = new Command.ForPool(requests.peek().command);
        pool.host(asked).command(id, command);
        pool.queue().after(ANSWER_NANOS, () -> {
            if (id == lastCommandId) {
                asked = (asked + 1) % hosts;
                askNow();
            }
        });
    }
}
