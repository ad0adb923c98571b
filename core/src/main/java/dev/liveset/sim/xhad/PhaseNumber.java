package dev.liveset.sim.xhad;

/** The phases as numbers on the wire. */
final class PhaseNumber {
    static final int STARTING = 0;
    static final int STARTED = 1;
    static final int ABORTED = 2;
    static final int FHREADY = 3;
    static final int FH1 = 4;
    static final int FH1DONE = 5;
    static final int FH2 = 6;
    static final int FH2DONE = 7;
    static final int FH3 = 8;
    static final int FH3DONE = 9;
    static final int FH4 = 10;
    static final int FH4DONE = 11;

    private PhaseNumber() {}
}
