package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

    /** Both slots of the table of the last master rot before anybody has read it: nobody knows what it had answered. */
    @Test
    void shouldHavePeopleSwitchOffAndConfirmAHostWhoseTableIsLostAndMayBeTheNewest() {
        RunReport report = run(
                4,
                180016360,
                59.6,
                List.of(
                        "0.16416015 power-on h1",
                        "0.239597016 power-on h4",
                        "0.240779951 power-on h2",
                        "1.664474949 power-on h3",
                        "3 enable-ha",
                        "3 tolerate 1",
                        "3 define-vm 1",
                        "3 define-vm 2",
                        "3 define-vm 3",
                        "3 define-vm 4",
                        "3 define-vm 5",
                        "3 define-vm 6",
                        "3 define-vm 7",
                        "3 define-vm 8",
                        "15.983078879 cut-network h2 for 9.890012723",
                        "22.569637483 tolerate 1",
                        "24.396798138 power-off h1 for 4.815697723",
                        "24.741651766 power-off h3 for 1.14856497",
                        "24.817598324 power-off h4 for 33.780281778",
                        "28.447241411 rot-region h1",
                        "30.971375868 rot-region h1"));
        assertNull(report.violation());
        assertTrue(
                report.coverage().count("machines switched off and confirmed by people") > 0,
                "nobody did what is told");
    }

    /** Faults spoil all that a host had noted: it refuses to start for good, and the others come to rest without it. */
    @Test
    void shouldNotAwaitAHostOfWhichNothingIsLeftOnTheDisk() {
        RunReport report = run(2, 500072335, 60.7, allSpoiltOfH1("22.307213012 rot-region h1"));
        assertNull(report.violation());
        assertEquals(0, report.coverage().count("branch start joined"), "h1 never came back");
    }

    @Test
    void shouldAwaitAHostOfWhichASlotOfItsTableIsLeft() {
        RunReport report = run(2, 500072335, 60.7, allSpoiltOfH1("22.4 tolerate 1"));
        assertNull(report.violation());
        assertTrue(report.coverage().count("branch start joined") > 0, "h1 has to come back");
    }

    private static List<String> allSpoiltOfH1(String last) {
        return List.of(
                "0.71888625 power-on h2",
                "1.328907668 power-on h1",
                "3 enable-ha",
                "3 tolerate 1",
                "3 define-vm 1",
                "3 define-vm 2",
                "3 define-vm 3",
                "3 define-vm 4",
                "3 define-vm 5",
                "3 define-vm 6",
                "3 define-vm 7",
                "3 define-vm 8",
                "18.380743294 power-off h1 for 23.861572584",
                "18.395326786 wipe-manifest h1",
                "22.238737921 rot-region h1",
                last,
                "60.649336882 power-on h1");
    }
}
