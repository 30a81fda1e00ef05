package dev.nave.hub.protocol.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.core.io.NumberOutput;

/**
 * The text of floating-point numbers as the reference server writes it: the fewest digits that are
 * read as the same number, whole numbers without a fraction, so that clients read them as integers.
 *
 * <p>Source: tried on the reference server ({@code 100}, {@code 1E+17}, {@code 1E-05}, {@code -0}).
 */
final class JsonNumbers {
  /** All whole numbers below have an exact text without an exponent. */
  private static final double ALWAYS_PLAIN = 1e15;

  /** From that power of ten on there is an exponent: as many digits as a type can need. */
  private static final int DOUBLE_DIGITS = 17;

  private static final int FLOAT_DIGITS = 9;

  /** The lowest power of ten without an exponent. */
  private static final int SMALLEST_PLAIN = -4;

  /**
   * The smallest numbers have room for one digit, and are written with two, as Java does: versions
   * of Jackson differ there.
   */
  private static final double TWO_DIGIT_DOUBLES = 20 * Double.MIN_VALUE; // 1e-322

  private static final float TWO_DIGIT_FLOATS = 71 * Float.MIN_VALUE; // 1e-43

  private JsonNumbers() {}

  /** Returns the text of a finite number. */
  static String text(double value) {
    long whole = (long) value;
    if (whole == value && Math.abs(value) < ALWAYS_PLAIN && (whole != 0 || isPositive(value))) {
      return Long.toString(whole);
    }
    return value != 0 && Math.abs(value) < TWO_DIGIT_DOUBLES
        ? text(twoDigits(value), DOUBLE_DIGITS)
        : text(NumberOutput.toString(value, true), DOUBLE_DIGITS);
  }

  /** Returns the text of a finite number. */
  static String text(float value) {
    return value != 0 && Math.abs(value) < TWO_DIGIT_FLOATS
        ? text(twoDigits(value), FLOAT_DIGITS)
        : text(NumberOutput.toString(value, true), FLOAT_DIGITS);
  }

  private static String twoDigits(double value) {
    return new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN)).toString();
  }

  private static boolean isPositive(double zero) {
    return 1 / zero > 0;
  }

  /** Rewrites the text that Java gives to a number: {@code -12.5}, {@code 1.0E-5}. */
  private static String text(String java, int maxDigits) {
    int to = java.indexOf('E');
    if (to < 0) { // From 0.001 to 10 million, which is plain here, too.
      return java.endsWith(".0") ? java.substring(0, java.length() - 2) : java;
    }
    int from = java.charAt(0) == '-' ? 1 : 0;
    int point = java.indexOf('.');
    int scale = Integer.parseInt(java.substring(to + 1));
    String digits = java.substring(from, point) + java.substring(point + 1, to);
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    int last = digits.length();
    while (last > first + 1 && digits.charAt(last - 1) == '0') {
      last--;
    }
    boolean isZero = digits.charAt(first) == '0';
    int power = isZero ? 0 : point - from - 1 - first + scale;
    StringBuilder text = new StringBuilder(32).append(java, 0, from);
    append(text, digits.substring(first, last), power, maxDigits);
    return text.toString();
  }

  /** Appends {@code d.igits} times ten to the {@code power}. */
  private static void append(StringBuilder text, String digits, int power, int maxDigits) {
    if (power < SMALLEST_PLAIN || power >= maxDigits) {
      text.append(digits.charAt(0));
      if (digits.length() > 1) {
        text.append('.').append(digits, 1, digits.length());
      }
      text.append(power < 0 ? "E-" : "E+");
      text.append(Math.abs(power) < 10 ? "0" : "").append(Math.abs(power));
    } else if (power < 0) {
      text.append("0.").append("0".repeat(-power - 1)).append(digits);
    } else if (digits.length() <= power + 1) {
      text.append(digits).append("0".repeat(power + 1 - digits.length()));
    } else {
      text.append(digits, 0, power + 1).append('.').append(digits, power + 1, digits.length());
    }
  }
}
