package dev.nave.hub.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Instead of the names that a parser has met: none. Each name is decoded, and kept nowhere.
 * Stateless, so any number of parsers may share it.
 *
 * <p>Jackson's own placeholder does the same since 3.1.8; before, it failed at a name of more than
 * one byte. Spring Boot 4.1 has 3.1.7.
 */
class UnsharedNames extends ByteQuadsCanonicalizer {
  static final UnsharedNames ALL = new UnsharedNames();

  UnsharedNames() {
    super(0, 0);
  }

  @Override
  public @Nullable String findName(int last) {
    return null;
  }

  @Override
  public @Nullable String findName(int first, int last) {
    return null;
  }

  @Override
  public @Nullable String findName(int first, int second, int last) {
    return null;
  }

  @Override
  public @Nullable String findName(int[] quads, int count) {
    return null;
  }

  @Override
  public final String addName(String name, int last) {
    return name;
  }

  @Override
  public final String addName(String name, int first, int last) {
    return name;
  }

  @Override
  public final String addName(String name, int first, int second, int last) {
    return name;
  }

  @Override
  public final String addName(String name, int[] quads, int count) {
    return name;
  }
}
