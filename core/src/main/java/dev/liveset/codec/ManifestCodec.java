package dev.liveset.codec;

import dev.liveset.VmId;
import dev.liveset.recovery.Answer;
import dev.liveset.recovery.Claim;
import dev.liveset.recovery.ClaimState;
import dev.liveset.recovery.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a manifest slot; little-endian. Host, incarnation and sequence stand in the slot's header.
 *
 * <pre>
 *   0                 16      20                  24              32         40       44        48
 *  +-----------------+-------+-------------------+---------------+----------+--------+---------+
 *  | boot id, 2 words| armed | watchdog ms       | promised epoch| memory MiB| claims| answers |
 *  +-----------------+-------+-------------------+---------------+----------+--------+---------+
 *   48: the claims, then the answers, 56 bytes each
 *  +------------------+---------------------------+--------------------+------+
 *  | 0  VM id, 2 words| 16 permit {@link PermitCodec} | 48 state or kind   | zero |
 *  +------------------+---------------------------+--------------------+------+
 * </pre>
 */
@SuppressWarnings("EnumOrdinal") // The ordinals are the numbers on disk.
final class ManifestCodec {
    private static final int BOOT_ID_HIGH = 0;
    private static final int BOOT_ID_LOW = 8;
    private static final int ARMED = 16;
    private static final int WATCHDOG_TIMEOUT = 20;
    private static final int PROMISED_EPOCH = 24;
    private static final int MEMORY_MIB = 32;
    private static final int CLAIMS = 40;
    private static final int ANSWERS = 44;
    private static final int ENTRIES = 48;

    private static final int VM_HIGH = 0;
    private static final int VM_LOW = 8;
    private static final int PERMIT = 16;
    private static final int STATE = PERMIT + PermitCodec.BYTES;
    private static final int ENTRY_ZERO = STATE + Integer.BYTES;
    private static final int ENTRY_BYTES = ENTRY_ZERO + Integer.BYTES;

    private static final ClaimState[] STATES = ClaimState.values();
    private static final Answer.Kind[] KINDS = Answer.Kind.values();

    private ManifestCodec() {}

    static int bytes(int claims, int answers) {
        return ENTRIES + (claims + answers) * ENTRY_BYTES;
    }

    /** Writes the content and returns its length in bytes. */
    static int encode(Manifest from, CheckedMemory memory, int at) {
        memory.putLong(at + BOOT_ID_HIGH, from.bootIdHigh());
        memory.putLong(at + BOOT_ID_LOW, from.bootIdLow());
        memory.putInt(at + ARMED, from.armed() ? 1 : 0);
        memory.putInt(at + WATCHDOG_TIMEOUT, from.watchdogTimeoutMillis());
        memory.putLong(at + PROMISED_EPOCH, from.promisedEpoch());
        memory.putLong(at + MEMORY_MIB, from.memoryMib());
        memory.putInt(at + CLAIMS, from.claims().size());
        memory.putInt(at + ANSWERS, from.answers().size());
        int entry = at + ENTRIES;
        for (Claim claim : from.claims()) {
            putVm(claim.vm(), memory, entry);
            PermitCodec.encode(claim.permit(), memory, entry + PERMIT);
            memory.putLong(entry + STATE, claim.state().ordinal());
            entry += ENTRY_BYTES;
        }
        for (Answer answer : from.answers()) {
            putVm(answer.vm(), memory, entry);
            PermitCodec.encode(answer.permit(), memory, entry + PERMIT);
            memory.putLong(entry + STATE, answer.kind().ordinal());
            entry += ENTRY_BYTES;
        }
        return entry - at;
    }

    /** The manifest in a valid slot, or null when its content makes no sense. */
    static Manifest decode(int host, CheckedMemory memory, int slot) {
        int at = slot + SlotLayout.CONTENT;
        int length = memory.getInt(slot + SlotLayout.CONTENT_BYTES);
        if (length < ENTRIES) {
            return null;
        }
        int claimCount = memory.getInt(at + CLAIMS);
        int answerCount = memory.getInt(at + ANSWERS);
        boolean sane = isCount(claimCount)
                && isCount(answerCount)
                && length == bytes(claimCount, answerCount)
                && (memory.getInt(at + ARMED) & ~1) == 0
                && memory.getInt(at + WATCHDOG_TIMEOUT) >= 0;
        int answersBegin = at + ENTRIES + claimCount * ENTRY_BYTES;
        if (!sane
                || !entriesValid(memory, at + ENTRIES, claimCount, STATES.length)
                || !entriesValid(memory, answersBegin, answerCount, KINDS.length)) {
            return null;
        }
        return new Manifest(
                host,
                memory.getLong(slot + SlotLayout.INCARNATION),
                memory.getLong(slot + SlotLayout.SEQUENCE),
                memory.getLong(at + BOOT_ID_HIGH),
                memory.getLong(at + BOOT_ID_LOW),
                memory.getInt(at + ARMED) != 0,
                memory.getInt(at + WATCHDOG_TIMEOUT),
                memory.getLong(at + PROMISED_EPOCH),
                memory.getLong(at + MEMORY_MIB),
                claims(memory, at + ENTRIES, claimCount),
                answers(memory, answersBegin, answerCount));
    }

    private static List<Claim> claims(CheckedMemory memory, int begin, int count) {
        List<Claim> claims = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int entry = begin + i * ENTRY_BYTES;
            claims.add(new Claim(
                    vm(memory, entry),
                    PermitCodec.decode(memory, entry + PERMIT),
                    STATES[memory.getInt(entry + STATE)]));
        }
        return claims;
    }

    private static List<Answer> answers(CheckedMemory memory, int begin, int count) {
        List<Answer> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int entry = begin + i * ENTRY_BYTES;
            answers.add(new Answer(
                    vm(memory, entry),
                    PermitCodec.decode(memory, entry + PERMIT),
                    KINDS[memory.getInt(entry + STATE)]));
        }
        return answers;
    }

    private static boolean entriesValid(CheckedMemory memory, int begin, int count, int states) {
        for (int i = 0; i < count; i++) {
            int entry = begin + i * ENTRY_BYTES;
            long state = memory.getLong(entry + STATE);
            if (state < 0 || state >= states || !PermitCodec.isValid(memory, entry + PERMIT)) {
                return false;
            }
        }
        return true;
    }

    private static void putVm(VmId vm, CheckedMemory memory, int entry) {
        memory.putLong(entry + VM_HIGH, vm.high());
        memory.putLong(entry + VM_LOW, vm.low());
    }

    private static VmId vm(CheckedMemory memory, int entry) {
        return new VmId(memory.getLong(entry + VM_HIGH), memory.getLong(entry + VM_LOW));
    }

    private static boolean isCount(int count) {
        return count >= 0 && count <= Geometry.MAX_VMS;
    }
}
