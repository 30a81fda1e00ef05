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
  /** The same with the limits of invocations that a public server should have. */
  NAVE_LIMITED("Nave, limited"),
  /** The same with {@code permessage-deflate} for clients that ask for it. */
  NAVE_COMPRESSING("Nave, compressing"),
  /** The same hub inside of Tomcat, as the conformance server has it. */
  NAVE_TOMCAT("Nave in Tomcat"),
  /** The same hub inside of Jetty, as the conformance server has it. */
  NAVE_JETTY("Nave in Jetty"),
  /** One hub server with a Redis, which links it to no other. */
  NAVE_REDIS("Nave with Redis"),
  /** The same with presence: who is in which group stands in Redis, too. */
  NAVE_PRESENCE("Nave with Redis and presence"),
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

  private static final String LIMITS =
      "max-invocations-per-second=20,max-invocation-burst=100,max-refused-invocations=100";

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

  /** Returns the server called {@code name}, in any case. */
  public static ServerKind named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Returns the same server without a second one; itself if there is none. */
  ServerKind alone() {
    return alone;
  }

  boolean isPair() {
    return alone != this;
  }

  /** Returns whether the server needs a Redis. */
  boolean needsRedis() {
    return isPair() || this == NAVE_REDIS || this == NAVE_PRESENCE;
  }

  /** Returns what tables call it. */
  public String title() {
    return title;
  }

  /**
   * Returns the command that serves on {@code port}.
   *
   * @param redis the connection string, where the server needs one
   */
  public List<String> command(int port, ServerPrograms programs, Optional<String> redis) {
    List<String> words = new ArrayList<>();
    switch (alone) {
      case RAW -> words.addAll(ours(programs, thisBuild(), "raw"));
      case NAVE, NAVE_REDIS -> words.addAll(ours(programs, thisBuild(), "server"));
      case NAVE_PRESENCE -> {
        words.addAll(ours(programs, thisBuild(), "server"));
        words.add("--presence");
      }
      case NAVE_LIMITED -> {
        words.addAll(ours(programs, thisBuild(), "server"));
        words.addAll(List.of("--hub-options", LIMITS));
      }
      case NAVE_COMPRESSING -> {
        words.addAll(ours(programs, thisBuild(), "server"));
        words.add("--compression");
      }
      case NAVE_TOMCAT -> words.addAll(conformanceServer(programs, "tomcat"));
      case NAVE_JETTY -> words.addAll(conformanceServer(programs, "jetty"));
      case BASELINE, BASELINE_AGAIN -> words.addAll(ours(programs, baseline(programs), "server"));
      default -> words.addAll(List.of("sh", programs.reference().toString(), "server"));
    }
    words.addAll(List.of("--port", Integer.toString(port)));
    if (needsRedis()) {
      words.addAll(List.of("--redis", redis.orElseThrow()));
    }
    return words;
  }

  private static List<String> conformanceServer(ServerPrograms programs, String transport) {
    return List.of(
        programs.java(),
        "--enable-native-access=ALL-UNNAMED",
        "-jar",
        programs.conformance().toString(),
        "--transport",
        transport);
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
