package dev.nave.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A server that takes part in a comparison. */
public enum ServerKind {
  /** The limit: bare Netty. */
  RAW("raw Netty"),
  /** The hub server of this project. */
  NAVE("Nave"),
  /** Another build of this project, to see what a change costs. */
  BASELINE("Nave, baseline"),
  /** The baseline once more: how far its figures differ from themselves is the spread. */
  BASELINE_AGAIN("Nave, baseline again"),
  /** ASP.NET Core SignalR, as it comes with the conformance scenarios. */
  REFERENCE("ASP.NET Core"),
  /** Two hub servers of this project, linked by Redis. */
  NAVE_PAIR("two of Nave over Redis", NAVE),
  /** Two servers of ASP.NET Core SignalR, linked by Redis. */
  REFERENCE_PAIR("two of ASP.NET Core over Redis", REFERENCE);

  private final String title;
  private final ServerKind alone;

  ServerKind(String title) {
    this.title = title;
    alone = this;
  }

  ServerKind(String title, ServerKind alone) {
    this.title = title;
    this.alone = alone;
  }

  static ServerKind named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns the same server without a second one; itself if there is none. */
  ServerKind alone() {
    return alone;
  }

  boolean isPair() {
    return alone != this;
  }

  String title() {
    return title;
  }

  /**
   * Returns the command that serves on {@code port}.
   *
   * @param redis the connection string for one of a pair
   */
  List<String> command(int port, ServerPrograms programs, Optional<String> redis) {
    List<String> words = new ArrayList<>();
    switch (alone) {
      case RAW -> words.addAll(ours(programs, thisBuild(), "raw"));
      case NAVE -> words.addAll(ours(programs, thisBuild(), "server"));
      case BASELINE, BASELINE_AGAIN -> words.addAll(ours(programs, baseline(programs), "server"));
      default -> words.addAll(List.of("sh", programs.reference().toString(), "server"));
    }
    words.addAll(List.of("--port", Integer.toString(port)));
    if (isPair()) {
      words.addAll(List.of("--redis", redis.orElseThrow()));
    }
    return words;
  }

  private static String thisBuild() {
    return System.getProperty("java.class.path");
  }

  private static String baseline(ServerPrograms programs) {
    return programs
        .baseline()
        .orElseThrow(
            () -> new IllegalArgumentException("the baseline needs its jar: --baseline JAR"));
  }

  private static List<String> ours(ServerPrograms programs, String classPath, String command) {
    return List.of(
        programs.java(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        "dev.nave.benchmarks.Main",
        command,
        "--transport",
        programs.transport());
  }
}
