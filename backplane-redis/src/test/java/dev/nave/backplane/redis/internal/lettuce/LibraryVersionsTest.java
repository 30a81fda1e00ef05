package dev.nave.backplane.redis.internal.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.redis.RedisBackplane;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class LibraryVersionsTest {
  private static final String LETTUCE = "META-INF/maven/io.lettuce/lettuce-core/pom.properties";
  private static final String NETTY = "META-INF/io.netty.versions.properties";

  @TempDir private Path jar;

  private void putClasses() throws IOException {
    put("io/lettuce/core/RedisClient.class", "");
    put("io/lettuce/core/MaintNotificationsConfig.class", "");
    put("io/netty/util/concurrent/Future.class", "");
    put("io/netty/channel/EventLoop.class", "");
    put("io/netty/channel/MultiThreadIoEventLoopGroup.class", "");
  }

  /** Such as grpc-netty-shaded, which has Netty in packages of its own. */
  @Test
  void versionsInAJarWhoseClassesAreNotLoadedSayNothing() throws IOException {
    put(NETTY, "netty-common.version=4.1.110.Final\n");

    assertAccepted();
  }

  @Test
  void takesTheVersionsOfTheBuild() {
    assertThatCode(LibraryVersions::check).doesNotThrowAnyException();
  }

  @Test
  void namesTheLettuceThatIsFoundAndTheOneThatIsNeeded() throws IOException {
    putClasses();
    put(LETTUCE, "artifactId=lettuce-core\nversion=6.6.0.RELEASE\n");

    assertRefused("the Redis backplane needs Lettuce 7.0 or later, but the class path has 6.6.0");
  }

  @Test
  void namesTheNettyThatIsFoundAndTheOneThatIsNeeded() throws IOException {
    putClasses();
    put(LETTUCE, "version=7.0.0.RELEASE\n");
    put(NETTY, "netty-common.version=4.2.1.Final\nnetty-transport.version=4.1.118.Final\n");

    assertRefused("the Redis backplane needs Netty 4.2 or later, but the class path has 4.1.118");
  }

  @Test
  void takesVersionsAtTheBound() throws IOException {
    putClasses();
    put(LETTUCE, "version=7.0.0.RELEASE\n");
    put(NETTY, "netty-common.version=4.2.0.Final\nnetty-tcnative.version=2.0.70.Final\n");

    assertAccepted();
  }

  @Test
  void takesVersionsOfMoreDigits() throws IOException {
    putClasses();
    put(LETTUCE, "version=10.1-SNAPSHOT\n");
    put(NETTY, "netty-common.version=4.10.0\n");

    assertAccepted();
  }

  @Test
  void aClassTellsWhereNoFileDoes() throws IOException {
    put("io/lettuce/core/RedisClient.class", "");
    assertRefused("needs Lettuce 7.0 or later, but the class path has an older one");

    put("io/lettuce/core/MaintNotificationsConfig.class", "");
    assertAccepted();

    put("io/netty/channel/EventLoop.class", "");
    assertRefused("needs Netty 4.2 or later, but the class path has an older one");
  }

  /** As in a native image. */
  @Test
  void acceptsWhatCannotBeSeen() throws IOException {
    assertAccepted();
  }

  /** The class path has no class of Lettuce at all: the check must not link one. */
  @Test
  void creatingABackplaneFailsWithTheTextAndNotWithAMissingClass() throws Exception {
    putClasses();
    put(LETTUCE, "version=6.6.0.RELEASE\n");
    List<URL> urls = new ArrayList<>();
    for (Class<?> each : List.of(RedisBackplane.class, Backplane.class, Logger.class)) {
      urls.add(each.getProtectionDomain().getCodeSource().getLocation());
    }
    urls.add(jar.toUri().toURL());
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(RedisBackplane.class.getName());

      assertThat(type).isNotSameAs(RedisBackplane.class);
      assertThatThrownBy(() -> type.getMethod("create", String.class).invoke(null, "h"))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("needs Lettuce 7.0 or later, but the class path has 6.6.0.RELEASE");
    }
  }

  private void put(String name, String content) throws IOException {
    Path file = jar.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void assertRefused(String message) throws IOException {
    try (URLClassLoader loader = loader()) {
      assertThatThrownBy(() -> LibraryVersions.check(loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(message)
          .hasMessageContaining("Spring Boot 3");
    }
  }

  private void assertAccepted() throws IOException {
    try (URLClassLoader loader = loader()) {
      assertThatCode(() -> LibraryVersions.check(loader)).doesNotThrowAnyException();
    }
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(
        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }
}
