/** High availability of virtual machines: the pure agent, its codec, its runtime and its simulator. */
module dev.liveset.core {
    requires java.logging; // Only to keep Chronicle quiet while it starts.
    requires org.slf4j;
    requires chronicle.bytes;
    requires chronicle.core;
    requires jdk.unsupported; // Chronicle Bytes is an automatic module and cannot ask for it itself.

    exports dev.liveset;
    exports dev.liveset.heartbeat;
    exports dev.liveset.statefile;
    exports dev.liveset.quorum;
    exports dev.liveset.fencing;
    exports dev.liveset.failover;
    exports dev.liveset.recovery;
    exports dev.liveset.agent;
    exports dev.liveset.sim;
    exports dev.liveset.codec;
    exports dev.liveset.runtime;
}
