package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import dev.liveset.recovery.ConfirmedDead;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.VmRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a slot of a master region; little-endian.
 *
 * <pre>
 *   0       8          16          20      24               28    32
 *  +-------+----------+-----------+-------+----------------+-----+
 *  | epoch | sequence | HA enabled| target| confirmed dead | VMs |
 *  +-------+----------+-----------+-------+----------------+-----+
 *   32: the hosts confirmed dead, 16 bytes each: incarnation, host, zero
 *   then the VMs, 184 bytes each
 *  +-----------------+------------+-----------------+--------------+---------+-------------+----------+
 *  | 0 VM id, 2 words| 16 mem MiB | 24 allowed hosts| 32 protection| 36 order| 40 delay ms | 44 group |
 *  +-----------------+------------+-----------------+--------------+---------+-------------+----------+
 *  | 48 flags: 1 hard group, 2 desired running | 52 zero | 56 assignment {@link PermitCodec} | 88 move |
 *  +-------------------------------------------+---------+--------------------------------+---------+
 *  | 120 bytes of the name, 121 the name in UTF-8, at most 63 |
 *  +----------------------------------------------------------+
 * </pre>
 */
@SuppressWarnings("EnumOrdinal") // The ordinals are the numbers on disk.
final class PoolTableCodec {
    private static final int EPOCH = 0;
    private static final int SEQUENCE = 8;
    private static final int HA_ENABLED = 16;
    private static final int TARGET = 20;
    private static final int DEAD_COUNT = 24;
    private static final int VM_COUNT = 28;
    private static final int ENTRIES = 32;

    private static final int DEAD_INCARNATION = 0;
    private static final int DEAD_HOST = 8;
    private static final int DEAD_BYTES = 16;

    private static final int VM_HIGH = 0;
    private static final int VM_LOW = 8;
    private static final int MEMORY_MIB = 16;
    private static final int ALLOWED_HOSTS = 24;
    private static final int PROTECTION = 32;
    private static final int ORDER = 36;
    private static final int START_DELAY = 40;
    private static final int GROUP = 44;
    private static final int FLAGS = 48;
    private static final int ASSIGNMENT = 56;
    private static final int MOVE = ASSIGNMENT + PermitCodec.BYTES;
    private static final int NAME = MOVE + PermitCodec.BYTES;
    private static final int VM_BYTES = NAME + ShortText.NAME_BYTES;

    private static final long FLAG_HARD_GROUP = 1;
    private static final long FLAG_DESIRED = 2;
    private static final VmRecord.Protection[] PROTECTIONS = VmRecord.Protection.values();

    private PoolTableCodec() {}

    static int bytes(int dead, int vms) {
        return ENTRIES + dead * DEAD_BYTES + vms * VM_BYTES;
    }

    /** Writes the content and returns its length in bytes. */
    static int encode(PoolTable from, CheckedMemory memory, int at) {
        memory.putLong(at + EPOCH, from.epoch());
        memory.putLong(at + SEQUENCE, from.sequence());
        memory.putInt(at + HA_ENABLED, from.haEnabled() ? 1 : 0);
        memory.putInt(at + TARGET, from.hostFailuresToTolerate());
        memory.putInt(at + DEAD_COUNT, from.confirmedDead().size());
        memory.putInt(at + VM_COUNT, from.vms().size());
        int entry = at + ENTRIES;
        for (ConfirmedDead dead : from.confirmedDead()) {
            memory.putLong(entry + DEAD_INCARNATION, dead.incarnation());
            memory.putLong(entry + DEAD_HOST, dead.host());
            entry += DEAD_BYTES;
        }
        for (VmRecord vm : from.vms()) {
            encodeVm(vm, memory, entry);
            entry += VM_BYTES;
        }
        return entry - at;
    }

