package dev.liveset.examples.whatif;

import dev.liveset.failover.CounterExample;
import dev.liveset.failover.FailoverPlan;
import dev.liveset.failover.FailoverPromise;
import dev.liveset.failover.NonAgileVm;
import dev.liveset.failover.PlannerLimits;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PromisedLosses;
import dev.liveset.failover.Remedies;
import dev.liveset.failover.Remedy;
import dev.liveset.failover.SearchingPlanner;
import java.util.BitSet;
import java.util.List;

/** The answers about one pool as a person reads them. */
final class TextReport {

    /** So many VMs that a loss leaves over are named. */
    private static final int SHOWN = 12;

    private final PlannerPool pool;
    private final FailoverPromise promise;
    private final SearchingPlanner planner;
    private final Words words;
    private final StringBuilder text = new StringBuilder();

    TextReport(PlannerPool pool, FailoverPromise promise, SearchingPlanner planner) {
        this.pool = pool;
        this.promise = promise;
        this.planner = planner;
        words = new Words(pool);
    }

    String text() {
        line(pool.hostCount() + " hosts, " + pool.vmCount() + " VMs.");
        if (promise.fitsNow()) {
            line("Host failures to tolerate: " + promise.tolerate() + " (no planner could promise more than "
                    + promise.upperBound() + ").");
            losses("At once", promise.simultaneous());
            if (promise.simultaneous().counterExample().isEmpty()) {
                planner.beyondBound(pool).ifPresent(this::counterExample);
            }
            losses("One after another", promise.sequential());
        } else {
            line("The VMs that should run do not fit even now:");
            promise.now().leftOver().forEach(left -> line("  " + words.leftOver(left)));
        }
        nonAgile();
        remedies();
        for (int h = 0; h < pool.hostCount(); h++) {
            loss(h);
        }
        return text.toString();
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private void losses(String kind, PromisedLosses losses) {
        line(kind + ": " + losses.promised() + " promised by " + losses.proof().words()
                + (losses.isExact() ? "; this is the most." : "; at most " + losses.upperBound() + "."));
        losses.counterExample().ifPresent(this::counterExample);
    }

    private void counterExample(CounterExample broken) {
        line("  Broken by the loss of " + words.hosts(broken.lostHosts()) + ": "
                + (broken.certain() ? "no placement exists." : "no placement was found."));
        line("    " + words.volume(broken.lostHosts()));
        broken.leftOver().stream().limit(SHOWN).forEach(left -> line("    " + words.leftOver(left)));
        if (broken.leftOver().size() > SHOWN) {
            line("    and " + (broken.leftOver().size() - SHOWN) + " more");
        }
    }

    private void nonAgile() {
        for (NonAgileVm vm : promise.nonAgile()) {
            line("Not counted: " + pool.vm(vm.vm()).name() + " cannot survive the loss of "
                    + words.hosts(vm.hosts().stream().boxed().toList()) + ", whatever room there is.");
        }
    }

    private void remedies() {
        int next = promise.tolerate() + 1;
        List<Remedy> remedies = Remedies.of(pool, next, PlannerLimits.QUICK);
        if (remedies.isEmpty() && promise.tolerate() < pool.hostCount()) {
            line("For " + next + ": one more host, more room on one host or one VM less was not found to suffice.");
        }
        for (Remedy remedy : remedies) {
            String change;
            if (remedy instanceof Remedy.AddHost add) {
                change = "one more host with " + Words.mib(add.memoryMib()) + " for VMs";
            } else if (remedy instanceof Remedy.FreeMemory free) {
                change = Words.mib(free.mib()) + " more free on "
                        + pool.host(free.host()).name();
            } else {
                change = pool.vm(((Remedy.Unprotect) remedy).vm()).name() + " not protected";
            }
            line("For " + next + ": " + change + ".");
        }
    }

    private void loss(int host) {
        if (!pool.host(host).alive()) {
            return;
        }
        BitSet lost = new BitSet();
        lost.set(host);
        FailoverPlan plan = planner.plan(pool, lost);
        String placements = words.placements(plan);
        line("If " + pool.host(host).name() + " is lost: " + (placements.isEmpty() ? "nothing restarts" : placements)
                + ".");
        plan.leftOver().forEach(left -> line("  " + words.leftOver(left)));
    }
}
