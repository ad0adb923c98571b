package dev.liveset.quorum;

/**
 * What another host was last seen to hold true of its domains, on both channels.
 *
 * @param heardHbdomain its heartbeat domain as its last heartbeat says
 * @param heardSfdomain its statefile domain as its last heartbeat says
 * @param readHbdomain its heartbeat domain as its section says
 * @param readSfdomain its statefile domain as its section says
 */
public record SeenHost(long heardHbdomain, long heardSfdomain, long readHbdomain, long readSfdomain) {}
