package dev.nave.samples.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chat's program in a process of its own, which a test can kill. */
final class ChatProcess implements AutoCloseable {
  private static final String GREETING = "The chat is at ";
  private static final String COUNTED = "It counted ";

  /** Options of a JVM whose start is most of its work. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final BufferedReader said;
  private String address = "";

  private ChatProcess(Process process) {
    this.process = process;
    // The program says little afterwards, so it does not wait for a reader.
    said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts the program with these arguments, and waits until it says where it is. */
  static ChatProcess start(String... arguments) {
    return launch(arguments).awaitStart();
  }

  /** Starts the program with these arguments, and does not wait. */
  static ChatProcess launch(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SHORT_LIVED);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChatServer.class.getName());
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ChatProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the program says where it is. */
  ChatProcess awaitStart() {
    try {
      String line = said.readLine();
      if (line == null || !line.startsWith(GREETING)) {
        process.destroyForcibly();
        throw new AssertionError("the chat did not start but said: " + line);
      }
      address = line.substring(GREETING.length());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address of the page. */
  String address() {
    return address;
  }

  /** Kills it, so that it cannot say goodbye. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Asks it to end, and does not wait: it drains first. */
  void beginToStop() {
    process.toHandle().destroy(); // Process.destroy would not let us read what it says at its end.
  }

  /** Waits until it has ended, and returns what it counted, as it says at the end. */
  ChatCounters awaitCounters() throws IOException {
    String line = said.readLine();
    await();
    if (line == null || !line.startsWith(COUNTED)) {
      throw new AssertionError("the chat did not say what it counted but: " + line);
    }
    return ChatCounters.of(line.substring(COUNTED.length()));
  }

  @Override
  public void close() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
