package dev.nave.transport.websocket.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Netty on the class path is new enough. Links no class of Netty: with an old one the
 * classes of this package cannot be linked, and all that would be said is the name of a class.
 */
public final class NettyVersion {
  /** The oldest that has all that is used: the strict reading of Transfer-Encoding came late. */
  static final String NEEDED = "4.2.13.Final";

  private static final String RESOURCE = "META-INF/io.netty.versions.properties";
  private static final String OWN = NettyVersion.class.getName().replace('.', '/') + ".class";
  private static final String CHANNEL = "io/netty/channel/Channel.class";

  /** The modules that are used, each with a class by which its jar is found. */
  private static final Map<String, String> USED =
      Map.of(
          "netty-common", "io/netty/util/concurrent/Future.class",
          "netty-buffer", "io/netty/buffer/ByteBuf.class",
          "netty-transport", CHANNEL,
          "netty-handler", "io/netty/handler/ssl/SslHandler.class",
          "netty-codec-http", "io/netty/handler/codec/http/HttpObjectDecoder.class");

  private NettyVersion() {}

  /**
   * Checks what a class loader finds. Of several jars with a module the one counts whose classes
   * are loaded. A jar that has classes of Netty in packages of its own may still have the versions
   * of that Netty, which say nothing about this one.
   *
   * @throws IllegalStateException if Netty is missing or too old, with what was found and what is
   *     needed
   */
  public static void check(ClassLoader loader) {
    try {
      List<URL> versions = Collections.list(loader.getResources(RESOURCE));
      for (Map.Entry<String, String> module : USED.entrySet()) {
        String found = version(module.getKey(), module.getValue(), loader, versions);
        if (found != null && isOlder(found, NEEDED)) {
          throw tooOld(module.getKey() + " " + found);
        }
      }
    } catch (IOException e) {
      return; // What cannot be read says nothing against it.
    }
    boolean classesAreResources = loader.getResource(OWN) != null; // Not so in a native image.
    if (classesAreResources
        && loader.getResource("io/netty/channel/IoHandlerFactory.class") == null) {
      boolean some = loader.getResource(CHANNEL) != null;
      throw tooOld(some ? "one older than 4.2" : "none");
    }
  }

  /**
   * Returns the version that the jar of a class has for a module; null if it has none, as a jar
   * that holds a whole application for example.
   */
  private static @Nullable String version(
      String module, String classFile, ClassLoader loader, List<URL> versions) throws IOException {
    URL found = loader.getResource(classFile);
    if (found == null) {
      return null;
    }
    String place = found.toString();
    String jar = place.substring(0, place.length() - classFile.length());
    for (URL url : versions) {
      if (url.toString().equals(jar + RESOURCE)) {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
          properties.load(in);
        }
        return properties.getProperty(module + ".version");
      }
    }
    return null;
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
