package dev.nave.transport.websocket.internal;

import dev.nave.hub.HttpRequest;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which names clients may call the server. Immutable; any thread.
 *
 * <p>A web page whose name leads to this server passes for one of its own, as browsers send that
 * name as {@code Host}. The owner of a name can make it lead to a server that only this machine
 * reaches (DNS rebinding), so the name is checked, too.
 */
public final class AllowedHosts {
  private static final String NAME = "\\*|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+\\]";
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "*.localhost", "[::1]");

  private final Set<String> names;
  private final boolean loopback;

  private AllowedHosts(Set<String> names, boolean loopback) {
    this.names = names;
    this.loopback = loopback;
  }

  /**
   * Returns a copy of names that may be allowed, in lower case.
   *
   * @throws IllegalArgumentException if there are none, or one is no name of a host
   */
  public static Set<String> checked(Set<String> value) {
    Set<String> checked = new TreeSet<>();
    for (String name : value) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!lower.matches(NAME)) {
        throw new IllegalArgumentException(
            "allowedHosts takes names without a port such as app.example, *.app.example and [::1],"
                + " or *, but got \""
                + name
                + "\"");
      }
      checked.add(lower);
    }
    if (checked.isEmpty()) {
      throw new IllegalArgumentException("allowedHosts must not be empty; * allows all");
    }
    return Set.copyOf(checked);
  }

  /**
   * Returns what is allowed on a server.
   *
   * @param names that were set; null if none were
   * @param host as it was set
   * @param address of the host
   */
  static AllowedHosts of(@Nullable Set<String> names, String host, InetAddress address) {
    if (names != null) {
      return new AllowedHosts(names, false);
    }
    if (!address.isLoopbackAddress()) {
      return new AllowedHosts(Set.of("*"), false);
    }
    Set<String> own = new TreeSet<>(THIS_MACHINE);
    own.add(host.toLowerCase(Locale.ROOT));
    return new AllowedHosts(Set.copyOf(own), true);
  }

  /** Returns whether all names are allowed. */
  boolean isAny() {
    return names.contains("*");
  }

  /** Returns whether a request may be answered. Without a {@code Host} no browser sends one. */
  boolean allows(HttpRequest request) {
    String host = request.header("host").orElse("");
    return host.isEmpty() || isAny() || allows(name(host.toLowerCase(Locale.ROOT)));
  }

  private boolean allows(String name) {
    if (names.contains(name) || (loopback && LOOPBACK.matcher(name).matches())) {
      return true;
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (names.contains("*" + name.substring(dot))) {
        return true;
      }
    }
    return false;
  }

  /** Returns the name without port and without the dot of a complete name. */
  private static String name(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    String name = end <= 0 ? host : host.substring(0, end);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Returns the names. */
  @Override
  public String toString() {
    return String.join(", ", new TreeSet<>(names));
  }
}
