package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.TimingPresets;
import dev.liveset.fencing.FencingPolicy;
import dev.liveset.fencing.FencingPolicy.Decision;
import dev.liveset.fencing.MajorityPolicy;
import dev.liveset.fencing.XenServerPolicy;
import dev.liveset.quorum.MajorityMerge;
import dev.liveset.quorum.QuorumRules;
import dev.liveset.quorum.SmallViews;
import dev.liveset.quorum.SurvivalRules;
import dev.liveset.quorum.SurvivalView;
import dev.liveset.quorum.ViewMerge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both fencing policies over all splits of the network and all losses of the statefile in pools of two to five hosts.
 * The golden file {@code policies.txt} is what the policies do; where a change is meant, put the new file in its place:
 * the failure names where it was written.
 */
class PolicyTableTest {
    private static final FencingPolicy XENSERVER = new XenServerPolicy();
    private static final FencingPolicy MAJORITY = new MajorityPolicy();

    @Test
    void shouldDoWhatTheTablesSay() throws IOException {
        String tables = tables();
        Path written = Files.writeString(Path.of("target", "policies.txt"), tables);
        try (InputStream golden = PolicyTableTest.class.getResourceAsStream("policies.txt")) {
            assertTrue(golden != null, "the golden file is missing; this run wrote " + written.toAbsolutePath());
            String expected = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(expected, tables, "this run wrote " + written.toAbsolutePath());
        }
    }

    /** Whatever links are cut, whoever is dead and whoever has the statefile: survivors that do not hear each other would be two pools. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void shouldNeverLetTwoSidesSurviveByMajority(int hosts) {
        long survived = 0;
        for (long liveset = 1; liveset <= HostSet.firstHosts(hosts); liveset++) {
            for (int links = 0; links < SmallViews.graphs(hosts); links++) {
                long[] heard = SmallViews.graph(hosts, links);
                for (long writers = liveset; writers >= 0; writers--) {
                    long surviving = (writers & ~liveset) == 0 ? surviving(MAJORITY, heard, writers, liveset) : 0;
                    survived |= surviving;
                    assertOneSide(heard, writers, liveset, surviving);
                }
            }
        }
        assertEquals(HostSet.firstHosts(hosts), survived);
    }

    private static void assertOneSide(long[] heard, long writers, long liveset, long surviving) {
        for (long rest = surviving; rest != 0; rest &= rest - 1) {
            long side = view(MAJORITY, heard, writers, liveset, HostSet.lowest(rest))
                    .hbd();
            for (long others = surviving & ~side; others != 0; others &= others - 1) {
                long apart = side
                        & view(MAJORITY, heard, writers, liveset, HostSet.lowest(others))
                                .hbd();
                assertTrue(apart != 0, "liveset " + liveset + " writers " + writers);
            }
        }
    }

    @Test
    void shouldLiveWithoutTheStatefileWhileAMajorityIsHeard() {
        long[] whole = partition(new int[] {0, 0, 0});
        assertEquals(0b111, surviving(MAJORITY, whole, 0b110, 0b111), "lost the statefile alone");
        assertEquals(0b110, surviving(XENSERVER, whole, 0b110, 0b111));
        long[] oneGone = partition(new int[] {0, 0, 1});
        assertEquals(0b011, surviving(MAJORITY, oneGone, 0, 0b111), "all lost the statefile, then one the network");
        assertEquals(0, surviving(XENSERVER, oneGone, 0, 0b111));
        assertEquals(
                0b110, surviving(MAJORITY, partition(new int[] {0, 1, 1}), 0b111, 0b111), "lost the network alone");
        assertEquals(0b110, surviving(MAJORITY, partition(new int[] {0, 1, 1}), 0b110, 0b111), "lost both");
    }

    @Test
    void shouldLetHalfOfThePoolGoOnOnlyWithTheStatefile() {
        assertEquals(0b01, surviving(MAJORITY, partition(new int[] {0, 1}), 0b11, 0b11), "as by XenServer's rules");
        assertEquals(0b10, surviving(MAJORITY, partition(new int[] {0, 1}), 0b10, 0b11), "the other lost both");
        assertEquals(0, surviving(MAJORITY, partition(new int[] {0, 1}), 0, 0b11));
        assertEquals(0b11, surviving(MAJORITY, partition(new int[] {0, 0}), 0, 0b11));
    }

    @Test
    void shouldCountWhoIsGoneForGoodForThoseWithTheStatefileOnly() {
        long[] cut = partition(new int[] {0, 1, 2});
        assertEquals(0b001, surviving(MAJORITY, cut, 0b011, 0b011), "one of three is gone: the rest is a pool of two");
        assertEquals(0b011, surviving(MAJORITY, partition(new int[] {0, 0, 1}), 0b001, 0b011));
        assertEquals(0, surviving(MAJORITY, cut, 0, 0b011));
    }

    @Test
    void shouldRefuseTheMajorityBesideXenServersDaemon() {
        List<HostConfig> hosts = List.of(new HostConfig(new HostId("a".repeat(32)), "a", List.of()));
        PoolConfig pool = new PoolConfig(
                "Mixed", new Generation("b".repeat(32)), hosts, TimingPresets.xenserver(60), PoolConfig.Mode.INTEROP);
        assertEquals(PoolConfig.Policy.XENSERVER, pool.policy());
        assertThrows(LivesetException.class, () -> pool.withPolicy(PoolConfig.Policy.MAJORITY));
    }

    private static String tables() {
        StringBuilder text = new StringBuilder("""
                What the fencing policies decide. Hosts are numbered from 0; the network is split into the groups shown, a group
                hears itself; storage shows who still has the statefile. Policy 0 is XenServer's rules, policy 1 the case table
                with a majority. Nobody has left the liveset before. A * marks where they differ.
                """);
        for (int hosts = 2; hosts <= 5; hosts++) {
            List<int[]> splits = new ArrayList<>();
            split(new int[hosts], 0, 0, splits);
            text.append("\n== ").append(hosts).append(" hosts, one of them in trouble\n");
            oneInTrouble(text, hosts);
            text.append("\n== ").append(hosts).append(" hosts, all splits and all losses of the statefile\n");
            int differing = 0;
            for (int[] groups : splits) {
                for (long writers = HostSet.firstHosts(hosts); writers >= 0; writers--) {
                    String row = row(groups, writers);
                    differing += row.contains("*") ? 1 : 0;
                    text.append(row).append('\n');
                }
            }
            text.append("differing: ")
                    .append(differing)
                    .append(" of ")
                    .append(splits.size() << hosts)
                    .append('\n');
        }
        return text.toString();
    }

    private static void oneInTrouble(StringBuilder text, int hosts) {
        int[] whole = new int[hosts];
        int[] alone = new int[hosts];
        alone[0] = 1;
        long all = HostSet.firstHosts(hosts);
        text.append("nothing lost           ").append(row(whole, all)).append('\n');
        text.append("0 lost the network     ").append(row(normal(alone), all)).append('\n');
        text.append("0 lost the statefile   ").append(row(whole, all & ~1)).append('\n');
        text.append("0 lost both            ")
                .append(row(normal(alone), all & ~1))
                .append('\n');
        text.append("all lost the statefile ").append(row(whole, 0)).append('\n');
        text.append("and 0 the network too  ").append(row(normal(alone), 0)).append('\n');
    }

    private static String row(int[] groups, long writers) {
        long[] heard = partition(groups);
        long all = HostSet.firstHosts(groups.length);
        long xenserver = surviving(XENSERVER, heard, writers, all);
        long majority = surviving(MAJORITY, heard, writers, all);
        int hosts = groups.length;
        return String.format(
                        "network %-9s storage %s   0: %s  1: %s %s",
                        groupsInWords(groups),
                        set(writers, hosts),
                        set(xenserver, hosts),
                        set(majority, hosts),
                        xenserver == majority ? "" : "*")
                .stripTrailing();
    }

    private static long surviving(FencingPolicy policy, long[] heard, long writers, long liveset) {
        long surviving = 0;
        for (long rest = liveset; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            SurvivalView view = view(policy, heard, writers, liveset, host);
            boolean rule1 = SurvivalRules.rule1(view, QuorumRules.OURS);
            boolean rule2 = SurvivalRules.rule2(view);
            if (policy.decide(FenceVerdicts.facts(view, rule1, rule2)) != Decision.FENCE_SELF) {
                surviving = HostSet.with(surviving, host);
            }
        }
        return surviving;
    }

    /** What the host sees, merged when it must be. */
    private static SurvivalView view(FencingPolicy policy, long[] heard, long writers, long liveset, int self) {
        SurvivalView view = SmallViews.view(heard, writers, liveset, self);
        if (policy == MAJORITY) {
            MajorityMerge.merge(view);
        } else if (!SmallViews.isConsistent(view)) {
            ViewMerge.merge(view, QuorumRules.OURS);
        }
        return view;
    }

