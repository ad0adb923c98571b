package dev.liveset.examples.whatif;

import dev.liveset.LivesetException;
import java.util.List;
import java.util.Map;

/** A JSON value that knows where it stood, so that a complaint can say so. */
final class JsonValue {

    private final String file;
    private final int line;
    private final int column;
    private final Object value;

    /** {@code value} is a Map, a List, a String, a Long, a Boolean or null. */
    JsonValue(String file, int line, int column, Object value) {
        this.file = file;
        this.line = line;
        this.column = column;
        this.value = value;
    }

    LivesetException mistake(String expected) {
        return Mistake.at(file, line, column, expected);
    }

    @SuppressWarnings("unchecked")
    Map<String, JsonValue> object(String what) {
        if (value instanceof Map) {
            return (Map<String, JsonValue>) value;
        }
        throw mistake(what + " as an object {...}");
    }

    @SuppressWarnings("unchecked")
    List<JsonValue> list(String what) {
        if (value instanceof List) {
            return (List<JsonValue>) value;
        }
        throw mistake(what + " as a list [...]");
    }

    String text(String what) {
        if (value instanceof String text) {
            return text;
        }
        throw mistake(what + " as a text in quotes");
    }

    /** A text that may name something. */
    String name(String what) {
        String name = text(what);
        if (!Inventory.isName(name)) {
            throw mistake(what + ", not blank and without control characters");
        }
        return name;
    }

    long number(String what, long least, long most) {
        if (value instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw mistake(what + " as a whole number from " + least + " to " + most);
    }

    boolean flag(String what) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw mistake(what + " as true or false");
    }

    boolean isNull() {
        return value == null;
    }

    long[] numbers(String what, long least, long most) {
        List<JsonValue> values = list(what);
        long[] numbers = new long[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).number("an entry of " + what, least, most);
        }
        return numbers;
    }
}
