package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged program, in a process of its own, on a free port. What it logs goes to a file. */
final class ServerProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "conformance.jar");
  private static final String READY = "Listening on http://";

  private final Process process;
  private final String address;

  private ServerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts the program and waits until it says that it is ready. */
  static ServerProcess start(Path log) throws IOException {
    Process process = java("--port", "0").redirectError(log.toFile()).start();
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

  /** Prepares to run the program with these arguments. */
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

  /** Returns host and port. */
  String address() {
    return address;
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
