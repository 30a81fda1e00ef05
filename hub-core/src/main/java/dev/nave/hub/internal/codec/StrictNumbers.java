package dev.nave.hub.internal.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;

/** The bounds of numbers that Jackson does not keep by itself: nothing wraps, nothing overflows. */
public final class StrictNumbers {
  private StrictNumbers() {}

  /** Returns {@code value} as a byte, if it is between -128 and 127. */
  public static byte toByte(int value, JsonParser parser) {
    if (value != (byte) value) {
      throw new InputCoercionException(
          parser, value + " does not fit a byte (-128 to 127)", parser.currentToken(), byte.class);
    }
    return (byte) value;
  }

  /** Returns {@code value}, which stands for {@code read}, as a float if one is so large. */
  public static float toFloat(double value, Object read, JsonParser parser) {
    float narrow = (float) value;
    if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
      throw tooLarge(read, parser, float.class);
    }
    return narrow;
  }

  /** Creates the exception for a number that is larger than the largest of its type. */
  static InputCoercionException tooLarge(Object read, JsonParser parser, Class<?> type) {
    return new InputCoercionException(
        parser, read + " does not fit a " + type, parser.currentToken(), type);
  }

  static float finite(float value, String text) {
    if (!Float.isFinite(value)) {
      throw new ArithmeticException(text + " is no number that a float can hold");
    }
    return value;
  }

  static double finite(double value, String text) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(text + " is no number that a double can hold");
    }
    return value;
  }
}
