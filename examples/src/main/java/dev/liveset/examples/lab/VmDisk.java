package dev.liveset.examples.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A VM's disk: what its instances wrote, in the order in which they wrote it. */
final class VmDisk {
    private static final int TAIL_BYTES = 400;

    /** One line: an instance that ran on a host at a moment of the machine's monotonic time. */
    record Line(String instance, String host, double seconds) {}

    private static final class Instance {
        final String host;
        final double first;
        double last;

        Instance(Line line) {
            host = line.host;
            first = line.seconds;
            last = line.seconds;
        }
    }

    private final Path file;

    VmDisk(Path file) {
        this.file = file;
    }

    /** The newest whole line, if there is any. */
    Optional<Line> newest() {
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, disk.length() - TAIL_BYTES);
            byte[] tail = new byte[(int) (disk.length() - start)];
            disk.seek(start);
            disk.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            if (end < 0) {
                return Optional.empty();
            }
            return parse(text.substring(text.lastIndexOf('\n', end - 1) + 1, end));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Moments at which two instances ran at once; empty is what must be. */
    List<String> overlaps() throws IOException {
        List<String> found = new ArrayList<>();
        Map<String, Instance> instances = new LinkedHashMap<>();
        for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            Optional<Line> line = parse(text);
            if (line.isEmpty()) {
                continue; // Cut off by a kill.
            }
            Line at = line.get();
            instances.computeIfAbsent(at.instance, id -> new Instance(at)).last = at.seconds;
        }
        List<Instance> all = new ArrayList<>(instances.values());
        for (int one = 0; one < all.size(); one++) {
            for (int other = one + 1; other < all.size(); other++) {
                double both = Math.min(all.get(one).last, all.get(other).last)
                        - Math.max(all.get(one).first, all.get(other).first);
                if (both > 0) {
                    found.add(String.format(
                            Locale.ROOT,
                            "%s ran on %s and on %s at once for %.2f s",
                            file.getFileName(),
                            all.get(one).host,
                            all.get(other).host,
                            both));
                }
            }
        }
        return found;
    }

    /** How many instances ever ran. */
    long instances() throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .map(VmDisk::parse)
                .flatMap(Optional::stream)
                .map(Line::instance)
                .distinct()
                .count();
    }

    /** The machine's monotonic time now, as the VMs see it. */
    static double now() {
        try {
            String uptime = Files.readString(Path.of("/proc/uptime"), StandardCharsets.US_ASCII);
            return Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        } catch (IOException e) {
            throw new IllegalStateException("this machine tells no uptime", e);
        }
    }

    private static Optional<Line> parse(String text) {
        String[] parts = text.split(" ", -1);
        try {
            return parts.length == 3
                    ? Optional.of(new Line(parts[0], parts[1], Double.parseDouble(parts[2])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
