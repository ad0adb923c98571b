package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.PoolState;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.util.List;

/**
 * Carries out the statefile effects of one host on a heartbeat disk: whole-pool read and own section write in one I/O
 * each, global section, regions. Every call may block as long as the disk does. Single-threaded; it owns the codec it
 * was given but not the disk. Nothing is allocated for reads and section writes.
 *
 * <p>A region write goes to the slot that is not the newest valid one and then to the other slot too, so that one late
 * write of an earlier life can never hide the newest content; {@code xxxWrites} gives the same as separate steps, for
 * who lets time pass between them.
 */
public final class StatefileStore implements AutoCloseable {
    /** For {@link #writeGlobal}: leave the master as it is. */
    public static final int KEEP_MASTER = -2;

    private static final int SECTION = GlobalSectionLayout.SECTION_BYTES;

    private final PoolCodec codec;
    private final long incarnation;
    private final StatefileVdi vdi;
    private final RegionStore regions;
    private final int sections;
    private final CheckedMemory span;
    private final CheckedMemory own;
    private final CheckedMemory page;
    private final GlobalSection global = new GlobalSection();
    private long globalSequence;
    private UnmovedSections latest = new UnmovedSections(null);
    private UnmovedSections other = latest;

    /**
     * @param codec the host's codec, from now on this store's alone
     * @param incarnation the host's boot incarnation, which stamps what is written
     * @param vdi the heartbeat disk; it stays the caller's to close
     */
    public StatefileStore(PoolCodec codec, long incarnation, StatefileVdi vdi) {
        this.codec = codec;
        this.incarnation = incarnation;
        this.vdi = vdi;
        this.regions = new RegionStore(codec, vdi);
        this.sections = codec.ids.hostCount() + 1;
        this.span = CheckedMemory.allocate(sections * SECTION);
        this.own = CheckedMemory.allocate(SECTION);
        this.page = CheckedMemory.allocate(SECTION);
    }

    /**
     * Reads the global section and every configured host's in one I/O. When that fails, section by section: one that
     * cannot be read is UNREADABLE, its host's fault only. Throws when nothing at all can be read; the snapshot then
     * says UNREADABLE everywhere. A section that did not move since the last read into the same snapshot is not decoded
     * again, so the sections and statuses of a snapshot are to be left as they are.
     *
     * @param beganNanos the caller's clock right before, kept in the snapshot
     */
    public void read(StatefileSnapshot into, long beganNanos) throws IOException {
        into.beganNanos = beganNanos;
        into.badBlocks = 0;
        long readable = -1L;
        boolean globalReadable = true;
        try {
            vdi.read(0, span.buffer(0, sections * SECTION));
        } catch (IOException whole) {
            globalReadable = readSection(0);
            readable = 0;
            for (int host = 0; host < sections - 1; host++) {
                readable |= readSection(host + 1) ? 1L << host : 0;
            }
            into.badBlocks = ~readable & onDisk();
            if (readable == 0 && !globalReadable) {
                decode(into, false, 0);
                throw whole;
            }
        }
        decode(into, globalReadable, readable);
    }

    /** The configured hosts whose sections lie before the end of the device; none when it does not tell its size. */
    private long onDisk() {
        try {
            return HostSet.firstHosts((int) Math.max(0, Math.min(sections, vdi.sizeBytes() / SECTION) - 1));
        } catch (IOException e) {
            return HostSet.EMPTY;
        }
    }

    private boolean readSection(int index) {
        try {
            vdi.read((long) index * SECTION, span.buffer(index * SECTION, SECTION));
            return true;
        } catch (IOException e) {
            return false; // The section's own status says so.
        }
    }

    private void decode(StatefileSnapshot into, boolean globalReadable, long readable) {
        UnmovedSections unmoved = unmovedOf(into);
        into.globalStatus = globalReadable ? decodeGlobal(into, unmoved) : SectionStatus.UNREADABLE;
        for (int host = 0; host < sections - 1; host++) {
            if ((readable >>> host & 1) == 0) {
                into.status[host] = SectionStatus.UNREADABLE;
                into.fingerprint[host] = 0;
                unmoved.read(host, SectionStatus.UNREADABLE, span);
            } else if (!unmoved.isHeld(host, span)) {
                into.status[host] = decodeSection(into, host);
                unmoved.read(host, into.status[host], span);
            }
        }
    }

    private SectionStatus decodeGlobal(StatefileSnapshot into, UnmovedSections unmoved) {
        SectionStatus status = unmoved.globalHeld(span);
        if (status == SectionStatus.UNREADABLE) {
            status = codec.global.decode(span, 0, into.global);
            // So that one made anew, where a damaged one tells no number, does not count back.
            globalSequence = Math.max(globalSequence, into.global.sequence);
            unmoved.globalRead(status, span);
        }
        return status;
    }

    /** What is known of this snapshot; a reader uses one or two in turn, of which the one before the last is kept too. */
    private UnmovedSections unmovedOf(StatefileSnapshot into) {
        if (!latest.isFor(into)) {
            UnmovedSections before = latest;
            latest = other.isFor(into) ? other : new UnmovedSections(into);
            other = before;
        }
        return latest;
    }

