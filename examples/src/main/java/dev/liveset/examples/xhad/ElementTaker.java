package dev.liveset.examples.xhad;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes known elements out of others; an unknown one is named in a warning, a missing or repeated one is refused. */
final class ElementTaker {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private final Path file;
    private final List<String> warnings;

    ElementTaker(Path file, List<String> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    /** The children by name, an empty list for a known one that is not there. */
    Map<String, List<XmlElement>> children(XmlElement parent, String... known) {
        Map<String, List<XmlElement>> byName = new LinkedHashMap<>();
        for (String name : known) {
            byName.put(name, new ArrayList<>());
        }
        for (XmlElement child : parent.children()) {
            List<XmlElement> those = byName.get(child.name());
            if (those != null) {
                those.add(child);
            } else {
                warnings.add(file + " line " + child.line() + ": the element '" + child.name() + "' of '"
                        + parent.name() + "' is not known and has no effect.");
            }
        }
        return byName;
    }

    /** The only child of that name, with some content. */
    XmlElement one(XmlElement parent, Map<String, List<XmlElement>> children, String name) {
        List<XmlElement> those = children.get(name);
        if (those.isEmpty()) {
            throw XmlFile.wrong(file, parent.line(), "'" + parent.name() + "' has no element '" + name + "'; add it");
        }
        if (those.size() > 1) {
            throw XmlFile.wrong(file, those.get(1).line(), "'" + name + "' stands here a second time; remove one");
        }
        XmlElement only = those.get(0);
        if (only.text().isEmpty() && only.children().isEmpty()) {
            throw XmlFile.wrong(file, only.line(), "'" + name + "' is empty; give its value");
        }
        return only;
    }

    /** The element's text as a whole number of this range. */
    int number(XmlElement element, int least, int most, String what) {
        String text = element.text();
        int value = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw XmlFile.wrong(
                    file,
                    element.line(),
                    element.name() + " is '" + text + "', but it must be " + what + " from " + least + " to " + most);
        }
        return value;
    }
}
