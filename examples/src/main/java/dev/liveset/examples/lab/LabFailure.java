package dev.liveset.examples.lab;

/** An expectation of the script that did not hold; the script cannot go on. */
final class LabFailure extends Exception {
    private static final long serialVersionUID = 1L;

    LabFailure(String message) {
        super(message);
    }
}
