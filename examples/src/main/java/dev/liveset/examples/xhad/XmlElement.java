package dev.liveset.examples.xhad;

import java.util.List;

/**
 * An element of a small XML file.
 *
 * @param name its name, without a prefix
 * @param line where it begins, from 1
 * @param version its attribute {@code version}, or null
 * @param text its own text, stripped
 * @param children what is in it, in order
 */
record XmlElement(String name, int line, String version, String text, List<XmlElement> children) {
    XmlElement {
        children = List.copyOf(children);
    }
}
