package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads values without a declared type: null, Boolean, Integer, Long, BigInteger, Float, Double,
 * String, {@code byte[]}, Instant, and Lists and Maps of them. Written again they are the same
 * values, but for keys that are neither text nor integers: those become text.
 *
 * <p>As in the reference server, a key is a scalar that equals no other key of its map, and of the
 * extensions only the timestamp is known.
 */
final class NaturalValues {
  private NaturalValues() {}

  static @Nullable Object read(MessagePackInput in) throws MismatchException {
    return read(in, 0);
  }

  private static @Nullable Object read(MessagePackInput in, int depth) throws MismatchException {
    return switch (in.family()) {
      case ARRAY -> readList(in, depth + 1);
      case MAP -> readMap(in, depth + 1);
      case BINARY -> in.readBinary();
      case EXTENSION -> in.readTimestamp();
      case NIL -> {
        in.skip();
        yield null;
      }
      default -> readScalar(in);
    };
  }

  /** Reads what may also be the key of a map. */
  private static Object readScalar(MessagePackInput in) throws MismatchException {
    Object value =
        switch (in.family()) {
          case BOOLEAN -> in.readBoolean();
          case INTEGER -> in.readNumber();
          case FLOAT32 -> in.readFloat32();
          case FLOAT64 -> in.readDouble();
          default -> in.readString();
        };
    if (value == null) {
      throw new MismatchException("null is no key");
    }
    return value;
  }

  private static List<@Nullable Object> readList(MessagePackInput in, int depth)
      throws MismatchException {
    ValueDepth.check(depth);
    int size = in.readArrayHeader();
    List<@Nullable Object> list = new ArrayList<>(Math.min(size, 16));
    for (int i = 0; i < size; i++) {
      list.add(read(in, depth));
    }
    return list;
  }

  private static Map<Object, @Nullable Object> readMap(MessagePackInput in, int depth)
      throws MismatchException {
    ValueDepth.check(depth);
    int size = in.readMapHeader();
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object key = readScalar(in);
      if (map.containsKey(key)) {
        throw new MismatchException("a map has a key twice");
      }
      map.put(key, read(in, depth));
    }
    return map;
  }
}
