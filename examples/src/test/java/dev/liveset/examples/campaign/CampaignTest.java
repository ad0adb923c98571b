package dev.liveset.examples.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.sim.PlantedBug;
import dev.liveset.sim.SimPools;
import dev.liveset.sim.SimSettings;
import dev.liveset.sim.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {
    private static final String SETTINGS = "--hosts 2-4 --seed 5";
    private static final CampaignPlan PLAN = new CampaignPlan(2, 4, 5, 10);

    @TempDir
    private Path folder;

    private final StringWriter progress = new StringWriter();

    private static Simulation simulation(int hosts) {
        return new Simulation(SimPools.fast(hosts), SimSettings.rough());
    }

    private CampaignFile file() {
        return CampaignFile.open(folder.resolve("campaign"), SETTINGS, "one");
    }

    private CampaignTotals runAll(CampaignPlan plan, int threads) throws InterruptedException {
        try (CampaignFile file = file()) {
            Campaign campaign = new Campaign(plan, CampaignTest::simulation, file);
            campaign.run(threads, new PrintWriter(progress));
            return campaign.totals();
        }
    }

    @Test
    void shouldSpreadSchedulesEvenlyOverPoolSizes() {
        assertEquals(List.of(4L, 3L, 3L), List.of(PLAN.share(2), PLAN.share(3), PLAN.share(4)));
        List<SeedRange> pieces = PLAN.open(new SeedSet(), 2);
        assertEquals(
                List.of(
                        new SeedRange(2, 5, 6),
                        new SeedRange(3, 5, 6),
                        new SeedRange(4, 5, 6),
                        new SeedRange(2, 7, 8),
                        new SeedRange(3, 7, 7),
                        new SeedRange(4, 7, 7)),
                pieces);
    }

    @Test
    void shouldRunOnlyWhatIsMissing() {
        SeedSet done = new SeedSet();
        done.add(new SeedRange(3, 10, 19));
        done.add(new SeedRange(3, 4, 7));
        done.add(new SeedRange(2, 1, 100));
        assertEquals(
                List.of(new SeedRange(3, 1, 3), new SeedRange(3, 8, 9), new SeedRange(3, 20, 25)),
                done.gaps(new SeedRange(3, 1, 25)));
        assertEquals(List.of(), done.gaps(new SeedRange(3, 12, 15)));
        assertEquals("4-7, 10-19", done.words(3));
    }

    @Test
    void shouldComeToTheSameTotalsInOneGoAndInPieces() throws Exception {
        Campaign inOneGo = new Campaign(PLAN, CampaignTest::simulation, null);
        inOneGo.run(1, new PrintWriter(progress));
        CampaignTotals whole = inOneGo.totals();

        runAll(new CampaignPlan(2, 4, 5, 4), 2);
        CampaignTotals pieces = runAll(PLAN, 2);

        assertEquals(10, pieces.schedules());
        assertEquals(whole.coverage().counts(), pieces.coverage().counts());
        assertEquals(whole.sum().events, pieces.sum().events);
        assertEquals("5-8", pieces.seeds(2));
        assertEquals("5-7", pieces.seeds(4));
        assertTrue(progress.toString().contains("4 of 10 schedules were done before"), progress::toString);
    }

    @Test
    void shouldNoteWhatIsDoneWhenItIsStopped() throws Exception {
        AtomicInteger simulations = new AtomicInteger();
        try (CampaignFile file = file()) {
            Campaign[] campaign = new Campaign[1];
            campaign[0] = new Campaign(
                    PLAN,
                    hosts -> {
                        if (simulations.incrementAndGet() == 3) {
                            campaign[0].stop();
                        }
                        return simulation(hosts);
                    },
                    file);
            campaign[0].run(1, new PrintWriter(progress));
            assertEquals(2, campaign[0].totals().schedules());
        }
        assertEquals(10, runAll(PLAN, 1).schedules());
    }

    @Test
    void shouldRunARangeAgainWhoseLineWasCutOff() throws Exception {
        CampaignTotals whole = runAll(PLAN, 1);
        Path path = folder.resolve("campaign");
        String text = Files.readString(path);
        Files.writeString(path, text.substring(0, text.length() - 30));
        CampaignTotals again = runAll(PLAN, 1);
        assertEquals(10, again.schedules());
        assertEquals(whole.sum().events, again.sum().events);
        assertEquals(text.lines().count(), Files.readString(path).lines().count());
    }

    @Test
    void shouldBeginAnewWhenNotEvenTheFirstLineWasFinished() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("campaign"), "liveset camp");
        assertEquals(10, runAll(PLAN, 1).schedules());
    }

    @Test
    void shouldRememberWhatFailed() throws Exception {
        CampaignPlan plan = new CampaignPlan(2, 2, 5, 2);
        for (int run = 0; run < 2; run++) {
            try (CampaignFile file = file()) {
                Campaign campaign =
                        new Campaign(plan, hosts -> simulation(hosts).withBug(PlantedBug.CLAIM_AFTER_START), file);
                campaign.run(1, new PrintWriter(progress));
                assertTrue(campaign.totals().failing().contains(new CampaignTotals.Failing(2, 5)));
            }
        }
        assertTrue(progress.toString().contains("A rule did not hold: 2 hosts, seed 5"), progress::toString);
    }

    @Test
    void shouldRefuseAFileOfSomethingElse() throws IOException {
        file().close();
        Path path = folder.resolve("campaign");
        assertRefused("was begun with --hosts 2-4 --seed 5;", path, "--hosts 2-5 --seed 5", "one");
        assertRefused("another version of the simulator", path, SETTINGS, "two");
        Path poem = folder.resolve("poem");
        Files.writeString(poem, "Roses are red\nViolets are blue\n");
        assertRefused("is not one; give another name", poem, SETTINGS, "one");
        assertEquals("Roses are red\nViolets are blue\n", Files.readString(poem));
        try (CampaignFile held = file()) {
            assertRefused("in use by another run", path, SETTINGS, "one");
            assertTrue(held != null);
        }
        Files.writeString(path, Files.readString(path) + "hosts=2\tnonsense\n");
        try (CampaignFile damaged = file()) {
            LivesetException refusal =
                    assertThrows(LivesetException.class, () -> new Campaign(PLAN, CampaignTest::simulation, damaged));
            assertTrue(refusal.getMessage().contains("damaged in line 2"), refusal::getMessage);
        }
    }

    private static void assertRefused(String words, Path path, String settings, String simulator) {
        LivesetException refusal = assertThrows(
                LivesetException.class,
                () -> CampaignFile.open(path, settings, simulator).close());
        assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
    }

    @Test
    void shouldTellSimulatorsApartByWhatTheyDo() {
        assertEquals(Fingerprint.of(simulation(2), 5), Fingerprint.of(simulation(2), 5));
        assertTrue(!Fingerprint.of(simulation(2), 5)
                .equals(Fingerprint.of(new Simulation(SimPools.fast(2), SimSettings.calm()), 5)));
    }

    @Test
    void shouldReadPoolSizes() {
        assertEquals(new PoolSizes(2, 8), PoolSizes.parse("2-8"));
        assertEquals(PoolSizes.of(64), PoolSizes.parse("64"));
        for (String nonsense : List.of("1", "65", "8-2", "2-65", "three", "2-", "")) {
            assertThrows(LivesetException.class, () -> PoolSizes.parse(nonsense), nonsense);
        }
    }
}
