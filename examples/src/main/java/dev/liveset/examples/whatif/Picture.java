package dev.liveset.examples.whatif;

import dev.liveset.failover.CounterExample;
import dev.liveset.failover.FailoverPlan;
import dev.liveset.failover.FailoverPromise;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerVm;
import dev.liveset.failover.SearchingPlanner;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Draws the pool as one HTML file without references: hosts as bars, VMs as blocks, the host set that breaks the plan
 * crossed out, its VMs where they would go, and what is left over beside them.
 */
final class Picture {

    private static final int BAR_WIDTH = 96;
    private static final int GAP = 16;
    private static final int HEIGHT = 360;
    private static final int TOP = 16;
    private static final int ROW = TOP + HEIGHT + 48;

    /** Bars side by side; further ones go below. */
    private static final int BARS = 12;

    /** So many characters fit into a bar. */
    private static final int LABEL = 15;

    private final PlannerPool pool;
    private final FailoverPromise promise;
    private final FailoverPlan plan;
    private final BitSet lost = new BitSet();
    private final Words words;
    private final StringBuilder svg = new StringBuilder();
    private final double scale;

    Picture(PlannerPool pool, FailoverPromise promise, SearchingPlanner planner) {
        this.pool = pool;
        this.promise = promise;
        words = new Words(pool);
        breaking(planner).ifPresent(broken -> broken.lostHosts().forEach(lost::set));
        plan = planner.plan(pool, lost);
        long most = 1;
        for (int h = 0; h < pool.hostCount(); h++) {
            most = Math.max(most, Math.max(pool.host(h).memoryMib(), used(h)));
        }
        scale = (double) HEIGHT / most;
    }

    private Optional<CounterExample> breaking(SearchingPlanner planner) {
        return promise.simultaneous()
                .counterExample()
                .or(() -> promise.sequential().counterExample())
                .or(() -> planner.beyondBound(pool));
    }

    private long used(int host) {
        long used = pool.host(host).reservedMib();
        for (int v = 0; v < pool.vmCount(); v++) {
            PlannerVm vm = pool.vm(v);
            used += vm.host() == host || vm.incomingHost() == host ? vm.memoryMib() : 0;
        }
        return used;
    }

    String html() {
        int bars = pool.hostCount() + 1;
        int width = Math.min(bars, BARS) * (BAR_WIDTH + GAP) + GAP;
        int height = (bars + BARS - 1) / BARS * ROW;
        for (int h = 0; h < pool.hostCount(); h++) {
            bar(h);
        }
        leftOver();
        String title = promise.fitsNow()
                ? "Tolerates " + promise.tolerate() + " host failures (bound " + promise.upperBound() + ")"
                : "The VMs that should run do not fit even now";
        String story = lost.isEmpty()
                ? "No loss was found that breaks the plan."
                : "Lost: " + words.hosts(lost.stream().boxed().toList()) + ". Left over: "
                        + plan.leftOver().size() + ".";
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
                + "</title><style>\nbody{font:14px sans-serif;margin:2em}svg text{font:10px sans-serif}\n"
                + ".own{fill:#9db8d9;stroke:#fff}.lost{fill:#d9d9d9;stroke:#fff}.moved{fill:#79b77a;stroke:#fff}\n"
                + ".left{fill:#e58b88;stroke:#fff}.host{fill:none;stroke:#444}.cross{stroke:#d9534f;stroke-width:2;opacity:.5}\n"
                + ".reserved{fill:#eee;stroke:#ccc}.state-name{fill:#777}\n</style></head><body>\n<h1>" + escaped(title)
                + "</h1>\n<p>"
                + escaped(story) + " Blue runs there, green restarts there, grey is lost, red finds no place.</p>\n"
                + "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
                + "\">\n" + svg + "</svg>\n</body></html>\n";
    }

    private void bar(int host) {
        double x = left(host);
        double bottom = bottom(host);
        double height = pool.host(host).memoryMib() * scale;
        boolean gone = lost.get(host) || !pool.host(host).alive();
        double y = block("reserved", "reserved", x, bottom, pool.host(host).reservedMib());
        for (int v = 0; v < pool.vmCount(); v++) {
            PlannerVm vm = pool.vm(v);
            if (vm.host() == host || vm.incomingHost() == host) {
                y = block(gone ? "lost" : "own", vm.name(), x, y, vm.memoryMib());
            }
        }
        for (int v = 0; v < pool.vmCount(); v++) {
            if (plan.hostOf(v) == host) {
                String from = pool.vm(v).host() < 0
                        ? ""
                        : " from " + pool.host(pool.vm(v).host()).name();
                y = block("moved", pool.vm(v).name(), from, x, y, pool.vm(v).memoryMib());
            }
        }
        add(
                "<rect class=\"host\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>",
                x, bottom - height, BAR_WIDTH, height);
        if (gone) {
            add(
                    "<line class=\"cross\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                    x, bottom - height, x + BAR_WIDTH, bottom);
        }
        label("host", x, bottom + 14, pool.host(host).name());
        label("state", x, bottom + 28, state(host));
    }

    private static double left(int bar) {
        int column = bar % BARS;
        return GAP + column * (double) (BAR_WIDTH + GAP);
    }

    private static double bottom(int bar) {
        int row = bar / BARS;
        return row * (double) ROW + TOP + HEIGHT;
    }

    private String state(int host) {
        if (!pool.host(host).alive()) {
            return "dead already";
        }
        return lost.get(host) ? "lost" : pool.host(host).enabled() ? "" : "in maintenance";
    }

    private void leftOver() {
        double x = left(pool.hostCount());
        double y = bottom(pool.hostCount());
        List<Integer> vms = plan.leftOver().stream().map(left -> left.vm()).toList();
        for (int vm : vms) {
            y = block("left", pool.vm(vm).name(), x, y, pool.vm(vm).memoryMib());
        }
        if (!vms.isEmpty()) {
            label("host", x, bottom(pool.hostCount()) + 14, "left over");
        }
    }

    private double block(String kind, String name, double x, double bottom, long mib) {
        return block(kind, name, "", x, bottom, mib);
    }

    private double block(String kind, String name, String from, double x, double bottom, long mib) {
        double height = mib * scale;
        if (mib > 0) {
            add(
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%.2f\"><title>%s, %s%s</title></rect>",
                    kind, x, bottom - height, BAR_WIDTH, height, escaped(name), Words.mib(mib), escaped(from));
            if (height > 12) {
                label("vm", x + 3, bottom - height / 2 + 4, name);
            }
        }
        return bottom - height;
    }

    /** The ends of a name tell more than its middle. */
    private void label(String kind, double x, double y, String text) {
        String brief = text.length() > LABEL
                ? text.substring(0, LABEL / 2) + "…" + text.substring(text.length() - LABEL / 2)
                : text;
        add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", kind + "-name", x, y, escaped(brief));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
