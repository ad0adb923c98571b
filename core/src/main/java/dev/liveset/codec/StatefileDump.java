package dev.liveset.codec;

import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that stands in a statefile, ours or xhad's, for a person to look at: every field, also of a section that is
 * not valid, with the reason. It needs no configuration, as it takes generation and host ids from the image, and it
 * believes nothing: only a host that knows its pool does.
 *
 * @param parts the global section, the host sections, and what there is of the extension area
 */
public record StatefileDump(List<Part> parts) {
    /**
     * One section or slot.
     *
     * @param name for example {@code global}, {@code host[ 2]}, {@code host[ 2].manifest.slot[0]}
     * @param offset where it lies
     * @param verdict {@code valid} with what vouches for it, or what is wrong with it
     * @param fields by name, in the order on disk; the values are numbers, texts, or lists of texts
     */
    public record Part(String name, long offset, String verdict, Map<String, Object> fields) {
        /** Whether nothing is wrong with it. */
        public boolean isValid() {
            return verdict.startsWith("valid") || verdict.startsWith("never written");
        }
    }

    public StatefileDump {
        parts = List.copyOf(parts);
    }

    /** Reads an image; what cannot be read is said in its part. Throws only when the size is unknown. */
    public static StatefileDump of(StatefileVdi image, PoolKeys keys) throws IOException {
        List<Part> parts = new ArrayList<>();
        try (CheckedMemory memory = CheckedMemory.allocate(Geometry.AREA)) {
            SectionDump sections = new SectionDump(image, keys, memory);
            sections.addTo(parts);
            if (image.sizeBytes() >= Geometry.AREA + CheckedMemory.PAGE_BYTES) {
                new RegionDump(image, sections.ids(), keys).addTo(parts);
            }
        }
        return new StatefileDump(parts);
    }
}
