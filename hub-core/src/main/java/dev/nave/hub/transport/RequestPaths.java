package dev.nave.hub.transport;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks paths that an application gives. Pure functions. */
public final class RequestPaths {
  private static final Pattern TEMPLATE = Pattern.compile("[{*][^/]*|(?<=/):[^/]+");

  private RequestPaths() {}

  /**
   * Returns a path that is compared with that of a request as it stands.
   *
   * @param what has the path, for the message, such as {@code "a hub"}
   * @throws IllegalArgumentException if it does not begin with a slash, or looks like a template
   */
  public static String literal(String what, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "the path of " + what + " must begin with a slash but was \"" + path + "\"");
    }
    Matcher template = TEMPLATE.matcher(path);
    if (template.find()) {
      throw new IllegalArgumentException(
          "the path of "
              + what
              + " is no template, so \""
              + template.group()
              + "\" in \""
              + path
              + "\" would match nothing else; let clients send values in the query, such as"
              + " /chat?room=1");
    }
    return path;
  }
}
