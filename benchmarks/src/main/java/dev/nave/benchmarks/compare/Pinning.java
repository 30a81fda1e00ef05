package dev.nave.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the server one core and the load client another, with the program {@code taskset}, so that
 * neither takes time from the other. Without it, or on one core, both run where they are put.
 */
public final class Pinning {
  private static final int SERVER_CORE = 0;
  private static final int CLIENT_CORE = 1;

  private final boolean pinned;

  private Pinning(boolean pinned) {
    this.pinned = pinned;
  }

  /** Leaves everything where it is. */
  public static Pinning none() {
    return new Pinning(false);
  }

  /** Moves this process to the client's core, if that can be done. */
  public static Pinning ofThisProcess() throws IOException, InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2 || !Machine.hasProgram("taskset")) {
      return none();
    }
    long self = ProcessHandle.current().pid();
    Process taskset =
        new ProcessBuilder(
                "taskset", "-a", "-c", "-p", Integer.toString(CLIENT_CORE), Long.toString(self))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Pinning(taskset.waitFor() == 0);
  }

  /** Returns {@code command}, to be run on the server's core. The process id stays the same. */
  public List<String> onServerCore(List<String> command) {
    if (!pinned) {
      return command;
    }
    List<String> words = new ArrayList<>(List.of("taskset", "-c", Integer.toString(SERVER_CORE)));
    words.addAll(command);
    return words;
  }

  @Override
  public String toString() {
    return pinned
        ? "server pinned to core " + SERVER_CORE + ", client to core " + CLIENT_CORE
        : "neither server nor client pinned to a core";
  }
}
