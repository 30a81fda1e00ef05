package dev.nave.backplane.redis;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A password: shown as {@code *****} wherever it is printed. Immutable. */
public final class RedisSecret {
  /** What a secret looks like in text. */
  static final String MASK = "*****";

  private final char[] chars;

  private RedisSecret(char[] chars) {
    this.chars = chars;
  }

  /**
   * Wraps a password.
   *
   * @param chars copied; may be wiped afterwards
   */
  public static RedisSecret of(char[] chars) {
    return new RedisSecret(chars.clone());
  }

  static @Nullable RedisSecret unlessEmpty(char[] chars) {
    return chars.length == 0 ? null : of(chars);
  }

  /** Returns a copy of the password, which the caller may wipe. */
  public char[] reveal() {
    return chars.clone();
  }

  boolean isEmpty() {
    return chars.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RedisSecret that && Arrays.equals(chars, that.chars);
  }

  /** The same for all secrets, as a hash would tell something about them. */
  @Override
  public int hashCode() {
    return RedisSecret.class.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
