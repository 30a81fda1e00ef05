package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.transport.websocket.WebSocketTransport;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NettyVersionTest {
  private static final String COMMON = "io/netty/util/concurrent/Future.class";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "4.1.128.Final, true",
    "4.2.12.Final, true",
    "4.2.13.Final, false",
    "4.2.18.Final, false",
    "4.10.0.Final, false",
    "5.0.0.Alpha1, false",
    "4.2, true",
    "4, true",
    "unknown, true"
  })
  void comparesNumbers(String version, boolean older) {
    assertThat(NettyVersion.isOlder(version, NettyVersion.NEEDED)).isEqualTo(older);
  }

  @Test
  void takesTheNettyOfTheseTests() {
    NettyVersion.check(NettyVersionTest.class.getClassLoader());
  }

  /** Makes a jar with versions, and an empty file in place of each class. */
  private URL jar(String versions, String... classes) throws IOException {
    Path root = Files.createTempDirectory(folder, "jar");
    Path file = root.resolve("META-INF/io.netty.versions.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, versions);
    for (String name : classes) {
      Path empty = root.resolve(name);
      Files.createDirectories(empty.getParent());
      Files.createFile(empty);
    }
    return root.toUri().toURL();
  }

  @Test
  void namesTheModuleThatIsTooOldAmongThoseThatAreNot() throws IOException {
    URL[] jars = {
      jar(
          "netty-codec-http.version=4.2.18.Final\n",
          "io/netty/handler/codec/http/HttpObjectDecoder.class"),
      jar("netty-common.version=4.1.128.Final\n", COMMON),
      jar("netty-codec-mqtt.version=4.1.1.Final\n")
    };
    try (URLClassLoader loader = new URLClassLoader(jars, null)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> NettyVersion.check(loader))
          .withMessageContaining(
              "needs Netty 4.2.13.Final or later, but the class path has netty-common"
                  + " 4.1.128.Final");
    }
  }

  /** Such as grpc-netty-shaded, and a second Netty behind the one that is loaded. */
  @Test
  void versionsInJarsWhoseClassesAreNotLoadedSayNothing() throws IOException {
    URL[] jars = {
      jar("netty-common.version=4.1.110.Final\n", "io/grpc/netty/shaded/" + COMMON),
      jar(
          "netty-common.version=4.2.18.Final\n",
          COMMON,
          "io/netty/channel/Channel.class",
          "io/netty/channel/IoHandlerFactory.class"),
      jar("netty-common.version=4.1.128.Final\n", COMMON)
    };
    try (URLClassLoader loader = new URLClassLoader(jars, null)) {
      NettyVersion.check(loader);
    }
  }

  /** As in a native image. */
  @Test
  void saysNothingWhereNoClassCanBeSeen() throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
      NettyVersion.check(loader);
    }
  }

  /** The transport alone, with a class path of its own: nothing of Netty but a version. */
  @Test
  void theStartOfATransportWithAnOldNettyNamesBothVersions() throws Exception {
    List<URL> path = classPathWithoutNetty();
    path.add(jar("netty-common.version=4.1.128.Final\n", COMMON));
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> loader.loadClass("io.netty.channel.Channel"))
          .isInstanceOf(ClassNotFoundException.class);

      assertThat(failureOfStart(loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("4.2.13.Final")
          .hasMessageContaining("4.1.128.Final");
    }
  }

  @Test
  void theStartOfATransportWithoutNettySaysSo() throws Exception {
    List<URL> path = classPathWithoutNetty();
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThat(failureOfStart(loader)).hasMessageContaining("the class path has none");
    }
  }

  private static List<URL> classPathWithoutNetty() throws MalformedURLException {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path file = Path.of(entry);
      if (!file.getFileName().toString().startsWith("netty-")) {
        path.add(file.toUri().toURL());
      }
    }
    return path;
  }

  /** Builds a transport with many settings, and starts it, as {@code loader} finds the classes. */
  private static Throwable failureOfStart(ClassLoader loader) throws Exception {
    Class<?> type = loader.loadClass(WebSocketTransport.class.getName());
    Object builder = type.getMethod("builder").invoke(null);
    Class<?> tls = loader.loadClass("dev.nave.transport.websocket.TlsSettings");
    Object settings =
        tls.getMethod("pem", Path.class, Path.class).invoke(null, Path.of("a"), Path.of("b"));
    builder.getClass().getMethod("tls", tls).invoke(builder, settings);
    Object transport = builder.getClass().getMethod("build").invoke(builder);
    Class<?> endpoint = loader.loadClass("dev.nave.hub.transport.HttpEndpoint");
    Object anyEndpoint =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {endpoint},
            (proxy, method, arguments) -> {
              throw new AssertionError("not asked");
            });
    Method start = type.getMethod("start", endpoint);
    CompletionStage<?> started = (CompletionStage<?>) start.invoke(transport, anyEndpoint);
    return started.handle((done, failure) -> failure).toCompletableFuture().join();
  }
}