    /** What cannot be used still shows by its bytes whether its host wrote since. */
    private SectionStatus decodeSection(StatefileSnapshot into, int host) {
        int offset = HostSectionLayout.offset(host);
        SectionStatus status = codec.section.decode(host, span, offset, into.section[host]);
        into.fingerprint[host] =
                status.usable() ? 0 : span.crcOf(offset, SECTION).crc();
        return status;
    }

    /** Writes the own section in one I/O of 4096 bytes; durable on return, after a throw anything may be. */
    public void writeSection(HostSection section) throws IOException {
        codec.section.encode(codec.self, section, own, 0);
        vdi.write(HostSectionLayout.offset(codec.self), own.buffer(0, SECTION));
    }

    /**
     * Overwrites the section of another host, which no read gives, in one I/O of 4096 bytes ({@link BlankSection}): nothing else
     * of that host. Throws without writing for a host that is not configured, for this one, and where the device ends before.
     *
     * @param attempt a number that this boot has not used before
     */
    public void overwriteSection(int host, long attempt) throws IOException {
        if (host < 0 || host >= sections - 1 || host == codec.self) {
            throw new IllegalArgumentException(
                    "host " + host + " has no section that host " + codec.self + " may overwrite");
        }
        if (!HostSet.contains(onDisk(), host)) {
            throw new IOException("the disk ends before the section of host " + host);
        }
        BlankSection.encode(page, host, codec.self, incarnation, attempt);
        vdi.write(HostSectionLayout.offset(host), page.buffer(0, SECTION));
    }

    /**
     * Reads the global section afresh, changes it and writes it. A damaged one (torn, or its trailer does not fit) is
     * made anew when both values are given; otherwise, and when it cannot be read or belongs to another pool, this throws
     * without writing: then there is nothing that could be changed.
     *
     * @param poolState the new state, null to leave it
     * @param master index of the new master, {@link GlobalSection#NO_MASTER} for none, {@link #KEEP_MASTER} to leave it
     */
    public void writeGlobal(PoolState poolState, int master) throws IOException {
        vdi.read(0, page.buffer(0, SECTION));
        SectionStatus status = codec.global.decode(page, 0, global);
        boolean damaged = status == SectionStatus.CORRUPT || status == SectionStatus.UNTRUSTED;
        if (damaged && poolState != null && master != KEEP_MASTER) {
            global.configHosts = sections - 1;
        } else if (status != SectionStatus.VALID) {
            throw new IOException("the global section is " + status + " and cannot be changed");
        }
        if (poolState != null) {
            global.poolState = poolState;
        }
        if (master != KEEP_MASTER) {
            global.master = master;
        }
        globalSequence = Math.max(globalSequence, codec.global.sequence(page, 0)) + 1;
        codec.global.encode(global, incarnation, globalSequence, page, 0);
        vdi.write(0, page.buffer(0, SECTION));
    }

    /**
     * Seals anew with the signing key what an accepted older one sealed and nobody may come to write for long: the global
     * section, the extension area's header and the own regions. Their content stays. To be called once, before anything
     * else: what no host has sealed anew cannot be read any more once the older key is dropped.
     */
    public void reseal() throws IOException {
        vdi.read(0, page.buffer(0, SECTION));
        if (codec.global.decode(page, 0, global) == SectionStatus.VALID && codec.global.isSealedBefore(page, 0)) {
            writeGlobal(null, KEEP_MASTER);
        }
        regions.reseal();
    }

    /** Reads the newest valid slot of a host's region. Interop pools have no regions: NO_VALID_SLOT. */
    public RegionContent readRegion(int host, RegionKind kind) {
        return regions.read(host, kind);
    }

    /** Writes the own manifest to both slots; durable on return. */
    public void writeManifest(Manifest manifest) throws IOException {
        carryOut(manifestWrites(manifest));
    }

    /** Writes the own master region to both slots; durable on return. */
    public void writeTable(PoolTable table, long regionSequence) throws IOException {
        carryOut(tableWrites(table, regionSequence));
    }

    /** Writes the own last words to both slots; durable on return. */
    public void writeLastWords(LastWords words) throws IOException {
        carryOut(lastWordsWrites(words));
    }

    /** The steps of {@link #writeManifest}, to be carried out in order; reads the own region to find the first slot. */
    public List<SlotWrite> manifestWrites(Manifest manifest) throws IOException {
        return regions.manifestWrites(manifest);
    }

    /** The steps of {@link #writeTable}, to be carried out in order; reads the own region to find the first slot. */
    public List<SlotWrite> tableWrites(PoolTable table, long regionSequence) throws IOException {
        return regions.tableWrites(table, incarnation, regionSequence);
    }

    /** The steps of {@link #writeLastWords}, to be carried out in order; reads the own region to find the first slot. */
    public List<SlotWrite> lastWordsWrites(LastWords words) throws IOException {
        return regions.lastWordsWrites(words);
    }

    /** How many VMs the statefile was formatted for; 0 when it has no extension area of this generation. */
    public int maxVms() throws IOException {
        return regions.maxVms();
    }

    private void carryOut(List<SlotWrite> writes) throws IOException {
        for (SlotWrite write : writes) {
            vdi.write(write.offset(), write.bytes());
        }
    }

    /** Gives the memory back, the codec's too; any use after it throws {@link IllegalStateException}. */
    @Override
    public void close() {
        regions.close();
        span.close();
        own.close();
        page.close();
        codec.close();
    }
}
