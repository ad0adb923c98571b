package dev.liveset.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bytes that xhad wrote, from the test resources: blocks of a name and lines of hexadecimal digits. */
final class XhadVectors {
    static final String GENERATION = "0ddba115-0b5e-4a11-8a11-5ca1ab1e0001";
    static final List<String> IDS = List.of(
            "10000101-1111-4222-8333-444444444400",
            "11010101-1111-4222-8333-444444444401",
            "12020101-1111-4222-8333-444444444402");

    private XhadVectors() {}

    /** The blocks of a file by name; equal names get a number behind them. */
    static Map<String, byte[]> read(String file) {
        Map<String, byte[]> blocks = new LinkedHashMap<>();
        try {
            String text = Files.readString(Path.of("src/test/resources/xhad", file), StandardCharsets.US_ASCII);
            for (String block : text.split("\n\n", -1)) {
                String[] nameAndHex = block.strip().split("\n", 2);
                if (nameAndHex.length == 2) {
                    String name = blocks.containsKey(nameAndHex[0]) ? nameAndHex[0] + " later" : nameAndHex[0];
                    blocks.put(name, HexFormat.of().parseHex(nameAndHex[1].replace("\n", "")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks;
    }

    /** A statefile of xhad's length with these sections in their places. */
    static byte[] image(String file) {
        byte[] image = new byte[Geometry.AREA];
        read(file)
                .forEach((name, bytes) -> System.arraycopy(
                        bytes,
                        0,
                        image,
                        name.equals("global") ? 0 : HostSectionLayout.offset(name.charAt(name.length() - 1) - '0'),
                        bytes.length));
        return image;
    }
}
