package dev.nave.backplane.directory;

import dev.nave.backplane.TopicText;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ended, as {@link Page#next} tells it. For those who implement a {@link
 * Directory}.
 *
 * <p>It comes back from outside, in a link of a page for example, so it is not to be trusted.
 *
 * @param part the part of the directory in which the next page begins; 0 where there are no parts
 * @param name the last item of the page before; null if the next page is the first of its part
 */
public record PageEnd(int part, @Nullable String name) {
  private static final int MAX_DIGITS = 4;

  /**
   * Reads the end of a page of members, which is the last one's name.
   *
   * @return null for the first page
   * @throws IllegalArgumentException if no member has that name
   */
  public static @Nullable String ofMembers(@Nullable String from) {
    if (from != null
        && DirectoryLimits.refusal("member", from, Directory.MAX_MEMBER_BYTES) != null) {
      throw invalid(
          from, "the name of a member, which has at most " + Directory.MAX_MEMBER_BYTES + " bytes");
    }
    return from;
  }

  /**
   * Reads the end of a page of keys.
   *
   * @param from null for the first page
   * @param parts of how many parts the directory consists
   * @throws IllegalArgumentException if no page ends so
   */
  public static PageEnd ofKeys(@Nullable String from, int parts) {
    if (from == null) {
      return new PageEnd(0, null);
    }
    int colon = from.indexOf(':');
    String number = colon < 0 ? from : from.substring(0, colon);
    String name = colon < 0 ? null : from.substring(colon + 1);
    int part = number(number);
    if (part < 0
        || part >= parts
        || (name != null
            && DirectoryLimits.refusal("key", name, Directory.MAX_NAME_BYTES) != null)) {
      throw invalid(
          from,
          "a number from 0 to %d, or such a number, a colon and the name of a key, which has at most %d bytes"
              .formatted(parts - 1, Directory.MAX_NAME_BYTES));
    }
    return new PageEnd(part, name);
  }

  private static int number(String text) {
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(text) : -1;
  }

  private static IllegalArgumentException invalid(String from, String valid) {
    return new IllegalArgumentException(
        "no page ends with " + TopicText.quote(from) + "; pass what the page before had, " + valid);
  }

  /** Returns it as {@link #ofKeys} reads it. */
  public String text() {
    return name == null ? Integer.toString(part) : part + ":" + name;
  }
}
