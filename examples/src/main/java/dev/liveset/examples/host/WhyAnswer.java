package dev.liveset.examples.host;

import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.runtime.LivesetHost;
import dev.liveset.runtime.ToldVerdict;
import java.util.ArrayList;
import java.util.List;

/** What a host answers when the lab asks why something was decided about a host. */
final class WhyAnswer {
    private WhyAnswer() {}

    /** The verdicts since a wall-clock time, the oldest first, one field each: who told it, code, and words. */
    static Message of(Message question, LivesetHost host, PoolConfig pool) {
        HostId about = pool.host((int) question.number("host")).id();
        List<Object> fields = new ArrayList<>(List.of("id", question.text("id"), "status", "DONE"));
        List<ToldVerdict> newestFirst = host.why(about);
        for (int at = newestFirst.size() - 1; at >= 0; at--) {
            ToldVerdict told = newestFirst.get(at);
            if (told.wallClockMillis() >= question.number("since")) {
                fields.add("why" + fields.size() / 2);
                fields.add(pool.host(told.toldBy()).name() + " told "
                        + told.verdict().code() + ": " + told.verdict().words());
            }
        }
        return Message.of("answer", fields.toArray());
    }
}
