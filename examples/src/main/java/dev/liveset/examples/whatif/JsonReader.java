package dev.liveset.examples.whatif;

import dev.liveset.LivesetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one JSON document: objects, lists, texts, whole numbers, true, false and null. */
final class JsonReader {

    private static final int MAX_DEPTH = 64;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)");

    private final String file;
    private final String text;
    private int at;
    private int line;
    private int lineStart;
    private int depth;

    private JsonReader(String file, int line, String text) {
        this.file = file;
        this.line = line;
        this.text = text;
    }

    /** Reads {@code text}, whose first line is line {@code firstLine} of {@code file}. */
    static JsonValue read(String file, int firstLine, String text) {
        JsonReader reader = new JsonReader(file, firstLine, text);
        JsonValue value = reader.value();
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.mistake("nothing more after the value");
        }
        return value;
    }

    private LivesetException mistake(String expected) {
        return Mistake.at(file, line, at - lineStart + 1, expected);
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private JsonValue value() {
        skipBlanks();
        int startLine = line;
        int startColumn = at - lineStart + 1;
        if (++depth > MAX_DEPTH) {
            throw mistake("at most " + MAX_DEPTH + " levels of nesting");
        }
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            default -> word();
        };
        depth--;
        return new JsonValue(file, startLine, startColumn, value);
    }

    private Map<String, JsonValue> object() {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        at++;
        skipBlanks();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            skipBlanks();
            if (peek() != '"') {
                throw mistake("the name of a member in quotes");
            }
            String name = string();
            skipBlanks();
            expect(':', "':' after the name of a member");
            if (members.put(name, value()) != null) {
                throw mistake("member \"" + name + "\" only once");
            }
            skipBlanks();
            if (peek() == '}') {
                at++;
                return members;
            }
            expect(',', "',' or '}' after a member");
        }
    }

    private List<JsonValue> list() {
        List<JsonValue> entries = new ArrayList<>();
        at++;
        skipBlanks();
        if (peek() == ']') {
            at++;
            return entries;
        }
        while (true) {
            entries.add(value());
            skipBlanks();
            if (peek() == ']') {
                at++;
                return entries;
            }
            expect(',', "',' or ']' after an entry");
        }
    }

    private void expect(char wanted, String what) {
        if (peek() != wanted) {
            throw mistake(what);
        }
        at++;
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        for (at++; peek() != '"'; at++) {
            char c = peek();
            if (c < ' ') {
                throw mistake("a quote at the end of the text");
            }
            if (c == '\\') {
                at++;
                read.append(escaped());
            } else {
                read.append(c);
            }
        }
        at++;
        return read.toString();
    }

    private char escaped() {
        int known = "\"\\/bfnrt".indexOf(peek());
        if (known >= 0 && at < text.length()) {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        if (peek() == 'u' && at + 4 < text.length()) {
            try {
                char c = (char) Integer.parseInt(text.substring(at + 1, at + 5), 16);
                at += 4;
                return c;
            } catch (NumberFormatException e) {
                throw mistake("four hexadecimal digits after \\u");
            }
        }
        throw mistake("one of \" \\ / b f n r t u after a backslash");
    }

    private Object word() {
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(peek()) || "+-.".indexOf(peek()) >= 0)) {
            at++;
        }
        String word = text.substring(from, at);
        if (word.equals("null")) {
            return null;
        }
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        try {
            if (WHOLE_NUMBER.matcher(word).matches()) {
                return Long.parseLong(word);
            }
        } catch (NumberFormatException e) {
            // Falls through to the complaint.
        }
        at = from;
        throw mistake("a value: {, [, a text in quotes, a whole number, true, false or null");
    }
}
