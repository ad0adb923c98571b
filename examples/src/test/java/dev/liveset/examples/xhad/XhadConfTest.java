package dev.liveset.examples.xhad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.PoolConfig.Mode;
import dev.liveset.agent.HealthSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations as XenServer writes them, and what is wrong with others, by line. */
class XhadConfTest {
    private static final String GOOD = """
            <?xml version="1.0" encoding="utf-8"?>
            <xhad-config version="1.0">
              <common-config>
                <GenerationUUID>c0ffee00-1234-4567-89ab-cdef01234567</GenerationUUID>
                <UDPport>1694</UDPport>
                <host><HostID>12020202-1111-4222-8333-444444444402</HostID><IPaddress>10.77.0.3</IPaddress></host>
                <host><HostID>10000000-1111-4222-8333-444444444400</HostID><IPaddress>10.77.0.1</IPaddress></host>
                <parameters>
                  <HeartbeatInterval>1</HeartbeatInterval>
                  <HeartbeatTimeout>5</HeartbeatTimeout>
                  <StateFileInterval>1</StateFileInterval>
                  <StateFileTimeout>5</StateFileTimeout>
                  <HeartbeatWatchdogTimeout>10</HeartbeatWatchdogTimeout>
                  <StateFileWatchdogTimeout>10</StateFileWatchdogTimeout>
                  <BootJoinTimeout>20</BootJoinTimeout>
                  <EnableJoinTimeout>20</EnableJoinTimeout>
                </parameters>
              </common-config>
              <local-config>
                <localhost>
                  <HostID>12020202-1111-4222-8333-444444444402</HostID>
                  <HeartbeatInterface>eth0</HeartbeatInterface>
                  <StateFile>/dev/xvdh</StateFile>
                  <WatchdogMode>NONE</WatchdogMode>
                </localhost>
              </local-config>
            </xhad-config>
            """;

    @TempDir
    Path directory;

    private XhadConf read(String text, Mode mode) throws IOException {
        return XhadConf.read(Files.writeString(directory.resolve("xhad.conf"), text), mode);
    }

    private String refused(String text) {
        return refused(text, Mode.STRICT);
    }

    private String refused(String text, Mode mode) {
        String sentence =
                assertThrows(LivesetException.class, () -> read(text, mode)).getMessage();
        assertTrue(sentence.endsWith("."), sentence);
        assertEquals(1, sentence.lines().count(), sentence);
        return sentence;
    }

    private String refusedWith(String former, String now) {
        assertTrue(GOOD.contains(former), former);
        return refused(GOOD.replace(former, now));
    }

    @Test
    void shouldReadWhatXenServerWrites() throws IOException {
        XhadConf conf = read(GOOD, Mode.STRICT);
        PoolConfig pool = conf.pool();
        assertEquals(2, pool.hostCount());
        assertEquals(1, conf.selfIndex(), "the index is the rank of the id, not the place in the file");
        assertEquals("10.77.0.1", pool.host(0).addresses().get(0).getHostString());
        assertEquals(1694, pool.host(1).addresses().get(0).getPort());
        assertEquals(5_000_000_000L, pool.timings().heartbeatTimeoutNanos());
        assertEquals(Path.of("/dev/xvdh"), conf.statefile());
        assertEquals("eth0", conf.heartbeatInterface());
        assertTrue(conf.warnings().isEmpty(), conf.warnings()::toString);
    }

    @Test
    void shouldTakeXhadsDefaultsForWhatIsNotThere() throws IOException {
        String bare = GOOD.replaceAll("(?s)<parameters>.*</parameters>", "").replace("<UDPport>1694</UDPport>", "");
        XhadConf conf = read(bare, Mode.STRICT);
        assertEquals(694, conf.pool().host(0).addresses().get(0).getPort());
        assertEquals(4_000_000_000L, conf.pool().timings().heartbeatIntervalNanos());
        assertEquals(30_000_000_000L, conf.pool().timings().statefileTimeoutNanos());
        assertEquals(30_000_000_000L, conf.pool().timings().heartbeatWatchdogTimeoutNanos());
        assertEquals(45_000_000_000L, conf.pool().timings().statefileWatchdogTimeoutNanos());
        assertEquals(90_000_000_000L, conf.pool().timings().enableJoinTimeoutNanos());
        assertEquals(HealthSettings.DEFAULTS, conf.health());
    }

    @Test
    void shouldNameAnUnknownElementInAWarning() throws IOException {
        XhadConf conf = read(GOOD.replace("<UDPport>", "<Colour>red</Colour>\n<UDPport>"), Mode.STRICT);
        assertEquals(1, conf.warnings().size());
        assertTrue(conf.warnings().get(0).contains("line 5"), conf.warnings().get(0));
        assertTrue(conf.warnings().get(0).contains("'Colour'"), conf.warnings().get(0));
    }

    @Test
    void shouldRefuseNumbersThatAreNone() {
        assertTrue(refusedWith("<HeartbeatTimeout>5", "<HeartbeatTimeout>-5")
                .contains("line 10: HeartbeatTimeout is '-5'"));
        assertTrue(refusedWith("<HeartbeatTimeout>5", "<HeartbeatTimeout>five").contains("line 10"));
        assertTrue(refusedWith("<HeartbeatTimeout>5", "<HeartbeatTimeout>0").contains("line 10"));
        assertTrue(refusedWith("<HeartbeatTimeout>5", "<HeartbeatTimeout>99999999999")
                .contains("line 10"));
        assertTrue(refusedWith("<UDPport>1694", "<UDPport>0").contains("line 5: UDPport is '0'"));
        assertTrue(refusedWith("<UDPport>1694", "<UDPport>65536").contains("line 5"));
    }

