package dev.nave.backplane.redis.internal.config;

import dev.nave.backplane.options.DeclaredOptions;
import dev.nave.backplane.options.Option;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options that a connection string can set by a key, which is any of their names. */
final class ConnectionKeys {
  /** Stands in a connection string without a key. */
  static final String ENDPOINTS = "endpoints";

  private final DeclaredOptions declared;

  ConnectionKeys(DeclaredOptions declared) {
    this.declared = declared;
  }

  /** Returns all of them, in the order in which they are applied. */
  Stream<Option<?>> all() {
    return declared.all().stream().filter(ConnectionKeys::hasKey);
  }

  private static boolean hasKey(Option<?> option) {
    return option.hasText() && !option.name().equals(ENDPOINTS);
  }

  /** Returns the option of a key, regardless of case; null if there is none. */
  @Nullable Option<?> find(String key) {
    Option<?> option = declared.find(key);
    return option != null && hasKey(option) ? option : null;
  }

  boolean isSecret(String key) {
    Option<?> option = find(key);
    return option != null && option.isSecret();
  }

  /** Returns whether a text begins with the key of a secret. */
  boolean startsLikeSecret(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return all()
        .filter(Option::isSecret)
        .anyMatch(option -> lower.startsWith(option.name().toLowerCase(Locale.ROOT)));
  }

  Stream<String> names() {
    return all().flatMap(option -> option.names().stream());
  }
}
