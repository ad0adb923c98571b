package dev.liveset.examples.poolhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.PoolState;
import dev.liveset.agent.Command;
import org.junit.jupiter.api.Test;

/** Lines on standard input, each as the command that it stands for. */
class OrderTest {
    @Test
    void shouldUnderstandEveryLineThatTheHelpNames() {
        assertEquals(new Command.RequestMaster(true), Order.parse("propose-master"));
        assertEquals(new Command.RequestMaster(false), Order.parse("cancel-master"));
        assertEquals(new Command.SetExcluded(true), Order.parse("set-excluded"));
        assertEquals(new Command.SetExcluded(false), Order.parse("clear-excluded"));
        assertEquals(new Command.SetPoolState(PoolState.INVALID), Order.parse("set-pool-state invalid"));
        assertEquals(new Command.SetPoolState(PoolState.ACTIVE), Order.parse("set-pool-state  ACTIVE "));
        assertEquals(new Command.SetWeight(10_000), Order.parse("set-weight 10000"));
        assertEquals(new Command.SetWeight(0), Order.parse("set-weight 0"));
        assertEquals(new Command.Disarm(), Order.parse("disarm"));
        assertEquals(new Command.Leave(false), Order.parse("stop"));
    }

    @Test
    void shouldRefuseWhatIsNoOrderInOneSentence() {
        refused("There is no order 'fence'", "fence");
        refused("'set-weight'", "set-weight");
        refused("'stop'", "stop now");
        refused("'10001' is no weight", "set-weight 10001");
        refused("'-1' is no weight", "set-weight -1");
        refused("'ON' is no pool state; give NONE, INIT, ACTIVE or INVALID", "set-pool-state ON");
    }

    private static void refused(String sentence, String line) {
        String told =
                assertThrows(LivesetException.class, () -> Order.parse(line)).getMessage();
        assertTrue(told.contains(sentence), told);
        assertEquals(1, told.lines().count(), told);
    }
}
