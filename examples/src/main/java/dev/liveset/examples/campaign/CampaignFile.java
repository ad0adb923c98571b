package dev.liveset.examples.campaign;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The file in which a campaign notes what it has done, a line for each range of seeds, so that it goes on where it
 * stopped. Lines are only appended; one that was cut off by a crash is dropped and its range run again. One run at a time
 * holds it.
 */
public final class CampaignFile implements AutoCloseable {
    private static final String HEAD = "liveset campaign 1";

    private final Path path;
    private final FileChannel channel;

    private CampaignFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens or begins the file. Throws {@link LivesetException} when it belongs to other settings or another simulator,
     * is no campaign file, or another run holds it.
     *
     * @param settings the options that decide what the schedules are
     * @param simulator tells apart versions that do not do the same
     */
    public static CampaignFile open(Path path, String settings, String simulator) {
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            CampaignFile file = new CampaignFile(path, channel);
            try {
                file.begin(settings, simulator);
                return file;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw refused(path + " cannot be used (" + IoReason.of(e) + "); give one that can be written.");
        }
    }

    private static LivesetException refused(String sentence) {
        return new LivesetException(LivesetException.Code.INVALID_CONFIG, "The campaign file " + sentence);
    }

    private void begin(String settings, String simulator) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw refused(path + " is in use by another run; wait for its end or give another file.");
        }
        String text = text();
        int end = text.indexOf('\n');
        if (end < 0 && HEAD.startsWith(text.substring(0, Math.min(text.length(), HEAD.length())))) {
            channel.truncate(0);
            append(HEAD + "\t" + settings + "\t" + simulator + "\n");
            return;
        }
        String[] head = text.substring(0, Math.max(0, end)).split("\t", -1);
        if (head.length != 3 || !head[0].equals(HEAD)) {
            throw refused(path + " is not one; give another name.");
        }
        if (!head[1].equals(settings)) {
            throw refused(path + " was begun with " + head[1] + "; give the same options or another file.");
        }
        if (!head[2].equals(simulator)) {
            throw refused(path + " was begun with another version of the simulator; give another file.");
        }
        channel.truncate(bytes(text.substring(0, text.lastIndexOf('\n') + 1)).length);
    }

    /** Hands over every range that is noted. Throws {@link LivesetException} for a line that cannot be understood. */
    void read(BiConsumer<SeedRange, Tally> taker) {
        try {
            List<String> lines = text().lines().toList();
            for (int i = 1; i < lines.size(); i++) {
                try {
                    CampaignLine.parse(lines.get(i), taker);
                } catch (IllegalArgumentException e) {
                    throw refused(
                            path + " is damaged in line " + (i + 1) + "; remove that line, its range runs again.");
                }
            }
        } catch (IOException e) {
            throw refused(path + " cannot be read (" + IoReason.of(e) + ").");
        }
    }

    /** Notes a range. */
    void note(SeedRange range, Tally tally) {
        try {
            append(CampaignLine.format(range, tally) + "\n");
        } catch (IOException e) {
            throw refused(path + " cannot be written (" + IoReason.of(e) + "); what is in it is kept.");
        }
    }

    private String text() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        channel.position(0);
        int read = 0;
        while (read >= 0 && content.hasRemaining()) {
            read = channel.read(content);
        }
        return StandardCharsets.UTF_8.decode(content.flip()).toString();
    }

    private void append(String line) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(bytes(line));
        channel.position(channel.size());
        while (content.hasRemaining()) {
            channel.write(content);
        }
        channel.force(false);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw refused(path + " cannot be closed (" + IoReason.of(e) + ").");
        }
    }
}
