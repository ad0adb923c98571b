package dev.liveset.examples.poolhost;

/** Writes XML for people and scripts, an element a line. */
final class XmlText {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private int depth;

    /** Begins an element. */
    void open(String nameAndAttributes) {
        indent().append('<').append(nameAndAttributes).append(">\n");
        depth++;
    }

    void close(String name) {
        depth--;
        indent().append("</").append(name).append(">\n");
    }

    void element(String name, boolean value) {
        element(name, value ? "TRUE" : "FALSE");
    }

    void element(String name, long value) {
        element(name, Long.toString(value));
    }

    void element(String name, String value) {
        indent().append('<').append(name).append('>');
        escape(value);
        text.append("</").append(name).append(">\n");
    }

    /** A line of text in an element, indented as xhad's tool does it. */
    void line(String value) {
        text.append(INDENT);
        indent();
        escape(value);
        text.append('\n');
    }

    /** What was written, without the last end of line. */
    String text() {
        return text.substring(0, text.length() - 1);
    }

    private StringBuilder indent() {
        return text.append(INDENT.repeat(depth));
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                default -> text.append(c < ' ' ? ' ' : c);
            }
        }
    }
}
