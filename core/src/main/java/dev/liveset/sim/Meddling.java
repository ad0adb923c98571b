package dev.liveset.sim;

import static dev.liveset.sim.FaultDice.SECOND;

import java.util.ArrayList;
import java.util.List;

/** Draws what people do to the pool at the worst moment. */
final class Meddling {
    private static final List<Verb> OFTEN =
            List.of(Verb.HALT_VM, Verb.SHUTDOWN_VM, Verb.START_VM, Verb.MOVE_VM, Verb.MOVE_VM, Verb.YIELD_MASTER);

    private static final List<Verb> SELDOM = List.of(
            Verb.WEIGH,
            Verb.PROMOTE_VM,
            Verb.DEMOTE_VM,
            Verb.EXCLUDE,
            Verb.EXCLUDE_OFFLINE,
            Verb.DISARM,
            Verb.LEAVE,
            Verb.END,
            Verb.CONFIRM_DEAD,
            Verb.DISABLE_HA,
            Verb.TOLERATE,
            Verb.INVALIDATE_POOL);

    private static final List<Verb> WITHOUT_VMS =
            List.of(Verb.WEIGH, Verb.YIELD_MASTER, Verb.EXCLUDE, Verb.LEAVE, Verb.INVALIDATE_POOL);

    private final SimRandom random;
    private final int hosts;
    private final int vms;
    private final List<SimAction> actions = new ArrayList<>();

    Meddling(SimRandom random, int hosts, int vms) {
        this.random = random;
        this.hosts = hosts;
        this.vms = vms;
    }

    List<SimAction> draw(Plot plot, long begin, long end) {
        int acts = plot == Plot.MOVES ? 4 + random.below(8) : random.below(5);
        for (int i = 0; i < acts; i++) {
            boolean seldom = random.chance(plot == Plot.MOVES ? 0.15 : 0.3);
            List<Verb> verbs = vms == 0 ? WITHOUT_VMS : seldom ? SELDOM : OFTEN;
            meddle(random.between(begin, end), verbs.get(random.below(verbs.size())));
        }
        return actions;
    }

    private void meddle(long at, Verb verb) {
        SimAction action = SimAction.of(at, verb);
        if (verb.shape().host) {
            action = action.on(random.below(hosts));
        }
        if (verb == Verb.WEIGH) {
            action = action.number(random.below(random.chance(0.5) ? 3 : 20));
        } else if (verb == Verb.TOLERATE) {
            action = action.number(random.below(3));
        } else if (verb.shape().number) {
            action = action.number(1 + random.below(vms));
        }
        actions.add(action);
        Verb undone = switch (verb) {
            case YIELD_MASTER -> Verb.ASK_FOR_MASTER;
            case EXCLUDE, EXCLUDE_OFFLINE, LEAVE -> Verb.POWER_ON;
            case DISABLE_HA -> Verb.ENABLE_HA;
            case INVALIDATE_POOL -> Verb.RESTORE_POOL;
            default -> null;
        };
        if (undone != null) {
            SimAction back = SimAction.of(at + random.between(SECOND, 10 * SECOND), undone);
            actions.add(undone.shape().host ? back.on(action.host()) : back);
        }
    }
}
