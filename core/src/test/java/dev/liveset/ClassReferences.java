package dev.liveset;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one compiled class refers to, read from its constant pool: names of classes ({@code java.util.List}) and of
 * methods ({@code java.lang.System.nanoTime}). Unlike imports it also shows fully qualified uses.
 */
record ClassReferences(Set<String> classes, Set<String> methods) {
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");
    private static final int MAGIC = 0xCAFEBABE;

    static ClassReferences of(Path classFile) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(classFile))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("not a class file: " + classFile);
            }
            in.readInt();
            int count = in.readUnsignedShort();
            String[] texts = new String[count];
            int[][] numbers = new int[count][];
            int[] tags = new int[count];
            for (int i = 1; i < count; i++) {
                tags[i] = in.readUnsignedByte();
                switch (tags[i]) {
                    case 1 -> texts[i] = in.readUTF();
                    case 3, 4 -> in.readInt();
                    case 5, 6 -> {
                        in.readLong();
                        i++; // Long and double take two entries.
                    }
                    case 7, 8, 16, 19, 20 -> numbers[i] = new int[] {in.readUnsignedShort()};
                    case 9, 10, 11, 12, 17, 18 ->
                        numbers[i] = new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
                    case 15 -> {
                        in.readUnsignedByte();
                        in.readUnsignedShort();
                    }
                    default -> throw new IOException("unknown constant " + tags[i] + " in " + classFile);
                }
            }
            return resolve(tags, texts, numbers);
        }
    }

    private static ClassReferences resolve(int[] tags, String[] texts, int[][] numbers) {
        Set<String> classes = new TreeSet<>();
        Set<String> methods = new TreeSet<>();
        for (int i = 1; i < tags.length; i++) {
            if (tags[i] == 7) {
                addClass(texts[numbers[i][0]], classes);
            } else if (tags[i] == 1 && texts[i].indexOf('/') > 0) {
                addDescriptor(texts[i], classes);
            } else if (tags[i] == 10 || tags[i] == 11) {
                String owner = texts[numbers[numbers[i][0]][0]].replace('/', '.');
                methods.add(owner + "." + texts[numbers[numbers[i][1]][0]]);
            }
        }
        return new ClassReferences(classes, methods);
    }

    private static void addClass(String name, Set<String> classes) {
        if (name.startsWith("[")) {
            addDescriptor(name, classes);
        } else {
            classes.add(name.replace('/', '.'));
        }
    }

    private static void addDescriptor(String text, Set<String> classes) {
        Matcher matcher = IN_DESCRIPTOR.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).indexOf('/') > 0) {
                classes.add(matcher.group(1).replace('/', '.'));
            }
        }
    }
}
