package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.HashMap;
import java.util.Map;

/** A pool table with its VMs by identity. */
final class TableIndex {
    static final TableIndex EMPTY = new TableIndex(PoolTable.EMPTY);

    private final PoolTable table;
    private final Map<VmId, VmRecord> records = new HashMap<>();

    TableIndex(PoolTable table) {
        this.table = table;
        for (VmRecord record : table.vms()) {
            records.put(record.vm(), record);
        }
    }

    PoolTable table() {
        return table;
    }

    VmRecord find(VmId vm) {
        return records.get(vm);
    }
}
