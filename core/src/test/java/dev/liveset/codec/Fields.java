package dev.liveset.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;

/** Every public field of a value object, also one that is added later, so that no comparison forgets one. */
final class Fields {
    private Fields() {}

    static Map<String, String> of(Object value) {
        Map<String, String> fields = new TreeMap<>();
        try {
            for (Field field : value.getClass().getFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.put(field.getName(), text(field.get(value)));
                }
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return fields;
    }

    private static String text(Object value) {
        if (value == null || !value.getClass().isArray()) {
            return String.valueOf(value);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Array.getLength(value); i++) {
            text.append(Array.get(value, i)).append(' ');
        }
        return text.toString();
    }
}
