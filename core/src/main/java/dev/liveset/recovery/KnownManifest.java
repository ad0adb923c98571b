package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.HashMap;
import java.util.Map;

/** A manifest with its claims and answers by VM. */
final class KnownManifest {
    private final Manifest manifest;
    private final Map<VmId, Claim> claims = new HashMap<>();
    private final Map<VmId, Answer> answers = new HashMap<>();

    KnownManifest(Manifest manifest) {
        this.manifest = manifest;
        for (Claim claim : manifest.claims()) {
            claims.put(claim.vm(), claim);
        }
        for (Answer answer : manifest.answers()) {
            answers.put(answer.vm(), answer);
        }
    }

    Manifest manifest() {
        return manifest;
    }

    Claim claim(VmId vm) {
        return claims.get(vm);
    }

    /** The answer that names this very permit, or null. */
    Answer answer(VmId vm, Permit permit) {
        Answer answer = answers.get(vm);
        return answer != null && answer.permit().equals(permit) ? answer : null;
    }

    /** Slots and reads are ordered by incarnation, then sequence. */
    boolean isBefore(long incarnation, long sequence) {
        return manifest.incarnation() != incarnation
                ? manifest.incarnation() < incarnation
                : manifest.sequence() < sequence;
    }
}
