package dev.liveset.runtime;

import dev.liveset.PoolConfig;
import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.recovery.LastWords;
import java.util.List;

/**
 * Looks for the last words that a host left on the heartbeat disk, and makes a verdict of them: the own ones after a reboot, when
 * the state directory lost them, and those of a host that was removed. Any thread asks, the statefile's answers.
 */
final class FoundWords {
    static final String SUBJECT = "its last words on the heartbeat disk";

    private final PoolConfig pool;
    private final int self;
    private final VerdictBook book;
    private final StatefileThread statefile;

    FoundWords(PoolConfig pool, int self, VerdictBook book, StatefileThread statefile) {
        this.pool = pool;
        this.self = self;
        this.book = book;
        this.statefile = statefile;
    }

    /** Keeps the words of a host when they are of this incarnation; older ones tell of another death. An interop pool has no place for any (E10). */
    void lookFor(int host, long incarnation) {
        if (pool.mode() == PoolConfig.Mode.STRICT && incarnation > 0) {
            statefile.findLastWords(host, words -> take(words, incarnation));
        }
    }

    private void take(LastWords words, long incarnation) {
        VerdictCode code = code(words.code());
        if (words.incarnation() != incarnation || code == null || !code.endsLife()) {
            return;
        }
        String said = words.evidence().startsWith(code.words() + ": ")
                ? words.evidence().substring(code.words().length() + 2)
                : words.evidence();
        Evidence found = new Evidence(SUBJECT, "are: " + said);
        ToldVerdict told = new ToldVerdict(
                words.host(), System.currentTimeMillis(), new Verdict(code, words.host(), List.of(found)));
        if (words.host() == self) {
            book.addFormerLast(told);
        } else {
            book.addFound(told);
        }
    }

    /** Null for a code of another version, or none at all. */
    private static VerdictCode code(String name) {
        for (VerdictCode code : VerdictCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }
}
