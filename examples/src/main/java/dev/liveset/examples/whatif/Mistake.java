package dev.liveset.examples.whatif;

import dev.liveset.LivesetException;

/** Makes the complaint about an input: where, and what was expected there. */
final class Mistake {

    private Mistake() {}

    static LivesetException at(String file, int line, int column, String expected) {
        return new LivesetException(
                LivesetException.Code.INVALID_CONFIG,
                file + ", line " + line + ", column " + column + ": expected " + expected + ".");
    }
}
