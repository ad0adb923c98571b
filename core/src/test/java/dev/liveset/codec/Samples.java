package dev.liveset.codec;

import dev.liveset.VmId;
import dev.liveset.recovery.Answer;
import dev.liveset.recovery.Claim;
import dev.liveset.recovery.ClaimState;
import dev.liveset.recovery.ConfirmedDead;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.VmRecord;
import java.util.ArrayList;
import java.util.List;

/** Region contents with something in every field. */
@SuppressWarnings("EnumOrdinal") // Only to have every constant in turn.
final class Samples {
    private Samples() {}

    static Manifest manifest(int host, long incarnation, long sequence, int claims) {
        List<Claim> list = new ArrayList<>();
        for (int i = 0; i < claims; i++) {
            ClaimState state = ClaimState.values()[i % ClaimState.values().length];
            Permit permit = i % 2 == 0 ? new Permit(65, i, host, incarnation) : null;
            list.add(new Claim(new VmId(i, -i), permit, state));
        }
        Answer answer = new Answer(new VmId(99, 98), new Permit(64, 1, host, incarnation), Answer.Kind.REFUSED);
        return new Manifest(host, incarnation, sequence, 11, 22, true, 20_000, 65, 4_096, list, List.of(answer));
    }

    static PoolTable table(long epoch, long sequence, int vms) {
        List<VmRecord> list = new ArrayList<>();
        for (int i = 0; i < vms; i++) {
            list.add(new VmRecord(
                    new VmId(7, i),
                    "Minion " + i + " \u00fc",
                    512L + i,
                    VmRecord.Protection.values()[i % 3],
                    i - 1,
                    i * 100,
                    -1L,
                    i % 2,
                    i % 2 == 1,
                    i % 3 != 0,
                    i % 2 == 0 ? new Permit(epoch, i, 1, 5) : null,
                    i % 4 == 3 ? new Permit(epoch, i + 100L, 2, 6) : null));
        }
        return new PoolTable(epoch, sequence, true, 1, List.of(new ConfirmedDead(2, 6)), list);
    }
}
