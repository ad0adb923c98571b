package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolKeysTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";

    @TempDir
    Path folder;

    private Path file(String mode, String content) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    private static void refused(Path file, String words) {
        LivesetException refused = assertThrows(LivesetException.class, () -> PoolKeys.read(file));
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
        assertFalse(refused.getMessage().contains("zz"), "quotes the key");
    }

    @Test
    void shouldReadOneKeyOrTwoFromAFileThatOnlyItsOwnerMayRead() throws IOException {
        assertEquals(
                1, PoolKeys.read(file("rw-------", "# pool key\n" + KEY + "\n")).codes().length);
        assertEquals(
                2, PoolKeys.read(file("r--------", KEY + "\n\n" + KEY + "ff\n")).codes().length);
    }

    @Test
    void shouldRefuseAKeyFileWithOneSentenceThatDoesNotQuoteIt() throws IOException {
        refused(file("rw-r-----", KEY), "set its mode to 600");
        refused(file("rw-------", KEY + "zz"), "not hexadecimal");
        refused(file("rw-------", ""), "holds 0 keys");
        refused(file("rw-------", KEY + "\n" + KEY + "\n" + KEY), "holds 3 keys");
        refused(file("rw-------", "0001"), "at least 16");
        refused(folder.resolve("absent"), "could not be read");
    }

    @Test
    void shouldNeverShowAKey() {
        PoolKeys keys = PoolKeys.of(HexFormat.of().parseHex(KEY));
        assertEquals("PoolKeys[1]", keys.toString());
        assertFalse(
                PoolKeys.class.isRecord() || HmacSha256.class.isRecord() || Seal.class.isRecord(),
                "would print itself");
        for (Class<?> holder : List.of(HmacSha256.class, Seal.class, PoolCodec.class, StatefileStore.class)) {
            assertThrows(NoSuchMethodException.class, () -> holder.getDeclaredMethod("toString"), holder::getName);
        }
    }

    /** So no key gets into a log: the codec writes none, and nobody else can ask for its bytes. */
    @Test
    void shouldGiveNobodyOutsideTheCodecTheBytesOfAKey() {
        for (Method method : PoolKeys.class.getMethods()) {
            boolean own = method.getDeclaringClass() == PoolKeys.class
                    && !method.getName().equals("toString");
            assertTrue(
                    !own || List.of(PoolKeys.class, boolean.class).contains(method.getReturnType()), method::toString);
        }
    }

    @Test
    void shouldNeverQuoteAKeyInAnErrorOrItsCauses() throws IOException {
        String half = KEY.substring(0, 16);
        for (String content : List.of(KEY + "zz", "zz" + KEY, half, KEY + " " + KEY, KEY + "\u00e9")) {
            StringWriter trace = new StringWriter();
            assertThrows(LivesetException.class, () -> PoolKeys.read(file("rw-------", content)))
                    .printStackTrace(new PrintWriter(trace));
            assertFalse(trace.toString().contains(half), trace::toString);
        }
    }

    @Test
    void shouldComputeThePublishedCodes() {
        // RFC 4231, test cases 2 and 6.
        HmacSha256 shortKey = new HmacSha256("Jefe".getBytes(StandardCharsets.US_ASCII));
        shortKey.begin();
        shortKey.update(ByteBuffer.wrap("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                HexFormat.of().formatHex(shortKey.end()));
        byte[] longBytes = new byte[131];
        Arrays.fill(longBytes, (byte) 0xaa);
        HmacSha256 longKey = new HmacSha256(longBytes);
        longKey.begin();
        longKey.update(ByteBuffer.wrap(
                "Test Using Larger Than Block-Size Key - Hash Key First".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
                HexFormat.of().formatHex(longKey.end()));
    }
}
