package dev.liveset.examples.whatif;

import dev.liveset.failover.CounterExample;
import dev.liveset.failover.FailoverPlan;
import dev.liveset.failover.FailoverPromise;
import dev.liveset.failover.LeftOver;
import dev.liveset.failover.PlannerLimits;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PromisedLosses;
import dev.liveset.failover.Remedies;
import dev.liveset.failover.Remedy;
import dev.liveset.failover.SearchingPlanner;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The answers about one pool as JSON. */
final class JsonReport {

    private final PlannerPool pool;
    private final FailoverPromise promise;
    private final SearchingPlanner planner;

    JsonReport(PlannerPool pool, FailoverPromise promise, SearchingPlanner planner) {
        this.pool = pool;
        this.promise = promise;
        this.planner = planner;
    }

    /** With the answers to the changes that were asked about, if any. */
    String text(List<Asked> asked) {
        return "{\n"
                + (asked.isEmpty() ? "" : changes(asked))
                + "  \"fits_now\": " + promise.fitsNow()
                + ",\n  \"tolerate\": " + (promise.fitsNow() ? promise.tolerate() : "null")
                + ",\n  \"upper_bound\": " + promise.upperBound()
                + ",\n  \"simultaneous\": " + losses(promise.simultaneous())
                + ",\n  \"sequential\": " + losses(promise.sequential())
                + ",\n  \"beyond_bound\": "
                + planner.beyondBound(pool).map(this::counterExample).orElse("null")
                + ",\n  \"non_agile\": "
                + promise.nonAgile().stream()
                        .map(vm -> "{\"vm\": " + quoted(pool.vm(vm.vm()).name()) + ", \"cannot_survive\": "
                                + hosts(vm.hosts().stream().boxed().toList()) + "}")
                        .collect(Collectors.joining(", ", "[", "]"))
                + ",\n  \"remedies\": "
                + Remedies.of(pool, promise.tolerate() + 1, PlannerLimits.QUICK).stream()
                        .map(this::remedy)
                        .collect(Collectors.joining(", ", "[", "]"))
                + ",\n  \"plans\": "
                + IntStream.range(0, pool.hostCount())
                        .filter(h -> pool.host(h).alive())
                        .mapToObj(this::plan)
                        .collect(Collectors.joining(",\n    ", "[\n    ", "]"))
                + "\n}\n";
    }

    private String changes(List<Asked> asked) {
        return "  \"target\": " + asked.get(0).target()
                + ",\n  \"changes\": "
                + asked.stream()
                        .map(one -> "{\"change\": " + quoted(one.change())
                                + ", \"allowed\": " + one.admission().isAllowed()
                                + ", \"verdict\": "
                                + quoted(one.admission().verdict().name().toLowerCase(Locale.ROOT))
                                + ", \"counter_example\": "
                                + one.admission()
                                        .counterExample()
                                        .map(this::counterExample)
                                        .orElse("null") + "}")
                        .collect(Collectors.joining(",\n    ", "[\n    ", "]"))
                + ",\n";
    }

    /** The smallest change of its kind with which one more loss would be promised. */
    private String remedy(Remedy remedy) {
        if (remedy instanceof Remedy.AddHost add) {
            return "{\"add_host_mib\": " + add.memoryMib() + "}";
        }
        if (remedy instanceof Remedy.FreeMemory free) {
            return "{\"free_mib\": " + free.mib() + ", \"on\": "
                    + quoted(pool.host(free.host()).name()) + "}";
        }
        return "{\"unprotect\": "
                + quoted(pool.vm(((Remedy.Unprotect) remedy).vm()).name()) + "}";
    }

    private String plan(int host) {
        BitSet lost = new BitSet();
        lost.set(host);
        FailoverPlan plan = planner.plan(pool, lost);
        return "{\"lost\": " + quoted(pool.host(host).name()) + ", \"restarts\": "
                + plan.waves().stream()
                        .flatMap(wave -> wave.placements().stream())
                        .map(p -> "{\"vm\": " + quoted(pool.vm(p.vm()).name()) + ", \"host\": "
                                + quoted(pool.host(p.host()).name()) + "}")
                        .collect(Collectors.joining(", ", "[", "]"))
                + ", \"left_over\": "
                + plan.leftOver().stream().map(this::leftOver).collect(Collectors.joining(", ", "[", "]")) + "}";
    }

    private String losses(PromisedLosses losses) {
        return "{\"promised\": " + (promise.fitsNow() ? losses.promised() : "null")
                + ", \"upper_bound\": " + losses.upperBound()
                + ", \"exact\": " + losses.isExact()
                + ", \"proof\": " + quoted(losses.proof().name().toLowerCase(Locale.ROOT))
                + ", \"counter_example\": "
                + losses.counterExample().map(this::counterExample).orElse("null") + "}";
    }

    private String counterExample(CounterExample broken) {
        return "{\"lost_hosts\": " + hosts(broken.lostHosts())
                + ", \"certain\": " + broken.certain()
                + ", \"left_over\": "
                + broken.leftOver().stream().map(this::leftOver).collect(Collectors.joining(", ", "[", "]")) + "}";
    }

    private String leftOver(LeftOver left) {
        return "{\"vm\": " + quoted(pool.vm(left.vm()).name())
                + ", \"reason\": " + quoted(left.reason().name().toLowerCase(Locale.ROOT))
                + ", \"nearest_host\": "
                + (left.nearestHost() < 0
                        ? "null"
                        : quoted(pool.host(left.nearestHost()).name()))
                + ", \"resource\": " + quoted(left.resource())
                + ", \"missing\": " + left.missing() + "}";
    }

    private String hosts(Collection<Integer> indices) {
        return indices.stream().map(h -> quoted(pool.host(h).name())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
