package dev.nave.backplane.redis.internal.lettuce;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that Lettuce and Netty are recent enough, before one of their classes is linked: an
 * older one on the class path would show as a {@link NoClassDefFoundError} somewhere.
 *
 * <p>Versions are read from the files that both libraries have in their jars. Where those are
 * missing, as in some merged jars, a class tells that came with the version that is needed.
 */
public final class LibraryVersions {
  private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");

  private static final Library LETTUCE =
      new Library(
          "Lettuce",
          7,
          0,
          "META-INF/maven/io.lettuce/lettuce-core/pom.properties",
          Map.of("version", "io/lettuce/core/RedisClient.class"),
          "io/lettuce/core/RedisClient.class",
          "io/lettuce/core/MaintNotificationsConfig.class");

  private static final Library NETTY =
      new Library(
          "Netty",
          4,
          2,
          "META-INF/io.netty.versions.properties",
          Map.of(
              "netty-common.version", "io/netty/util/concurrent/Future.class",
              "netty-buffer.version", "io/netty/buffer/ByteBuf.class",
              "netty-transport.version", "io/netty/channel/EventLoop.class",
              "netty-handler.version", "io/netty/handler/ssl/SslHandler.class",
              "netty-resolver.version", "io/netty/resolver/AddressResolver.class"),
          "io/netty/channel/EventLoop.class",
          "io/netty/channel/MultiThreadIoEventLoopGroup.class");

  private LibraryVersions() {}

  /**
   * What to look for.
   *
   * @param versionFile properties that name the version
   * @param versionKeys which of them, each with a class of the jar that it tells the version of
   * @param anyClass a class that every version has
   * @param newClass a class that only those versions have that are recent enough
   */
  private record Library(
      String name,
      int major,
      int minor,
      String versionFile,
      Map<String, String> versionKeys,
      String anyClass,
      String newClass) {

    void check(ClassLoader loader) throws IOException {
      boolean known = false;
      for (URL file : Collections.list(loader.getResources(versionFile))) {
        Properties properties = read(file);
        for (Map.Entry<String, String> key : versionKeys.entrySet()) {
          String version = properties.getProperty(key.getKey());
          if (version != null && isBeside(file, key.getValue(), loader)) {
            known = true;
            refuseIfOld(version);
          }
        }
      }
      if (!known && loader.getResource(anyClass) != null && loader.getResource(newClass) == null) {
        throw tooOld("an older one, which does not tell its version");
      }
    }

    /**
     * Returns whether a class is loaded from the jar of a file. Jars that have classes of Netty in
     * packages of their own may still have the versions of that Netty.
     */
    private boolean isBeside(URL file, String className, ClassLoader loader) {
      URL classFile = loader.getResource(className);
      String jar = file.toString().substring(0, file.toString().length() - versionFile.length());
      return classFile != null && classFile.toString().equals(jar + className);
    }

    private static Properties read(URL file) throws IOException {
      Properties properties = new Properties();
      try (InputStream in = file.openStream()) {
        properties.load(in);
      }
      return properties;
    }

    private void refuseIfOld(@Nullable String version) {
      Matcher numbers = NUMBERS.matcher(version == null ? "" : version);
      if (numbers.lookingAt()) {
        int foundMajor = Integer.parseInt(numbers.group(1));
        int foundMinor = Integer.parseInt(numbers.group(2));
        if (foundMajor < major || (foundMajor == major && foundMinor < minor)) {
          throw tooOld(String.valueOf(version));
        }
      }
    }

    private IllegalStateException tooOld(String found) {
      return new IllegalStateException(
          ("the Redis backplane needs %s %d.%d or later, but the class path has %s; where a framework"
                  + " sets the version, as Spring Boot 3 does, set a later one")
              .formatted(name, major, minor, found));
    }
  }

  /**
   * Checks what the backplane is going to use.
   *
   * @throws IllegalStateException if Lettuce or Netty is too old; the message names the version
   *     that was found and the one that is needed
   */
  public static void check() {
    check(LibraryVersions.class.getClassLoader());
  }

  static void check(ClassLoader loader) {
    try {
      LETTUCE.check(loader);
      NETTY.check(loader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the versions of Lettuce and Netty", e);
    }
  }
}
