package dev.nave.backplane.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects keys, by the kind of their value. Every getter is asked for a default, too. */
final class KeyTable {
  private static final Settings DEFAULTS = new Settings();

  private final List<OptionKey> keys = new ArrayList<>();

  List<OptionKey> keys() {
    return List.copyOf(keys);
  }

  /** Gives the last key another name. */
  KeyTable alias(String name) {
    int last = keys.size() - 1;
    OptionKey key = keys.get(last);
    List<String> names = new ArrayList<>(key.names());
    names.add(name);
    keys.set(last, new OptionKey(names, key.secret(), key.setter(), key.getter()));
    return this;
  }

  KeyTable text(
      String name,
      BiConsumer<RedisOptions.Builder, String> setter,
      Function<Settings, @Nullable String> getter) {
    String usual = getter.apply(DEFAULTS);
    keys.add(
        new OptionKey(
            List.of(name),
            false,
            setter,
            settings -> {
              String value = getter.apply(settings);
              return Objects.equals(value, usual) ? null : value;
            }));
    return this;
  }

  /** Like {@link #text}; an empty value sets nothing, as templates leave such behind. */
  KeyTable textUnlessEmpty(
      String name,
      BiConsumer<RedisOptions.Builder, String> setter,
      Function<Settings, @Nullable String> getter) {
    return text(
        name,
        (builder, value) -> {
          if (!value.isEmpty()) {
            setter.accept(builder, value);
          }
        },
        getter);
  }

  KeyTable secret(
      String name,
      BiConsumer<RedisOptions.Builder, char[]> setter,
      Function<Settings, @Nullable RedisSecret> getter) {
    keys.add(
        new OptionKey(
            List.of(name),
            true,
            (builder, value) -> setter.accept(builder, value.toCharArray()),
            settings -> {
              RedisSecret value = getter.apply(settings);
              return value == null ? null : value.isEmpty() ? "" : value.toString();
            }));
    return this;
  }

  KeyTable bool(
      String name,
      BiConsumer<RedisOptions.Builder, Boolean> setter,
      Function<Settings, Boolean> getter) {
    return text(
        name,
        (builder, value) -> setter.accept(builder, ValueText.bool(value)),
        settings -> getter.apply(settings).toString());
  }

  KeyTable integer(
      String name,
      BiConsumer<RedisOptions.Builder, Integer> setter,
      Function<Settings, Integer> getter) {
    return text(
        name,
        (builder, value) -> setter.accept(builder, ValueText.integer(value)),
        settings -> getter.apply(settings).toString());
  }

  KeyTable number(
      String name, BiConsumer<RedisOptions.Builder, Long> setter, Function<Settings, Long> getter) {
    return text(
        name,
        (builder, value) -> setter.accept(builder, ValueText.wholeNumber(value)),
        settings -> getter.apply(settings).toString());
  }

  KeyTable time(
      String name,
      BiConsumer<RedisOptions.Builder, Duration> setter,
      Function<Settings, Duration> getter) {
    return text(
        name,
        (builder, value) -> setter.accept(builder, DurationText.parse(value)),
        settings -> DurationText.format(getter.apply(settings)));
  }

  /** A second way to set what a later key sets and prints. */
  KeyTable timeOf(String name, BiConsumer<RedisOptions.Builder, Duration> setter) {
    return text(
        name, (builder, value) -> setter.accept(builder, DurationText.parse(value)), s -> null);
  }

  <E extends Enum<E>> KeyTable oneOf(
      String name,
      Class<E> type,
      BiConsumer<RedisOptions.Builder, E> setter,
      Function<Settings, E> getter) {
    return text(
        name,
        (builder, value) -> setter.accept(builder, ValueText.oneOf(type, value)),
        settings -> ValueText.lower(getter.apply(settings)));
  }
}
