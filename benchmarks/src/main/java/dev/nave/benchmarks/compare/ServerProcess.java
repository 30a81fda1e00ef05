package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.Scenario;
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
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a process of its own, which ends with {@link #close}, or with this JVM. For one
 * thread.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration TIME_TO_START = Duration.ofSeconds(60);
  private static final Duration TIME_TO_END = Duration.ofSeconds(5);
  private static final int LOOK_AGAIN_MILLIS = 50;

  /** A whole line: the digits of the port may still be on their way. */
  private static final Pattern URL_WITH_PORT =
      Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)\\D.*\\n");

  private final Process process;
  private final Path log;
  private int port;

  private ServerProcess(List<String> command) throws IOException {
    log = Files.createTempFile("server-", ".log");
    log.toFile().deleteOnExit();
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(process::destroyForcibly, "end of process " + process.pid()));
  }

  /**
   * Starts the command for a free port, and returns when a server listens there. Another process
   * may take the port first; then the start fails.
   */
  public static ServerProcess start(IntFunction<List<String>> commandForPort)
      throws IOException, InterruptedException {
    int port = freePort();
    ServerProcess server = new ServerProcess(commandForPort.apply(port));
    server.port = port;
    server.awaitStart(server::isListening);
    return server;
  }

  /**
   * Starts a command that chooses a free port itself, and returns when it has printed the url with
   * that port, which it does when it listens there.
   */
  static ServerProcess startAnywhere(List<String> command)
      throws IOException, InterruptedException {
    ServerProcess server = new ServerProcess(command);
    server.awaitStart(server::hasToldItsPort);
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart(BooleanSupplier hasStarted) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIME_TO_START.toNanos();
    while (!hasStarted.getAsBoolean()) {
      boolean ended = process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() - deadline > 0) {
        String said = Files.readString(log);
        close();
        throw new IOException(
            "no server" + (ended ? ", its process ended: " : " in time: ") + said);
      }
    }
  }

  private boolean hasToldItsPort() {
    try {
      Matcher told = URL_WITH_PORT.matcher(Files.readString(log));
      boolean has = told.find();
      port = has ? Integer.parseInt(told.group(1)) : 0;
      return has;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  /** Returns the hub that a scenario calls. */
  URI url(Scenario scenario) {
    return URI.create(
        (scenario.isTls() ? "https" : "http") + "://127.0.0.1:" + port + scenario.path());
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
