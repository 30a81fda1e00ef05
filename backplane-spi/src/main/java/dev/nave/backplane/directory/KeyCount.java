package dev.nave.backplane.directory;

import java.util.Objects;

/**
 * A key with members, as {@link Directory#keys} lists it.
 *
 * @param name the key's name within its space
 * @param members how many members it has; at least 1
 */
public record KeyCount(String name, long members) {
  /** Checks the components. */
  public KeyCount {
    Objects.requireNonNull(name, "name");
  }
}
