package dev.liveset.runtime;

/** The thread that owns an agent: one {@link AgentDuty} round after the other until the agent has ended. */
final class AgentRunner implements Runnable {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Runnable first;
    private final AgentDuty duty;
    private final Runnable afterwards;

    private AgentRunner(Runnable first, AgentDuty duty, Runnable afterwards) {
        this.first = first;
        this.duty = duty;
        this.afterwards = afterwards;
    }

    /** Starts the thread; it keeps the JVM alive, because a JVM that ends leaves an armed host to its watchdog. */
    static Thread start(String host, Runnable first, AgentDuty duty, Runnable afterwards) {
        Thread thread = new Thread(new AgentRunner(first, duty, afterwards), "liveset-agent-" + host);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        first.run();
        boolean more = true;
        while (more) {
            more = duty.work(NO_LIMIT);
        }
        afterwards.run();
    }
}
