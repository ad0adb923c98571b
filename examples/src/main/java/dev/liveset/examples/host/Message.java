package dev.liveset.examples.host;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line between a lab and one of its hosts: a verb and named fields, separated by tabs.
 *
 * @param verb what it is about
 * @param fields what it says, in order
 */
public record Message(String verb, Map<String, String> fields) {
    /** A message with fields given as key, value, key, value... */
    public static Message of(String verb, Object... keysAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int at = 0; at + 1 < keysAndValues.length; at += 2) {
            fields.put(String.valueOf(keysAndValues[at]), String.valueOf(keysAndValues[at + 1]));
        }
        return new Message(verb, fields);
    }

    /** Reads a line; a field without a value is ignored. */
    public static Message parse(String line) {
        String[] parts = line.split("\t", -1);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int at = 1; at < parts.length; at++) {
            int equals = parts[at].indexOf('=');
            if (equals > 0) {
                fields.put(parts[at].substring(0, equals), parts[at].substring(equals + 1));
            }
        }
        return new Message(parts[0], fields);
    }

    /** The line, without its end. */
    public String line() {
        StringBuilder line = new StringBuilder(verb);
        fields.forEach((key, value) -> line.append('\t')
                .append(key)
                .append('=')
                .append(value.replace('\t', ' ').replace('\n', ' ')));
        return line.toString();
    }

    /** The field, or an empty string. */
    public String text(String key) {
        return fields.getOrDefault(key, "");
    }

    /** The field as a number; -1 when it is none. */
    public long number(String key) {
        try {
            return Long.parseLong(text(key));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    public boolean isTrue(String key) {
        return Boolean.parseBoolean(text(key));
    }
}
