package dev.liveset;

/**
 * A failure that an operator can act on: a stable code and one sentence that says what to do. It is thrown for wrong
 * configuration and for a start that cannot go on; loss of safety is never an exception but a self-fence.
 */
public final class LivesetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong; names are stable. The first eleven are the start failures of PROTOCOL.md §6. */
    public enum Code {
        WATCHDOG_ERROR("The watchdog could not be opened, set or trusted."),
        CANNOT_ACCESS_STATEFILE("The host could not join the liveset because it could not access the heartbeat disk."),
        INVALID_STATEFILE(
                "The heartbeat disk holds no valid statefile; format it while HA is disabled on the whole pool."),
        GENERATION_UUID_MISMATCH(
                "The statefile belongs to another generation of the pool; use this pool's own statefile."),
        INVALID_POOL_STATE(
                "HA is not enabled on this statefile, or it was declared invalid; enable HA on the pool again."),
        BOOTJOIN_TIMEOUT(
                "The other hosts did not appear in time, or still count the previous run of this host; check the network and try again."),
        CANNOT_JOIN_EXISTING_LIVESET(
                "The host could not join the existing liveset; check that it reaches every online host over the network."),
        BOOT_BLOCKED_BY_EXCLUDED(
                "This host is excluded, or may be, and others are not; start a host that is not excluded first."),
        INVALID_LOCALHOST_STATE("This host's own state does not allow a start."),
        INVALID_CONFIG("The configuration is wrong."),
        EXCLUDED_SET_WHILE_RUNNING("The host was excluded while it was running, so it leaves the liveset."),
        POOL_POLICY_MISMATCH(
                "The host is configured with another pool policy than the pool; give every host the same.");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }

        /** The sentence an operator needs. */
        public String sentence() {
            return sentence;
        }
    }

    private final Code code;

    public LivesetException(Code code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public LivesetException(Code code, String sentence, Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
