package dev.nave.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A server in a process of its own, which ends with {@link #close}, or with this JVM. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration TIME_TO_START = Duration.ofSeconds(60);
  private static final Duration TIME_TO_END = Duration.ofSeconds(5);
  private static final int LOOK_AGAIN_MILLIS = 50;

  private final Process process;
  private final Path log;
  private final int port;

  private ServerProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
    Runtime.getRuntime()
        .addShutdownHook(new Thread(process::destroyForcibly, "end of process " + process.pid()));
  }

  /** Starts the command for a free port, and returns when a server listens there. */
  public static ServerProcess start(IntFunction<List<String>> commandForPort)
      throws IOException, InterruptedException {
    int port = freePort();
    Path log = Files.createTempFile("server-", ".log");
    log.toFile().deleteOnExit();
    Process process =
        new ProcessBuilder(commandForPort.apply(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    ServerProcess server = new ServerProcess(process, log, port);
    server.awaitListening();
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIME_TO_START.toNanos();
    while (!isListening()) {
      boolean ended = process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() - deadline > 0) {
        String said = Files.readString(log);
        close();
        throw new IOException(
            "no server on port " + port + (ended ? ", its process ended: " : " in time: ") + said);
      }
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** Returns the hub. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port + "/bench");
  }

  /** Returns the id of the process. */
  public long pid() {
    return process.pid();
  }

  /** Returns the name of the program that runs, which must not be a script's. Linux only. */
  String program() {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid()), "comm")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process: asks it, and after some seconds does not ask any more. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