    private static void encodeVm(VmRecord from, CheckedMemory memory, int at) {
        memory.putLong(at + VM_HIGH, from.vm().high());
        memory.putLong(at + VM_LOW, from.vm().low());
        memory.putLong(at + MEMORY_MIB, from.memoryMib());
        memory.putLong(at + ALLOWED_HOSTS, from.allowedHosts());
        memory.putInt(at + PROTECTION, from.protection().ordinal());
        memory.putInt(at + ORDER, from.order());
        memory.putInt(at + START_DELAY, from.startDelayMillis());
        memory.putInt(at + GROUP, from.group());
        memory.putLong(
                at + FLAGS, (from.hardGroup() ? FLAG_HARD_GROUP : 0) | (from.desiredRunning() ? FLAG_DESIRED : 0));
        PermitCodec.encode(from.assignment(), memory, at + ASSIGNMENT);
        PermitCodec.encode(from.move(), memory, at + MOVE);
        ShortText.putName(from.name(), memory, at + NAME);
    }

    /** The table in a valid slot, or null when its content makes no sense. */
    static PoolTable decode(CheckedMemory memory, int slot) {
        int at = slot + SlotLayout.CONTENT;
        int length = memory.getInt(slot + SlotLayout.CONTENT_BYTES);
        if (length < ENTRIES) {
            return null;
        }
        int deadCount = memory.getInt(at + DEAD_COUNT);
        int vmCount = memory.getInt(at + VM_COUNT);
        boolean sane = deadCount >= 0
                && deadCount <= HostSet.MAX_HOSTS
                && vmCount >= 0
                && vmCount <= Geometry.MAX_VMS
                && length == bytes(deadCount, vmCount)
                && (memory.getInt(at + HA_ENABLED) & ~1) == 0;
        if (!sane) {
            return null;
        }
        int entry = at + ENTRIES;
        List<ConfirmedDead> confirmedDead = new ArrayList<>(deadCount);
        for (int i = 0; i < deadCount; i++, entry += DEAD_BYTES) {
            long host = memory.getLong(entry + DEAD_HOST);
            if (host < 0 || host >= HostSet.MAX_HOSTS) {
                return null;
            }
            confirmedDead.add(new ConfirmedDead((int) host, memory.getLong(entry + DEAD_INCARNATION)));
        }
        List<VmRecord> vms = new ArrayList<>(vmCount);
        for (int i = 0; i < vmCount; i++, entry += VM_BYTES) {
            if (!isVmValid(memory, entry)) {
                return null;
            }
            vms.add(decodeVm(memory, entry));
        }
        return new PoolTable(
                memory.getLong(at + EPOCH),
                memory.getLong(at + SEQUENCE),
                memory.getInt(at + HA_ENABLED) != 0,
                memory.getInt(at + TARGET),
                confirmedDead,
                vms);
    }

    private static boolean isVmValid(CheckedMemory memory, int at) {
        int protection = memory.getInt(at + PROTECTION);
        return protection >= 0
                && protection < PROTECTIONS.length
                && (memory.getLong(at + FLAGS) & ~(FLAG_HARD_GROUP | FLAG_DESIRED)) == 0
                && PermitCodec.isValid(memory, at + ASSIGNMENT)
                && PermitCodec.isValid(memory, at + MOVE)
                && ShortText.isNameValid(memory, at + NAME);
    }

    private static VmRecord decodeVm(CheckedMemory memory, int at) {
        long flags = memory.getLong(at + FLAGS);
        return new VmRecord(
                new VmId(memory.getLong(at + VM_HIGH), memory.getLong(at + VM_LOW)),
                ShortText.getName(memory, at + NAME),
                memory.getLong(at + MEMORY_MIB),
                PROTECTIONS[memory.getInt(at + PROTECTION)],
                memory.getInt(at + ORDER),
                memory.getInt(at + START_DELAY),
                memory.getLong(at + ALLOWED_HOSTS),
                memory.getInt(at + GROUP),
                (flags & FLAG_HARD_GROUP) != 0,
                (flags & FLAG_DESIRED) != 0,
                PermitCodec.decode(memory, at + ASSIGNMENT),
                PermitCodec.decode(memory, at + MOVE));
    }
}
