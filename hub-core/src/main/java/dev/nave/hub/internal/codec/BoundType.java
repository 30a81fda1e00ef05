package dev.nave.hub.internal.codec;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/**
 * How values are read into one Java type: by a short cut of the codec for the commonest types, by
 * Jackson for the others.
 *
 * @param kind the short cut, if any
 * @param isPrimitive whether null is refused, whatever the application's mapper makes of it
 * @param reader reads what has no short cut
 */
public record BoundType(Kind kind, boolean isPrimitive, ObjectReader reader) {

  /** The types that codecs read themselves. */
  public enum Kind {
    /** {@link String}. */
    STRING,
    /** {@code int} and {@link Integer}. */
    INT,
    /** {@code long} and {@link Long}. */
    LONG,
    /** {@code double} and {@link Double}. */
    DOUBLE,
    /** {@code boolean} and {@link Boolean}. */
    BOOLEAN,
    /** {@code byte[]}. */
    BYTES,
    /** {@link Object}: whatever comes. */
    ANY,
    /** Everything else. */
    OTHER
  }

  private static final Map<Type, Kind> KINDS =
      Map.ofEntries(
          Map.entry(String.class, Kind.STRING),
          Map.entry(int.class, Kind.INT),
          Map.entry(Integer.class, Kind.INT),
          Map.entry(long.class, Kind.LONG),
          Map.entry(Long.class, Kind.LONG),
          Map.entry(double.class, Kind.DOUBLE),
          Map.entry(Double.class, Kind.DOUBLE),
          Map.entry(boolean.class, Kind.BOOLEAN),
          Map.entry(Boolean.class, Kind.BOOLEAN),
          Map.entry(byte[].class, Kind.BYTES),
          Map.entry(Object.class, Kind.ANY));

  static BoundType of(Type type, ObjectReader reader, ShortCuts shortCuts) {
    Kind known = KINDS.getOrDefault(type, Kind.OTHER);
    boolean isLeft = known == Kind.BYTES || known == Kind.ANY || shortCuts.isReadBy(type);
    Kind kind = isLeft ? known : Kind.OTHER;
    return new BoundType(kind, type instanceof Class<?> raw && raw.isPrimitive(), reader);
  }

  /** Returns null, as the value of this type, or refuses it. */
  public @Nullable Object nullValue() throws MismatchException {
    if (isPrimitive) {
      throw new MismatchException("null does not fit a primitive type");
    }
    return null;
  }
}
