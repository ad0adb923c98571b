package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens after the last fault, until the pool is at rest or must be. */
class ComingToRestTest {
    private static RunReport run(int hosts, long seed, double endSeconds, List<String> timeline) {
        Schedule schedule = new Schedule(
                SimPools.fast(hosts), SimSettings.rough(), seed, Plot.RESTART, Timeline.parse(timeline, hosts), (long)
                        (endSeconds * TimeUnit.SECONDS.toNanos(1)));
        return new ScheduleRunner(schedule, PlantedBug.NONE, false).run();
    }

    /** VMs that nobody guards run there, so the machine starts no other agent, and the start failed after the last fault. */
    @Test
    void shouldHavePeopleLookAfterAMachineWhoseStartFailsLaterThoughItsWatchdogHadBeenDisarmed() {
        RunReport report = run(
                2,
                30013552,
                55.560179259,
                List.of(
                        "0.780590031 power-on h2",
                        "1.508313986 power-on h1",
                        "3 enable-ha",
                        "3 tolerate 1",
                        "3 define-vm 1",
                        "3 start-vm 1 h1",
                        "3 define-vm 2",
                        "3 define-vm 3",
                        "3 define-vm 4",
                        "3 define-vm 5",
                        "3 define-vm 6",
                        "3 define-vm 7",
                        "3 define-vm 8",
                        "11.860179259 power-off h1 for 25.02",
                        "17.607964113 when h1 promises crash-agent h2",
                        "20.626305384 lose-master-at 3",
                        "23.255552173 disarm h2"));
        assertNull(report.violation());
        assertTrue(report.coverage().count("machines rebooted by people") > 0, "nobody came");
    }
}
