package dev.liveset.runtime;

import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Verdicts as lines of a local file, each with a checksum, so that a torn or damaged one is left out and hides no other:
 * {@code crc toldBy wallClockMillis code host} and then subject, fact and ages of every piece of evidence, between tabs.
 */
final class VerdictLines {
    /** Longer lines are cut at a piece of evidence when they are written and not believed when they are read. */
    static final int MAX_CHARS = 8_000;

    private static final int HEAD = 4;
    private static final int PER_EVIDENCE = 3;
    private static final int MAX_FACT = 2_000;

    private VerdictLines() {}

    static String encode(ToldVerdict told) {
        StringBuilder line = new StringBuilder();
        line.append(told.toldBy()).append('\t').append(told.wallClockMillis());
        line.append('\t')
                .append(told.verdict().code())
                .append('\t')
                .append(told.verdict().host());
        for (Evidence item : told.verdict().evidence()) {
            String piece = '\t' + plain(item.subject()) + '\t' + plain(item.fact()) + '\t' + ages(item);
            if (line.length() + piece.length() > MAX_CHARS - 16) {
                break;
            }
            line.append(piece);
        }
        return crc(line.toString()) + '\t' + line;
    }

    /** The verdict of a line, or null when it cannot be believed. */
    static ToldVerdict decode(String line, int hostCount) {
        int tab = line.indexOf('\t');
        if (tab < 0
                || line.length() > MAX_CHARS
                || !crc(line.substring(tab + 1)).equals(line.substring(0, tab))) {
            return null;
        }
        String[] fields = line.substring(tab + 1).split("\t", -1);
        try {
            int toldBy = Integer.parseInt(fields[0]);
            int host = Integer.parseInt(fields[HEAD - 1]);
            boolean known = toldBy >= 0 && toldBy < hostCount && host >= 0 && host < hostCount;
            if (!known || (fields.length - HEAD) % PER_EVIDENCE != 0) {
                return null;
            }
            List<Evidence> evidence = new ArrayList<>();
            for (int i = HEAD; i < fields.length; i += PER_EVIDENCE) {
                evidence.add(new Evidence(fields[i], fields[i + 1], ages(fields[i + 2])));
            }
            Verdict verdict = new Verdict(VerdictCode.valueOf(fields[2]), host, evidence);
            return new ToldVerdict(toldBy, Long.parseLong(fields[1]), verdict);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return null; // of another version, or nonsense with a right checksum
        }
    }

    private static String ages(Evidence item) {
        StringBuilder text = new StringBuilder();
        for (Evidence.Age age : item.ages()) {
            text.append(text.length() == 0 ? "" : ",").append(age.channel());
            text.append(':').append(age.millis()).append(':').append(age.limitMillis());
        }
        return text.toString();
    }

    private static List<Evidence.Age> ages(String text) {
        List<Evidence.Age> ages = new ArrayList<>();
        for (String age : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] parts = age.split(":", -1);
            Evidence.Channel channel = Evidence.Channel.valueOf(parts[0]);
            ages.add(new Evidence.Age(channel, Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
        return ages;
    }

    private static String plain(String text) {
        String cut = text.length() > MAX_FACT ? text.substring(0, MAX_FACT) : text;
        return cut.replaceAll("[\\t\\r\\n]", " ");
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
