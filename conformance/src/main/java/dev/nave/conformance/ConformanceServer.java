package dev.nave.conformance;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.hub.HubFactory;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubSettings;
import dev.nave.hub.TransportType;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the hub that the scenarios are played against: one class on several routes, each with
 * other options, and a second hub to measure speed with. README.md lists the routes.
 */
public final class ConformanceServer implements AutoCloseable {
  private static final int NOT_STARTED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int FAILED = 3;

  private final HubPort port;
  private final HubServer server;

  private ConformanceServer(
      Arguments arguments, Consumer<WebSocketTransportBuilder> transportSettings) {
    TextPage counters = new TextPage("/counters", "application/json", this::counters);
    port = HubPort.of(arguments.transport(), arguments.port(), counters, transportSettings);
    HubServerBuilder builder =
        HubServer.builder().transport(port.transport()).authenticator(new NameAuthenticator());
    if (arguments.redis() != null) {
      builder.backplane(RedisBackplane.create(arguments.redis()));
    }
    mapHubs(builder, arguments.pipelinedSends());
    server = builder.build();
  }

  /** Runs the server until the process is ended. */
  public static void main(String[] args) {
    run(args, server -> {});
  }

  /** Runs a server until the process is ended; tells when clients can connect. */
  static void run(String[] args, Consumer<ConformanceServer> whenStarted) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(WRONG_ARGUMENTS);
      return;
    }
    try {
      ConformanceServer server = start(arguments);
      server.server.stopAtExit(() -> {});
      System.out.println("Listening on " + server.url());
      whenStarted.accept(server);
      server.awaitEnd();
    } catch (RuntimeException e) {
      System.err.println(e.getMessage());
      System.exit(NOT_STARTED);
    }
  }

  /**
   * Starts a server; returns when clients can connect. Throws what {@link HubServer#start} throws,
   * for instance because the port is taken.
   */
  static ConformanceServer start(Arguments arguments) {
    return start(arguments, transport -> {});
  }

  /** Starts a server whose transport has other settings than usual. */
  static ConformanceServer start(
      Arguments arguments, Consumer<WebSocketTransportBuilder> transportSettings) {
    ConformanceServer started = new ConformanceServer(arguments, transportSettings);
    started.port.open(started.server);
    started.server.start();
    return started;
  }

  /** Waits for the end of the server. If it ended by itself, its process ends with an error. */
  private void awaitEnd() {
    try {
      server.whenEnded().join();
    } catch (CompletionException e) {
      System.err.println(e.getCause());
      Runtime.getRuntime().halt(FAILED); // What is left of the server may hold up an exit.
    }
  }

  /** Returns what clients connect to. */
  HubPort port() {
    return port;
  }

  /** Returns where the server listens, such as {@code http://127.0.0.1:5000}. */
  String url() {
    return "http://" + HubPort.HOST + ":" + port.port();
  }

  private String counters() {
    return CountersText.of(server.counters());
  }

  @Override
  public void close() {
    server.close();
    port.close();
  }

  private static void mapHubs(HubServerBuilder server, @Nullable Integer pipelinedSends) {
    Gates gates = new Gates();
    HubFactory<TestHub> test = () -> new TestHub(gates);
    server
        .options(
            options -> {
              options
                  .maxGroupNameLength(1_024) // A recorded scenario has a long one,
                  .maxInvocationIdLength(32_768) // another one a long id,
                  .maxValuesPerMessage(1_000_000); // and others have 20,000 nested arrays.
              if (pipelinedSends != null) {
                options.maxPipelinedSendsPerConnection(pipelinedSends);
              }
            })
        .hub("/test", TestHub.class, test, named("Test"))
        .hub(
            "/detailed",
            TestHub.class,
            test,
            named("Detailed", options -> options.detailedErrors(true)))
        .hub("/short", TestHub.class, test, named("Short", ConformanceServer::shortTimes))
        .hub("/small", TestHub.class, test, named("Small", options -> options.maxMessageBytes(200)))
        .hub(
            "/parallel",
            TestHub.class,
            test,
            named("Parallel", options -> options.maximumParallelInvocationsPerClient(2)))
        .hub(
            "/stateful",
            TestHub.class,
            test,
            named("Stateful", options -> options.statefulReconnect(true)))
        .hub(
            "/websockets",
            TestHub.class,
            test,
            named("WebSockets", options -> options.transports(Set.of(TransportType.WEB_SOCKETS))))
        .hub(
            "/secure",
            TestHub.class,
            test,
            named(
                "Secure",
                options ->
                    options.requireAuthenticatedUser(true).closeOnAuthenticationExpiration(true)))
        .hub("/refusing", RefusingHub.class, () -> new RefusingHub(gates), named("Refusing"))
        .hub("/greeting", GreetingHub.class, () -> new GreetingHub(gates), named("Greeting"))
        .hub(
            "/filtered",
            TestHub.class,
            test,
            named("Filtered").andThen(hub -> hub.filter(new ShoutingFilter())))
        .hub("/bench", BenchHub.class, BenchHub::new, named("Bench"));
  }

  private static void shortTimes(HubOptions.Builder options) {
    options
        .handshakeTimeout(Duration.ofSeconds(1))
        .keepAliveInterval(Duration.ofSeconds(1))
        .clientTimeout(Duration.ofSeconds(2))
        .clientTimeoutFromFirstPing(true); // As the recorded scenarios have it.
  }

  /** The name that the reference server gives the hub of a route. */
  private static Consumer<HubSettings> named(String route) {
    return hub -> hub.name("Conformance." + route + "Hub");
  }

  private static Consumer<HubSettings> named(String route, Consumer<HubOptions.Builder> options) {
    return named(route).andThen(hub -> hub.options(options));
  }
}
