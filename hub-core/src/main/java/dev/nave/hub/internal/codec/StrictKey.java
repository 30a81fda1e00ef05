package dev.nave.hub.internal.codec;

import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;

/** Reads the keys of maps that Jackson wraps, overflows, or guesses. */
final class StrictKey extends KeyDeserializer {
  private final KeyDeserializer inner;
  private final Class<?> type;

  StrictKey(KeyDeserializer inner, Class<?> type) {
    this.inner = inner;
    this.type = type;
  }

  static boolean isFor(Class<?> type) {
    return Number.class.isAssignableFrom(type)
        || type == Date.class
        || Carried.problem(type) != null;
  }

  @Override
  public @Nullable Object deserializeKey(String key, DeserializationContext context) {
    int most = BoundTypes.maxNumberLength(context);
    if (key.length() > most && Number.class.isAssignableFrom(type)) {
      return context.handleWeirdKey(type, null, "%d characters, of at most %d", key.length(), most);
    }
    try {
      if (type == Byte.class) {
        return Byte.valueOf(key);
      } else if (type == Float.class && isOverflow(Float.parseFloat(key), key)) {
        return context.handleWeirdKey(type, key, "does not fit a float");
      } else if (type == Double.class && isOverflow(Double.parseDouble(key), key)) {
        return context.handleWeirdKey(type, key, "does not fit a double");
      } else if (type == Date.class) {
        return StrictTime.toDate(Instant.parse(key));
      }
    } catch (RuntimeException e) {
      return context.handleWeirdKey(type, key, "not a %s", type.getSimpleName());
    }
    String problem = Carried.problem(type);
    return problem == null
        ? inner.deserializeKey(key, context)
        : context.handleWeirdKey(type, key, "%s", problem);
  }

  /** "Infinity" is what an infinite key is written as. */
  private static boolean isOverflow(double value, String key) {
    return Double.isInfinite(value) && !key.endsWith("Infinity");
  }
}
