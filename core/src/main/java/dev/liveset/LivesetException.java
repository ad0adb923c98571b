package dev.liveset;

/** Something an operator can put right: the message is one sentence that says what is wrong and what to do about it. */
public class LivesetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one sentence for the operator
     */
    public LivesetException(String message) {
        super(message);
    }

    /**
     * @param message one sentence for the operator
     * @param cause what lies underneath, for the log
     */
    public LivesetException(String message, Throwable cause) {
        super(message, cause);
    }
}