    @Test
    void shouldRefuseABrokenRelationByItsNameAndItsElements() {
        String r1 = refusedWith("<HeartbeatInterval>1", "<HeartbeatInterval>2");
        assertTrue(r1.contains("line 8: ") && r1.contains("R1") && r1.contains("t1 is HeartbeatInterval"), r1);
        String r2 = refusedWith("<StateFileWatchdogTimeout>10", "<StateFileWatchdogTimeout>7");
        assertTrue(r2.contains("R2") && r2.contains("Ws is StateFileWatchdogTimeout"), r2);
        String r3 = refusedWith("<BootJoinTimeout>20", "<BootJoinTimeout>11");
        assertTrue(r3.contains("R3") && r3.contains("Tboot is BootJoinTimeout"), r3);
    }

    @Test
    void shouldWarnOfR2OnlyBesideXhad() throws IOException {
        String captured = GOOD.replace("<HeartbeatWatchdogTimeout>10", "<HeartbeatWatchdogTimeout>5")
                .replace("<StateFileWatchdogTimeout>10", "<StateFileWatchdogTimeout>7");
        XhadConf conf = read(captured, Mode.INTEROP);
        assertEquals(1, conf.warnings().size(), conf.warnings()::toString);
        assertTrue(conf.warnings().get(0).contains("R2"), conf.warnings().get(0));
        assertTrue(refused(captured).contains("R2"), "all hosts ours: refused");
        assertTrue(refused(captured.replace("<BootJoinTimeout>20", "<BootJoinTimeout>7"), Mode.INTEROP)
                .contains("R3"));
    }

    @Test
    void shouldRefuseWhatIsMissingOrThereTwice() {
        assertTrue(refusedWith("<UDPport>1694</UDPport>", "<UDPport>1</UDPport><UDPport>2</UDPport>")
                .contains("line 5"));
        assertTrue(
                refusedWith("<HeartbeatInterface>eth0</HeartbeatInterface>", "").contains("'HeartbeatInterface'"));
        assertTrue(
                refusedWith("<StateFile>/dev/xvdh</StateFile>", "<StateFile/>").contains("'StateFile' is empty"));
        assertTrue(refused(GOOD.replaceAll("<host>.*</host>", "")).contains("no <host>"));
        assertTrue(refused("<xhad-config version=\"2.0\"/>").contains("version=\"1.0\""));
        assertTrue(refused("<other/>").contains("line 1"));
    }

    @Test
    void shouldRefuseHostsThatAreNone() {
        assertTrue(refusedWith("10.77.0.3", "10.77.0.1").contains("configured twice"));
        assertTrue(refusedWith("10.77.0.3", "localhost").contains("line 6: 'localhost'"));
        assertTrue(refusedWith("10.77.0.3", "0.0.0.0").contains("line 6"));
        assertTrue(refusedWith("10.77.0.3", "10.77.0.300").contains("line 6"));
        assertTrue(refusedWith("<HostID>10000000-1111", "<HostID>xyz-1111").contains("line 7"));
        String stranger = GOOD.replaceFirst("(?s)<localhost>\\s*<HostID>12020202", "<localhost>\n<HostID>13030303");
        assertTrue(refused(stranger).contains("line 21"), () -> refused(stranger));
    }

    @Test
    void shouldKeepTheDoorShutForWhatXmlCanDo() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "1694");
        String external = "<!DOCTYPE xhad-config [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>\n"
                + GOOD.substring(GOOD.indexOf('\n') + 1).replace(">1694<", ">&x;<");
        assertTrue(refused(external).contains("document type"), () -> refused(external));
        StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 20; i++) {
            laughs.append("<!ENTITY l").append(i).append(" \"");
            laughs.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
        }
        assertTrue(refused(laughs + "]><a>&l19;</a>").contains("document type"));
        assertTrue(refused(GOOD.replace(">1694<", ">&undefined;<")).contains("undefined"));
        assertTrue(refused("<a>".repeat(200_000)).contains("bytes"));
        assertTrue(refused("<a>".repeat(1_000)).contains("deeper"));
        assertTrue(refused("<a>" + "<b/>".repeat(10_000) + "</a>").contains("more elements"));
        assertTrue(refused("<a>" + "x".repeat(10_000) + "</a>").contains("longer"));
        assertTrue(refused(GOOD.substring(0, 300)).contains("not well-formed"));
        assertTrue(refused("\u0000\u0001").contains("line 1"));
    }

    @Test
    void shouldReadTheCapturedConfigurations() throws IOException {
        Path above = Path.of("").toAbsolutePath();
        while (above != null && !Files.isDirectory(above.resolve("shared/xhad"))) {
            above = above.getParent();
        }
        Assumptions.assumeTrue(above != null, "no captures: no folder shared/xhad beside or above the repository");
        try (Stream<Path> folders = Files.list(above.resolve("shared/xhad"))) {
            int read = 0;
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                XhadConf conf = XhadConf.read(folder.resolve("xhad0.conf"), Mode.INTEROP);
                assertEquals(3, conf.pool().hostCount());
                assertEquals(0, conf.selfIndex());
                assertEquals(20_000_000_000L, conf.pool().timings().bootJoinTimeoutNanos());
                assertEquals(1, conf.warnings().size(), "R2: " + conf.warnings());
                read++;
            }
            assertEquals(5, read);
        }
    }
}
