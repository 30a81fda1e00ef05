package dev.nave.backplane.options;

import java.util.Arrays;

/** A password: shown as {@code *****} wherever it is printed. Immutable. */
public final class Secret {
  /** What a secret looks like in text. */
  public static final String MASK = "*****";

  private final char[] chars;

  private Secret(char[] chars) {
    this.chars = chars;
  }

  /**
   * Wraps a password.
   *
   * @param chars copied; may be wiped afterwards
   */
  public static Secret of(char[] chars) {
    return new Secret(chars.clone());
  }

  /** Returns a copy of the password, which the caller may wipe. */
  public char[] reveal() {
    return chars.clone();
  }

  /** Returns whether it has no characters. */
  public boolean isEmpty() {
    return chars.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && Arrays.equals(chars, that.chars);
  }

  /** The same for all secrets, as a hash would tell something about them. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
