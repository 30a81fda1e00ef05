package dev.nave.backplane.redis.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ports to listen on. They lie below those that the system gives to outgoing connections, so that a
 * server that is away for a while finds its port free when it comes back.
 */
public final class Ports {
  private static final int FIRST = 15_000;
  private static final int LAST = 31_999;
  private static final int MAX_TRIES = 1000;
  private static final int BACKLOG = 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Each port that a JVM of tests was given is a byte of this file that it has locked. */
  private static final FileChannel GIVEN =
      open(
          Path.of(
              System.getProperty("java.io.tmpdir"),
              "nave-test-ports-" + System.getProperty("user.name")));

  private Ports() {}

  /**
   * Returns a port on which no process listens, and which neither this JVM nor another one that
   * runs tests was given before.
   */
  public static int free() {
    for (int i = 0; i < MAX_TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (take(port) && isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("no free port between " + FIRST + " and " + LAST);
  }

  /**
   * Returns a socket that listens on a port of the loopback interface. Waits for one that was
   * closed there: processes that were started while it was open have it until they run.
   */
  public static ServerSocket listen(int port) {
    try {
      return await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> tryToListen(port), socket -> socket != null);
    } catch (ConditionTimeoutException e) {
      throw new UncheckedIOException(
          "cannot listen on port " + port, new BindException("taken for " + PATIENCE));
    }
  }

  private static FileChannel open(Path file) {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note in " + file + " which ports are taken", e);
    }
  }

  /** The lock is kept until this JVM ends. */
  private static boolean take(int port) {
    try {
      return GIVEN.tryLock(port, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false; // By this JVM.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note that port " + port + " is taken", e);
    }
  }

  /** By asking, as a socket that listens could be inherited by a process that starts just then. */
  private static boolean isFree(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      return false;
    } catch (SocketTimeoutException e) {
      return false; // Whoever listens there is busy.
    } catch (IOException e) {
      return true;
    }
  }

  private static @Nullable ServerSocket tryToListen(int port) throws IOException {
    try {
      return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (BindException e) {
      return null;
    }
  }
}
