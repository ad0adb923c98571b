package dev.liveset.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.fencing.PowerReport.Status;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Only a host that was seen without power is off: an order that nobody saw carried out proves nothing. */
class PowerReportTest {
    @Test
    void shouldTakeNobodyForOffWhoWasNotSeenOff() {
        Set<Status> off = EnumSet.noneOf(Status.class);
        for (Status status : Status.values()) {
            if (status.isOff()) {
                off.add(status);
            }
        }
        assertEquals(EnumSet.of(Status.CONFIRMED_OFF, Status.ALREADY_OFF), off);
    }
}
