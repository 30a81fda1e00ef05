package dev.nave.backplane.directory;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks what a {@link Directory} is called with. For those who implement one. */
public final class DirectoryLimits {
  private DirectoryLimits() {}

  /** Returns why a directory does not carry a key; null if it does. */
  public static @Nullable BackplaneUnavailableException refusal(DirectoryKey key) {
    BackplaneUnavailableException refusal =
        refusal("space of a directory", key.space(), Directory.MAX_SPACE_BYTES);
    return refusal != null
        ? refusal
        : refusal("key of a directory", key.name(), Directory.MAX_NAME_BYTES);
  }

  /** Returns why a directory does not carry a member; null if it does. */
  public static @Nullable BackplaneUnavailableException refusal(DirectoryKey key, String member) {
    BackplaneUnavailableException refusal = refusal(key);
    return refusal != null
        ? refusal
        : refusal("member of a directory", member, Directory.MAX_MEMBER_BYTES);
  }

  /** Returns why a directory does not carry an entry; null if it does. */
  public static @Nullable BackplaneUnavailableException refusal(
      DirectoryKey key, String member, String value) {
    BackplaneUnavailableException refusal = refusal(key, member);
    return refusal != null
        ? refusal
        : refusal("value of a directory", value, Directory.MAX_VALUE_BYTES);
  }

  /** Returns why a directory does not carry a text; null if it does. */
  public static @Nullable BackplaneUnavailableException refusal(
      String what, String text, int maxBytes) {
    int bytes = bytes(Objects.requireNonNull(text, what));
    if (bytes < 0) {
      return new BackplaneUnavailableException(
          RefusalReason.TOO_LARGE, "the " + what + " has an unpaired surrogate");
    }
    return bytes <= maxBytes
        ? null
        : new BackplaneUnavailableException(
            RefusalReason.TOO_LARGE,
            "the " + what + " has " + bytes + " bytes, more than the limit of " + maxBytes);
  }

  /** Checks how many items a page is to have. */
  public static void checkPage(int limit) {
    if (limit < 1 || limit > Directory.MAX_PAGE) {
      throw new IllegalArgumentException(
          "a page must have 1 to " + Directory.MAX_PAGE + " items but was to have " + limit);
    }
  }

  /** Checks how long a timed entry is to last. */
  public static void checkTime(Duration time) {
    if (time.toMillis() < 1 || time.compareTo(Directory.MAX_TIME) > 0) {
      throw new IllegalArgumentException(
          "a timed entry must last 1 ms to "
              + Directory.MAX_TIME.toDays()
              + " days but was to last "
              + time);
    }
  }

  /** The length in UTF-8; negative with an unpaired surrogate. */
  private static int bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        return -1;
      }
    }
    return bytes;
  }
}
