package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.Scenario;
import dev.nave.benchmarks.load.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** A server that takes part in a comparison. */
public enum ServerKind {
  /** The limit: bare Netty. */
  RAW("raw Netty"),
  /** The limit of echoes: bare Netty that sends those of one read together. */
  RAW_PER_READ("raw Netty, a flush per read"),
  /** The hub server of this project. */
  NAVE("Nave"),
  /** The same with clients that speak MessagePack. */
  NAVE_MESSAGEPACK("Nave, MessagePack"),
  /** The same in another JVM: {@link ServerPrograms#newestJava}. */
  NAVE_NEWEST("Nave, newest JDK"),
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
  /** netty-socketio: Socket.IO's protocol in a JVM; only if it is installed. */
  NETTY_SOCKETIO("netty-socketio"),
  /** Socket.IO itself, on Node; only if it is installed. */
  SOCKET_IO("Socket.IO on Node"),
  /** Two hub servers of this project, linked by Redis. */
  NAVE_PAIR("two of Nave over Redis", NAVE),
  /** Two servers of ASP.NET Core SignalR, linked by Redis. */
  REFERENCE_PAIR("two of ASP.NET Core over Redis", REFERENCE),
  /** Two of Socket.IO with its adapter for Redis. */
  SOCKET_IO_PAIR("two of Socket.IO on Node over Redis", SOCKET_IO);

  private static final String LIMITS =
      "max-invocations-per-second=20,max-invocation-burst=100,max-refused-invocations=100";

  private static final Set<Scenario> OFFERED_BY_RAW =
      EnumSet.of(
          Scenario.CONNECT,
          Scenario.BROADCAST,
          Scenario.BROADCAST_1K,
          Scenario.BROADCAST_TLS,
          Scenario.ECHO,
          Scenario.ECHO_ON_LOOP,
          Scenario.ECHO_64K,
          Scenario.ECHO_TLS);

  private static final Set<Scenario> ECHOED_BY_RAW =
      EnumSet.of(Scenario.ECHO, Scenario.ECHO_ON_LOOP, Scenario.ECHO_64K, Scenario.ECHO_TLS);

  private static final Set<Scenario> OFFERED_BY_SOCKET_IO =
      EnumSet.of(
          Scenario.CONNECT,
          Scenario.BROADCAST,
          Scenario.BROADCAST_1K,
          Scenario.GROUPS,
          Scenario.ECHO,
          Scenario.ECHO_64K);

  private static final Set<Scenario> IN_JSON_ONLY =
      EnumSet.of(Scenario.BROADCAST_SSE, Scenario.BROADCAST_POLLING, Scenario.ECHO_STATEFUL);

  /** What other servers lack, or are not set up for. */
  private static final Set<Scenario> ONLY_OURS =
      EnumSet.of(
          Scenario.BROADCAST_1K_DEFLATED,
          Scenario.BROADCAST_TLS,
          Scenario.ECHO_ON_LOOP,
          Scenario.ECHO_64K,
          Scenario.ECHO_TLS,
          Scenario.VISIT);

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

  /** Returns the protocol that its clients speak. */
  public Wire wire() {
    return switch (alone) {
      case NAVE_MESSAGEPACK -> Wire.MESSAGEPACK;
      case NETTY_SOCKETIO, SOCKET_IO -> Wire.SOCKET_IO;
      default -> Wire.JSON;
    };
  }

  /** Returns whether the server has what the scenario asks for. */
  public boolean offers(Scenario scenario) {
    return switch (alone) {
      case RAW -> OFFERED_BY_RAW.contains(scenario);
      case RAW_PER_READ -> ECHOED_BY_RAW.contains(scenario);
      case NAVE_MESSAGEPACK -> !IN_JSON_ONLY.contains(scenario);
      case NETTY_SOCKETIO, SOCKET_IO -> OFFERED_BY_SOCKET_IO.contains(scenario);
      case REFERENCE, NAVE_TOMCAT, NAVE_JETTY -> !ONLY_OURS.contains(scenario);
      default -> true;
    };
  }

  /** Returns whether the server chooses a free port for {@code --port 0}, and prints its url. */
  boolean tellsItsPort() {
    return switch (alone) {
      case REFERENCE, NAVE_TOMCAT, NAVE_JETTY, NETTY_SOCKETIO -> false;
      default -> true;
    };
  }

  /** Returns the program that asks the server for its heap; empty if it is no JVM. */
  Optional<Path> jcmd() {
    return alone == REFERENCE || alone == SOCKET_IO
        ? Optional.empty()
        : Optional.of(Path.of(System.getProperty("java.home"), "bin", "jcmd"));
  }

  /** Starts the server, with what the scenarios need. */
  public ServerProcess start(
      ServerPrograms programs, Optional<String> redis, Set<Scenario> scenarios, Pinning pinning)
      throws IOException, InterruptedException {
    IntFunction<List<String>> command =
        port -> {
          List<String> words = command(port, programs, redis);
          words.addAll(switches(scenarios));
          return pinning.onServerCore(words);
        };
    return tellsItsPort()
        ? ServerProcess.startAnywhere(command.apply(0))
        : ServerProcess.start(command);
  }

  private static List<String> switches(Set<Scenario> scenarios) {
    List<String> words = new ArrayList<>();
    if (scenarios.stream().anyMatch(Scenario::isTls)) {
      words.add("--tls");
    }
    if (scenarios.stream().anyMatch(Scenario::isDeflated)) {
      words.add("--compression");
    }
    return words;
  }

  /**
   * Returns the command that serves on {@code port}.
   *
   * @param redis the connection string, where the server needs one
   */
  private List<String> command(int port, ServerPrograms programs, Optional<String> redis) {
    List<String> words = new ArrayList<>();
    switch (alone) {
      case RAW -> words.addAll(ours(programs, thisBuild(), "raw"));
      case RAW_PER_READ -> {
        words.addAll(ours(programs, thisBuild(), "raw"));
        words.add("--flush-per-read");
      }
      case NAVE, NAVE_REDIS, NAVE_MESSAGEPACK ->
          words.addAll(ours(programs, thisBuild(), "server"));
      case NAVE_NEWEST ->
          words.addAll(ours(newest(programs), programs.transport(), thisBuild(), "server"));
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
      case NETTY_SOCKETIO ->
          words.addAll(new Peers(programs.peers()).nettySocketIo(programs.java()));
      case SOCKET_IO -> words.addAll(new Peers(programs.peers()).socketIo());
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

  private static String newest(ServerPrograms programs) {
    return programs
        .newestJava()
        .orElseThrow(
            () -> new IllegalArgumentException("the newest JDK must be named: --newest-java HOME"))
        .resolve("bin")
        .resolve("java")
        .toString();
  }

  private static List<String> ours(ServerPrograms programs, String classPath, String command) {
    return ours(programs.java(), programs.transport(), classPath, command);
  }

  private static List<String> ours(
      String java, String transport, String classPath, String command) {
    return List.of(
        java,
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        "dev.nave.benchmarks.Main",
        command,
        "--transport",
        transport);
  }
}
