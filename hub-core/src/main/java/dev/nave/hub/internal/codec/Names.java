package dev.nave.hub.internal.codec;

/**
 * Refuses names that servers could not tell apart: those of groups, users, connections and methods.
 *
 * <p>UTF-8 has no bytes for half a surrogate pair, so two such names would become one on the way to
 * another server. The rule holds on a single server, too, so that nothing changes when a second
 * comes. Source: the reference server refuses such a string already when it reads it.
 */
public final class Names {
  private Names() {}

  /**
   * Returns the name.
   *
   * @param what says in the message what the name is of, for example "a group name"
   * @throws IllegalArgumentException if the name has half a surrogate pair
   */
  public static String check(String what, String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c)
            && i + 1 < name.length()
            && Character.isLowSurrogate(name.charAt(i + 1))) {
          i++;
        } else {
          throw new IllegalArgumentException(
              "%s has half a surrogate pair (U+%04X) at index %d; a name must be valid Unicode"
                  .formatted(what, (int) c, i));
        }
      }
    }
    return name;
  }
}
