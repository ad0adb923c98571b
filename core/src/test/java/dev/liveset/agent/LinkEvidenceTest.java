package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.PoolConfig;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, <i>Weight</i>: T1 = 2 s and t1 = 400 ms, so a link counts again after 2.8 s. */
class LinkEvidenceTest {
    private final LinkEvidence link = new LinkEvidence(AgentRooms.pool(2, PoolConfig.Mode.STRICT));

    private int at(long millis) {
        return link.weight(millis * MILLI);
    }

    @Test
    void shouldWeighMoreWithACarrierThanWithout() {
        assertEquals(17, at(0));
        link.onLink(1_000 * MILLI, false);
        assertEquals(1, at(1_000), "never 0, which loses to a single xhad");
        assertEquals(1, at(100_000));
    }

    @Test
    void shouldTrustALinkAgainOnlyOnceItIsSteady() {
        link.onLink(1_000 * MILLI, false);
        link.onLink(5_000 * MILLI, true);
        assertEquals(1, at(7_799));
        link.onLink(7_799 * MILLI, true);
        assertEquals(17, at(7_800), "told once more that it is up is no change");
        link.onLink(8_000 * MILLI, false);
        link.onLink(8_100 * MILLI, true);
        assertEquals(1, at(10_899));
        assertEquals(17, at(10_900));
    }

    @Test
    void shouldBlameItselfForWhatIsMissingAfterItsOwnStall() {
        link.onStall(5_000 * MILLI);
        assertEquals(1, at(7_799));
        assertEquals(17, at(7_800));
    }

    @Test
    void shouldAddWhatTheOperatorAdds() {
        link.add(5);
        assertEquals(22, at(0));
        link.add(-5);
        assertEquals(17, at(0));
        link.add(1_000_000);
        assertEquals(10_017, at(0));
        link.onLink(0, false);
        assertEquals(10_001, at(0));
    }

    @Test
    void shouldWeighALittleMoreWhileItReachesTheWitness() {
        link.onWitness(1_000 * MILLI, true);
        assertEquals(17, at(3_799));
        assertEquals(18, at(3_800));
        link.onWitness(9_000 * MILLI, false);
        assertEquals(17, at(9_000), "the carrier still counts");
        link.onLink(9_500 * MILLI, false);
        link.onWitness(9_600 * MILLI, true);
        assertEquals(2, at(12_400), "less than a carrier");
        link.onStall(20_000 * MILLI);
        assertEquals(1, at(22_799));
        assertEquals(2, at(22_800));
    }

    @Test
    void shouldNotOutweighAnXhadByItsLink() {
        LinkEvidence beside = new LinkEvidence(AgentRooms.pool(2, PoolConfig.Mode.INTEROP));
        assertEquals(1, beside.weight(0));
        beside.onWitness(0, true);
        assertEquals(1, beside.weight(100_000 * MILLI));
        beside.add(3);
        assertEquals(4, beside.weight(0));
    }
}
