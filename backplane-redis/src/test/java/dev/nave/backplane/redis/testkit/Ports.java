package dev.nave.backplane.redis.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports to listen on. They lie below those that the system gives to outgoing connections, so that a
 * server that is away for a while finds its port free when it comes back.
 */
public final class Ports {
  private static final int FIRST = 15_000;
  private static final int LAST = 31_999;
  private static final int MAX_TRIES = 1000;

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
      if (isFree(port) && take(port)) {
        return port;
      }
    }
    throw new AssertionError("no free port between " + FIRST + " and " + LAST);
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

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
