package dev.nave.backplane.redis.internal.config;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.OptionException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads endpoints. Messages show the text unless it may hold a password. */
public final class EndpointText {
  private static final Pattern NAME = Pattern.compile("[\\p{IsAlphabetic}\\p{IsDigit}._-]{1,255}");
  private static final Pattern IPV6 =
      Pattern.compile("(?=[^:]*:[^:]*:)[0-9a-fA-F:.]{2,45}(%[0-9A-Za-z._-]{1,32})?");
  private static final Pattern START = Pattern.compile("\\[[0-9a-fA-F:.]*]?|[\\p{Alnum}._-]+:?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  // What fits into sockaddr_un on every platform, without the zero at its end.
  private static final int MAX_SOCKET_CHARS = 103;

  /** Stands for the usual port, which the options know. */
  public static final int USUAL_PORT = 0;

  private EndpointText() {}

  /**
   * What a text names.
   *
   * @param host name or address in lower case; empty for a Unix socket
   * @param port {@link #USUAL_PORT} if the text has none
   * @param unixSocket path or abstract name of the socket; null for TCP
   */
  public record Address(String host, int port, @Nullable String unixSocket) {
    /** Returns the address with another port if it has none of its own. */
    Address withUsualPort(int value) {
      return unixSocket == null && port == USUAL_PORT ? new Address(host, value, null) : this;
    }
  }

  /**
   * Reads an endpoint.
   *
   * @throws OptionException if it cannot be read
   */
  public static Address parse(String text) {
    if (text.startsWith("!")) {
      return socket(text.substring(1));
    }
    if (text.startsWith("unix:")) {
      return socket(text.substring("unix:".length()));
    }
    return tcp(text);
  }

  static Address socket(String path) {
    checkSocket(path);
    return new Address("", USUAL_PORT, path);
  }

  static Address tcp(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0) {
        throw unreadable(text, "a bracket is not closed");
      }
      String rest = text.substring(end + 1);
      if (!rest.isEmpty() && !rest.startsWith(":")) {
        throw unreadable(text, "only :port may follow the bracket");
      }
      return of(text, text.substring(1, end), rest, true);
    }
    int colon = text.indexOf(':');
    if (colon < 0 || colon != text.lastIndexOf(':')) {
      return of(text, text, "", false);
    }
    return of(text, text.substring(0, colon), text.substring(colon), false);
  }

  private static Address of(String text, String host, String port, boolean bracketed) {
    if (!IPV6.matcher(host).matches() && (bracketed || !NAME.matcher(host).matches())) {
      throw unreadable(text, bracketed ? "no IPv6 address in brackets" : "no host name in it");
    }
    if (port.isEmpty()) {
      return new Address(host.toLowerCase(Locale.ROOT), USUAL_PORT, null);
    }
    String digits = port.substring(1);
    int number = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    if (number < 1 || number > 65_535) {
      throw unreadable(text, "the port must be a number from 1 to 65535");
    }
    return new Address(host.toLowerCase(Locale.ROOT), number, null);
  }

  /** Returns a host name or address in lower case, if it is one. */
  public static String checkedHost(String host) {
    if (!NAME.matcher(host).matches() && !IPV6.matcher(host).matches()) {
      throw unreadable(host, "no host name or address");
    }
    return host.toLowerCase(Locale.ROOT);
  }

  /** Makes sure that a text can be the path or name of a Unix socket. */
  public static void checkSocket(String path) {
    boolean named = path.startsWith("/") || path.startsWith("@");
    if (!named || path.length() < 2 || path.length() > MAX_SOCKET_CHARS) {
      throw new OptionException(
          "a Unix socket is a path that begins with a slash, or @ and an abstract name, of 2 to "
              + MAX_SOCKET_CHARS
              + " characters; this one has "
              + path.length());
    }
  }

  private static OptionException unreadable(String text, String reason) {
    return new OptionException(
        "cannot read the endpoint"
            + shown(text)
            + ": "
            + reason
            + "; endpoints look like host, host:6379, [::1]:6379 or unix:/run/redis.sock");
  }

  /**
   * Shows no more than where a host seems to end. What follows may be a secret (a password behind a
   * wrong sign), and if it looks like a URI, so may all of it.
   */
  private static String shown(String text) {
    Matcher start = START.matcher(text);
    if (text.indexOf('@') >= 0 || text.contains("//") || !start.lookingAt()) {
      return " (not shown, as it may hold a password)";
    }
    boolean whole = start.end() == text.length();
    return (whole ? " " : " that begins with ") + TopicText.quote(start.group());
  }
}
