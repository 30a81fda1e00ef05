package dev.nave.backplane.redis;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key of connection strings that sets something.
 *
 * @param names the one that is printed, then others with the same meaning
 * @param secret whether the value must never be shown
 * @param setter reads a value and sets it
 * @param getter returns the value as text; null if it is the default or has no text
 */
record OptionKey(
    List<String> names,
    boolean secret,
    BiConsumer<RedisOptions.Builder, String> setter,
    Function<Settings, @Nullable String> getter) {

  String name() {
    return names.get(0);
  }
}
