package dev.liveset.examples.statefile;

import dev.liveset.codec.StatefileDump;
import dev.liveset.codec.StatefileDump.Part;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A dump as JSON (RFC 8259): {@code {"parts":[{"name":…,"offset":…,"verdict":…,"valid":…,"fields":{…}}]}}. */
final class Json {
    private Json() {}

    static String of(StatefileDump dump) {
        return dump.parts().stream().map(Json::part).collect(Collectors.joining(",\n", "{\"parts\":[\n", "]}"));
    }

    private static String part(Part part) {
        String fields = part.fields().entrySet().stream().map(Json::field).collect(Collectors.joining(","));
        return "{\"name\":" + text(part.name()) + ",\"offset\":" + part.offset() + ",\"verdict\":"
                + text(part.verdict()) + ",\"valid\":" + part.isValid() + ",\"fields\":{" + fields + "}}";
    }

    private static String field(Map.Entry<String, Object> field) {
        return text(field.getKey()) + ":" + value(field.getValue());
    }

    private static String value(Object value) {
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::value).collect(Collectors.joining(",", "[", "]"));
        }
        return text(String.valueOf(value));
    }

    private static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
