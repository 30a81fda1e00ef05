package dev.nave.transport.websocket.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/**
 * Whether the Netty on the class path is new enough. Links no class of Netty: with an old one the
 * classes of this package cannot be linked, and all that would be said is the name of a class.
 */
public final class NettyVersion {
  /** The oldest that has all that is used: the strict reading of Transfer-Encoding came late. */
  static final String NEEDED = "4.2.13.Final";

  private static final String RESOURCE = "META-INF/io.netty.versions.properties";
  private static final List<String> USED =
      List.of(
          "netty-common", "netty-buffer", "netty-transport", "netty-handler", "netty-codec-http");

  private NettyVersion() {}

  /**
   * Checks what a class loader finds.
   *
   * @throws IllegalStateException if Netty is missing or too old, with what was found and what is
   *     needed
   */
  public static void check(ClassLoader loader) {
    try {
      // Some jars bring no such file, those that hold a whole application for example.
      for (URL url : Collections.list(loader.getResources(RESOURCE))) {
        Properties versions = new Properties();
        try (InputStream in = url.openStream()) {
          versions.load(in);
        }
        for (String module : USED) {
          String found = versions.getProperty(module + ".version");
          if (found != null && isOlder(found, NEEDED)) {
            throw tooOld(module + " " + found);
          }
        }
      }
    } catch (IOException e) {
      return; // What cannot be read says nothing against it.
    }
    if (loader.getResource("io/netty/channel/IoHandlerFactory.class") == null) {
      boolean some = loader.getResource("io/netty/channel/Channel.class") != null;
      throw tooOld(some ? "one older than 4.2" : "none");
    }
  }

  private static IllegalStateException tooOld(String found) {
    return new IllegalStateException(
        "WebSocketTransport needs Netty "
            + NEEDED
            + " or later, but the class path has "
            + found
            + "; with Spring Boot 3, for example, the property netty.version chooses the version");
  }

  /** Compares the numbers at the beginning of two versions. */
  static boolean isOlder(String version, String other) {
    String[] one = version.split("[.-]", -1);
    String[] two = other.split("[.-]", -1);
    for (int at = 0; at < 3; at++) {
      int difference = number(one, at) - number(two, at);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static int number(String[] parts, int at) {
    return at < parts.length && parts[at].matches("\\d{1,9}") ? Integer.parseInt(parts[at]) : 0;
  }
}