    /** Group numbers in order of their first host. */
    private static int[] normal(int[] groups) {
        int[] normal = new int[groups.length];
        for (int host = 0; host < groups.length; host++) {
            normal[host] = groups[host] == groups[0] ? 0 : 1;
        }
        return normal;
    }

    private static void split(int[] groups, int host, int used, List<int[]> splits) {
        if (host == groups.length) {
            splits.add(groups.clone());
            return;
        }
        for (int group = 0; group <= used; group++) {
            groups[host] = group;
            split(groups, host + 1, Math.max(used, group + 1), splits);
        }
    }

    private static long[] partition(int[] groups) {
        long[] heard = new long[groups.length];
        for (int a = 0; a < groups.length; a++) {
            for (int b = 0; b < groups.length; b++) {
                if (groups[a] == groups[b]) {
                    heard[a] = HostSet.with(heard[a], b);
                }
            }
        }
        return heard;
    }

    private static String groupsInWords(int[] groups) {
        StringBuilder words = new StringBuilder();
        for (int group = 0; group < groups.length; group++) {
            String separator = group == 0 ? "" : "|";
            for (int host = 0; host < groups.length; host++) {
                if (groups[host] == group) {
                    words.append(separator).append(host);
                    separator = "";
                }
            }
        }
        return words.toString();
    }

    private static String set(long hosts, int count) {
        StringBuilder words = new StringBuilder();
        for (int host = 0; host < count; host++) {
            words.append(HostSet.contains(hosts, host) ? (char) ('0' + host) : '-');
        }
        return words.toString();
    }
}
