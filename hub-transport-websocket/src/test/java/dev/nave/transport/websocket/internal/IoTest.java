package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Back ends whose modules of Netty an application does not have. */
class IoTest {

  private static Object parts(String method) throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.contains("netty-transport-classes-")) {
        path.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      return loader.loadClass(Io.class.getName()).getMethod(method).invoke(null);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "epoll, EPOLL, netty-transport-classes-epoll",
    "kqueue, KQUEUE, netty-transport-classes-kqueue",
    "ioUring, IO_URING, netty-transport-classes-io_uring"
  })
  void namesTheModuleThatIsMissing(String method, String io, String module) {
    assertThatThrownBy(() -> parts(method))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "io %s is not available: %s is not on the class path; AUTO picks one that is"
                .formatted(io, module));
  }

  @Test
  void takesNioWhereNothingElseIsThere() throws Exception {
    assertThat(parts("best").toString()).contains("name=NIO");
  }
}
