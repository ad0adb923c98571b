package dev.liveset.fencing;

import dev.liveset.HostId;

/**
 * The optional port to what cuts a host's power and sees that it is cut: its BMC, or its outlets of a PDU. Who is without
 * power is dead, so its removal need not wait until its watchdog must have fired: CONFIRMED_OFF and ALREADY_OFF are a second
 * proof beside the silence (PROTOCOL.md §3) that can only shorten that wait. Nothing relies on it: while it hangs, fails,
 * refuses, is late or confirms nothing, the wait goes on and ends as without it.
 *
 * <p><b>When it is asked.</b> By every armed host that survived a round of fault handling and has the statefile, about a host
 * that did not, while it waits for that host's removal, and only once neither channel has shown life of that host for
 * max(T1, T2). Several hosts may ask about the same one at the same time. Never about one that left cleanly, or that said last
 * that it is not armed (shadow mode, disarmed by an operator).
 *
 * <p><b>The call</b> may block and throw. It is made on a thread of its own, never on the agent's, one at a time for a host,
 * and is never interrupted. An answer that comes after the deadline counts for nothing; then it is asked again, but never after
 * one that confirmed.
 *
 * <p><b>What an answer is worth.</b> It is bound to the boot of the host that was counted in the liveset. It counts when the
 * host has shown no life on either channel since the call began, and a read of the statefile that began the bound on one I/O
 * after the answer shows none. The machine may be switched on again as soon as it was seen off, by this call too: that is another boot, and the
 * former life is over.
 *
 * <p><b>What the embedder must keep</b>, for nobody can check it while a host is silent: {@link PowerReport.Status#isOff} is
 * said only when this very machine, by all its supplies, was without power at a moment after this call began, as the device
 * itself reported then and not from a cache. A machine that is suspended or hibernated is not off. An answer about another
 * machine than the one that was named (a wrong cable, a wrong address) about a host that stands still breaks the first safety
 * rule, as a watchdog does that never fires: see every host's power go off and on once before this port is given.
 */
public interface PowerFencer {
    /** Cuts the power of the host unless it is off, and tells what was seen; what it throws counts as FAILED. */
    PowerReport powerOff(HostId host) throws Exception;
}
