package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.Ports;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** A hub server in a process of its own, on a free port. What it logs goes to a file. */
final class ServerProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "conformance.jar");
  private static final String READY = "Listening on http://";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Process process;
  private final String address;

  private ServerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts the packaged program and waits until it says that it is ready. */
  static ServerProcess start(Path log, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--port", "0"));
    arguments.addAll(List.of(more));
    return start(java(arguments.toArray(String[]::new)), log);
  }

  /** Starts the packaged program with so much heap; it exits when that is not enough. */
  static ServerProcess startWithHeap(int mebibytes, Path log) throws IOException {
    ProcessBuilder builder = java("--port", "0");
    builder.command().addAll(1, List.of("-Xmx" + mebibytes + "m", "-XX:+ExitOnOutOfMemoryError"));
    return start(builder, log);
  }

  private static ServerProcess start(ProcessBuilder builder, Path log) throws IOException {
    Process process = builder.redirectError(log.toFile()).start();
    BufferedReader lines = process.inputReader(UTF_8);
    String line = lines.readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroyForcibly();
      throw new IOException(
          "the server did not start: it printed \""
              + line
              + "\" and logged "
              + Files.readString(log));
    }
    return new ServerProcess(process, line.substring(READY.length()));
  }

  /** Starts ASP.NET Core's server, which says nothing, and waits until it can be connected to. */
  static ServerProcess startReference(Path log, String... more) throws IOException {
    int port = Ports.free();
    List<String> command =
        new ArrayList<>(
            List.of(Reference.path().toString(), "server", "--port", String.valueOf(port)));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await()
          .atMost(START_TIMEOUT)
          .failFast("it ended", () -> !process.isAlive())
          .until(() -> canConnect(port));
    } catch (ConditionTimeoutException | IllegalStateException e) {
      process.destroyForcibly();
      throw new IOException("the reference did not start; it logged " + Files.readString(log), e);
    }
    return new ServerProcess(process, "127.0.0.1:" + port);
  }

  /** Prepares to run the packaged program with these arguments. */
  static ProcessBuilder java(String... arguments) throws IOException {
    if (!Files.exists(JAR)) {
      throw new IOException(JAR + " is missing; mvn package makes it");
    }
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    ProcessBuilder builder = new ProcessBuilder(java, "-jar", JAR.toString());
    builder.command().addAll(List.of(arguments));
    return builder;
  }

  private static boolean canConnect(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  /** Returns host and port. */
  String address() {
    return address;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Has the program stand still, as in a long pause of its memory management. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Has a program go on that stood still. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start();
    if (kill.waitFor() != 0) {
      throw new IOException("cannot send SIG" + name + " to " + process.pid());
    }
  }

  /** Asks the program to end, and waits until it has. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not end within 30 s of being asked to");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
