package dev.nave.samples.chat;

import dev.nave.hub.HubException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the chat accepts from a client. Whatever a page promises, the server looks again: anybody
 * can connect without the page.
 *
 * <p>Each method returns the cleaned value, or throws a {@link HubException}, whose text the page
 * shows.
 */
final class ChatRules {
  /** The longest user name, in UTF-16 units, as in JavaScript. */
  static final int MAX_USER_LENGTH = 24;

  /** The longest name of a room, in UTF-16 units. */
  static final int MAX_ROOM_LENGTH = 32;

  /** The longest text, in UTF-16 units. */
  static final int MAX_TEXT_LENGTH = 2_000;

  private static final int MAX_CONNECTION_ID_LENGTH = 64;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._'-]*");

  private ChatRules() {}

  /** Returns a user's name: letters and digits of any script, spaces, and {@code . _ ' -}. */
  static String user(@Nullable String given) {
    return name("user name", given, MAX_USER_LENGTH);
  }

  /** Returns the name of a room, in lower case, by the same rule. */
  static String room(@Nullable String given) {
    return name("room name", given, MAX_ROOM_LENGTH).toLowerCase(Locale.ROOT);
  }

  /** Returns the text of a message, without blanks around it. */
  static String text(@Nullable String given) {
    String text = given == null ? "" : given.strip();
    if (text.isEmpty()) {
      throw new HubException("The message is empty.");
    }
    checkLength("message", text, MAX_TEXT_LENGTH);
    return text;
  }

  /** Returns a connection id, of which only the length is checked. */
  static String connectionId(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      throw new HubException("The connection id is missing.");
    }
    checkLength("connection id", given, MAX_CONNECTION_ID_LENGTH);
    return given;
  }

  private static String name(String what, @Nullable String given, int maxLength) {
    String raw = given == null ? "" : given.strip();
    if (raw.isEmpty()) {
      throw new HubException("The " + what + " is missing.");
    }
    checkLength(what, raw, maxLength);
    // One spelling per name: two ways to write the same letters are not two users.
    String name = BLANKS.matcher(Normalizer.normalize(raw, Normalizer.Form.NFC)).replaceAll(" ");
    checkLength(what, name, maxLength);
    if (!NAME.matcher(name).matches()) {
      throw new HubException(
          "The "
              + what
              + " must begin with a letter or digit and may contain letters, digits, spaces and"
              + " . _ ' - only.");
    }
    return name;
  }

  private static void checkLength(String what, String value, int maxLength) {
    if (value.length() > maxLength) {
      throw new HubException(
          "The "
              + what
              + " has "
              + value.length()
              + " characters; at most "
              + maxLength
              + " are allowed.");
    }
  }
}
