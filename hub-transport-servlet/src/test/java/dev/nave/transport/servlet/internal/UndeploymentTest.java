package dev.nave.transport.servlet.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is left of an application that was taken out of its container. */
class UndeploymentTest {
  private static final int TRIES = 100;

  /** Loads the transport anew, as each application of a container does. */
  private static final class Application extends ClassLoader {
    private static final String OWN = "dev.nave.transport.servlet.internal.ContainerSession";

    Application() {
      super(UndeploymentTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OWN)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = Objects.requireNonNull(in).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static ClassLoader applicationWithAWebSocket(Session session) throws Exception {
    ClassLoader application = new Application();
    Constructor<?> made =
        application
            .loadClass(Application.OWN)
            .getDeclaredConstructor(Session.class, Duration.class);
    made.setAccessible(true);
    made.newInstance(session, Duration.ofSeconds(1));
    return application;
  }

  @Test
  void theClassesOfTheContainerDoNotKeepThoseOfTheApplication() throws Exception {
    RemoteEndpoint.Async remote =
        Fakes.of(RemoteEndpoint.Async.class, (proxy, method, arguments) -> null);
    Session session =
        Fakes.of(
            Session.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getAsyncRemote" -> remote;
                  case "getUserProperties" -> new HashMap<>();
                  default -> null;
                });
    ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    PhantomReference<ClassLoader> application =
        new PhantomReference<>(applicationWithAWebSocket(session), collected);

    try {
      Reference<?> gone = null;
      for (int i = 0; i < TRIES && gone == null; i++) {
        System.gc();
        gone = collected.remove(100);
      }

      assertThat(gone).as("the class loader is collected").isSameAs(application);
    } finally {
      Reference.reachabilityFence(session);
    }
  }
}
