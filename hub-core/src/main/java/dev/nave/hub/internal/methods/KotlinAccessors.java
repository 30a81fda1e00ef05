package dev.nave.hub.internal.methods;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the metadata of a Kotlin class which of its methods are accessors of properties, those
 * without a field included. Kotlin's own library is not needed for it.
 *
 * <p>Source: kotlin.Metadata in Kotlin's standard library, and the protocol buffers {@code
 * metadata.proto} and {@code jvm_metadata.proto} of its compiler: {@code d1} holds a string table,
 * of which only the length is needed here, and the message {@code Class}; {@code d2} the strings.
 */
final class KotlinAccessors {
  private static final char BYTES_AS_CHARS = '\u0000';
  private static final int CLASS_PROPERTY = 10;
  private static final int PROPERTY_SIGNATURE = 100;
  private static final int SIGNATURE_GETTER = 3;
  private static final int SIGNATURE_SETTER = 4;
  private static final int METHOD_NAME = 1;
  private static final int METHOD_DESCRIPTOR = 2;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private final String[] strings;
  private final Set<String> found = new HashSet<>();

  private KotlinAccessors(byte[] bytes, String[] strings) {
    this.bytes = bytes;
    this.strings = strings;
  }

  /**
   * Returns name and descriptor of each accessor, as in {@code getTotal()I}.
   *
   * @param metadata the annotation that Kotlin's compiler puts on each class
   * @return null if it cannot be read
   */
  static @Nullable Set<String> of(Annotation metadata) {
    try {
      String[] data = strings(metadata, "d1");
      if (data.length == 0 || data[0].isEmpty() || data[0].charAt(0) != BYTES_AS_CHARS) {
        return null;
      }
      byte[] bytes = String.join("", data).substring(1).getBytes(StandardCharsets.ISO_8859_1);
      KotlinAccessors reading = new KotlinAccessors(bytes, strings(metadata, "d2"));
      reading.readAll();
      return reading.found;
    } catch (ReflectiveOperationException
        | RuntimeException e) { // Of a compiler that is not known.
      return null;
    }
  }

  /** Returns name and descriptor of a method. */
  static String signature(Method method) {
    StringBuilder signature = new StringBuilder(method.getName()).append('(');
    Arrays.stream(method.getParameterTypes())
        .forEach(type -> signature.append(type.descriptorString()));
    return signature.append(')').append(method.getReturnType().descriptorString()).toString();
  }

  private static String[] strings(Annotation metadata, String name)
      throws ReflectiveOperationException {
    return (String[]) metadata.annotationType().getMethod(name).invoke(metadata);
  }

  private void readAll() {
    Cursor all = new Cursor(0, bytes.length);
    all.skip(DELIMITED);
    all.forEachMessage(
        (field, property) -> {
          if (field == CLASS_PROPERTY) {
            property.forEachMessage(this::readSignature);
          }
        });
  }

  private void readSignature(int field, Cursor signature) {
    if (field == PROPERTY_SIGNATURE) {
      signature.forEachMessage(
          (each, accessor) -> {
            if (each == SIGNATURE_GETTER || each == SIGNATURE_SETTER) {
              found.add(
                  strings[accessor.integer(METHOD_NAME)]
                      + strings[accessor.integer(METHOD_DESCRIPTOR)]);
            }
          });
    }
  }

  /** Takes a message in a message. */
  @FunctionalInterface
  private interface Taker {
    void take(int field, Cursor message);
  }

  /** A message of protocol buffers, read once from its beginning to its end. */
  private final class Cursor {
    private final int begin;
    private final int end;
    private int at;

    Cursor(int begin, int end) {
      this.begin = begin;
      this.end = end;
      at = begin;
    }

    void forEachMessage(Taker taker) {
      while (at < end) {
        int tag = varint();
        if ((tag & 7) == DELIMITED) {
          int length = varint();
          taker.take(tag >>> 3, new Cursor(at, at + length));
          at += length;
        } else {
          skip(tag & 7);
        }
      }
    }

    /** Returns the value of a field that must be there. */
    int integer(int field) {
      at = begin;
      while (at < end) {
        int tag = varint();
        if (tag == (field << 3 | VARINT)) {
          return varint();
        }
        skip(tag & 7);
      }
      throw new IllegalStateException("field " + field + " is missing");
    }

    void skip(int wireType) {
      switch (wireType) {
        case VARINT -> varint();
        case FIXED64 -> at += Long.BYTES;
        case FIXED32 -> at += Integer.BYTES;
        case DELIMITED -> {
          int length = varint();
          at += length;
        }
        default -> throw new IllegalStateException("unknown wire type " + wireType);
      }
    }

    private int varint() {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        byte next = bytes[at++];
        value |= (next & 0x7fL) << shift;
        if (next >= 0) {
          return (int) value;
        }
      }
      throw new IllegalStateException("a number does not end");
    }
  }
}
