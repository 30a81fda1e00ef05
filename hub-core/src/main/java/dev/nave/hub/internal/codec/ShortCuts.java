package dev.nave.hub.internal.codec;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commonest types, which codecs read and write without the mapper: all of these for which the
 * application has not registered something of its own. Immutable; any thread.
 */
public final class ShortCuts {
  private static final ObjectMapper UNCHANGED = JsonMapper.shared();

  /** Where the classes that read values by the usual rules are. */
  private static final List<String> OURS = List.of("tools.jackson.", "dev.nave.hub.");

  private final boolean strings;
  private final boolean ints;
  private final boolean longs;
  private final boolean doubles;
  private final boolean booleans;
  private final Set<Type> read;

  private ShortCuts(ObjectMapper mapper) {
    strings = isWrittenAsUsual(mapper, String.class);
    ints = isWrittenAsUsual(mapper, Integer.class);
    longs = isWrittenAsUsual(mapper, Long.class);
    doubles = isWrittenAsUsual(mapper, Double.class);
    booleans = isWrittenAsUsual(mapper, Boolean.class);
    DeserializationContext context = mapper._deserializationContext();
    read =
        Stream.<Class<?>>of(
                String.class,
                int.class,
                Integer.class,
                long.class,
                Long.class,
                double.class,
                Double.class,
                boolean.class,
                Boolean.class)
            .filter(type -> isReadAsUsual(context, type))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Finds those that {@code mapper}, which must not change any more, leaves. */
  public static ShortCuts of(ObjectMapper mapper) {
    return new ShortCuts(mapper);
  }

  /** Returns whether values of {@code type} are written without the mapper. */
  public boolean isWrittenBy(Class<?> type) {
    return type == String.class
        ? strings
        : type == Integer.class
            ? ints
            : type == Long.class
                ? longs
                : type == Double.class ? doubles : type == Boolean.class && booleans;
  }

  /** Returns whether values of {@code type} are read without the mapper. */
  boolean isReadBy(Type type) {
    return read.contains(type);
  }

  private static boolean isWrittenAsUsual(ObjectMapper mapper, Class<?> type) {
    try {
      return serializer(mapper, type) == serializer(UNCHANGED, type);
    } catch (DatabindException e) {
      return false;
    }
  }

  private static Class<?> serializer(ObjectMapper mapper, Class<?> type) {
    return mapper._serializationContext().findValueSerializer(type).getClass();
  }

  private static boolean isReadAsUsual(DeserializationContext context, Class<?> type) {
    try {
      var reader = context.findRootValueDeserializer(context.constructType(type));
      return !(reader instanceof StrictNumber number && number.isText())
          && OURS.stream().anyMatch(reader.getClass().getName()::startsWith);
    } catch (DatabindException e) {
      return false;
    }
  }
}
