package dev.nave.samples.chat;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.TypedHubClients;
import dev.nave.metrics.micrometer.MicrometerMeters;
import dev.nave.transport.websocket.WebSocketTransport;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The program: serves the page and its hub until it is told to stop. Any thread.
 *
 * <p>{@code java -jar chat.jar [--host address] [--port number] [--redis connection]}, and more
 * (see {@link Arguments#USAGE}). With a Redis it is one of several servers of one chat.
 */
public final class ChatServer implements AutoCloseable {
  /** The exit status of a server that ended by itself. */
  private static final int FAILED = 3;

  /**
   * How often it is looked whether they reach each other. Events would not tell of a link that
   * never was up.
   */
  private static final Duration LINK_CHECK_INTERVAL = Duration.ofMillis(250);

  /** The format that Prometheus asks for first. */
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final HubServer server;
  private final String address;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "chat-clock");
            thread.setDaemon(true);
            return thread;
          });

  private ChatServer(HubServer server, String address) {
    this.server = server;
    this.address = address;
  }

  /**
   * Starts a server and waits until browsers can connect. Throws what {@link HubServer#start}
   * throws, for instance because it cannot listen there.
   */
  static ChatServer start(Arguments arguments) {
    return start(arguments, transport -> {});
  }

  /** Does so with a transport that is set up further. */
  static ChatServer start(Arguments arguments, Consumer<WebSocketTransportBuilder> more) {
    CompletableFuture<HubServer> built = new CompletableFuture<>();
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    WebSocketTransport transport = transport(arguments, more, built, metrics);
    HubServerBuilder builder = HubServer.builder().transport(transport);
    if (arguments.farm().metricsPath().isPresent()) {
      builder.meters(MicrometerMeters.of(metrics));
    }
    arguments.redis().ifPresent(redis -> builder.backplane(RedisBackplane.create(redis)));
    FarmSettings farm = arguments.farm();
    builder.serverOptions(
        options ->
            options
                .whenUnavailable(farm.whenUnavailable())
                .drainDelay(farm.drainDelay())
                .readinessFollowsBackplane(farm.readyOnlyIfLinked()));
    boolean isAlone = arguments.redis().isEmpty();
    ServerSign sign = new ServerSign(arguments.serverName(), isAlone);
    configure(builder, Clock.systemUTC(), sign);
    arguments.operatorKey().ifPresent(key -> configureOperator(builder, key));
    HubServer server = builder.build();
    built.complete(server);
    server.start();
    ChatServer chat =
        new ChatServer(server, "http://" + inUrl(arguments.host()) + ":" + transport.port() + "/");
    if (!isAlone) {
      chat.watchLink(sign);
    }
    return chat;
  }

  private static WebSocketTransport transport(
      Arguments arguments,
      Consumer<WebSocketTransportBuilder> more,
      CompletableFuture<HubServer> server,
      PrometheusMeterRegistry metrics) {
    WebSocketTransportBuilder transport =
        WebSocketTransport.builder()
            .host(arguments.host())
            .port(arguments.port())
            .staticFiles("/", "page")
            .health("/health/live", "/health/ready");
    arguments
        .farm()
        .countersPath()
        .ifPresent(
            path ->
                transport.textEndpoint(
                    path, "application/json", () -> CountersText.of(server.join().counters())));
    arguments
        .farm()
        .metricsPath()
        .ifPresent(path -> transport.textEndpoint(path, PROMETHEUS_TEXT, metrics::scrape));
    if (arguments.operatorKey().isPresent()) {
      String page = operatorPage();
      transport.textEndpoint("/operate", "text/html; charset=utf-8", () -> page);
    }
    more.accept(transport);
    return transport.build();
  }

  /** Sets all but the transport and the backplane, so that tests can do without. */
  static void configure(HubServerBuilder server, Clock clock, ServerSign sign) {
    server
        .hub(
            "/chat",
            ChatHub.class,
            () -> new ChatHub(clock, sign),
            hub -> hub.presence(presence -> presence.allGroups().listener(new RoomNews())))
        .options(options -> options.requireAuthenticatedUser(true))
        .authenticator(new NameAuthenticator());
  }

  static void configureOperator(HubServerBuilder server, String key) {
    HubContext<ChatHub> chat = server.hubContext(ChatHub.class);
    server.hub("/operator", OperatorHub.class, () -> new OperatorHub(chat, key));
  }

  private static String operatorPage() {
    try (InputStream page =
        Objects.requireNonNull(ChatServer.class.getResourceAsStream("/operate/operate.html"))) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void watchLink(ServerSign sign) {
    TypedHubClients<ChatClient> pages = pages();
    every(
        LINK_CHECK_INTERVAL,
        () -> sign.show(server.health().backplane().state() == BackplaneHealth.State.UP, pages));
  }

  private TypedHubClients<ChatClient> pages() {
    return server.hubContext(ChatHub.class).clients(ChatClient.class);
  }

  private void every(Duration interval, Runnable task) {
    long millis = interval.toMillis();
    var unused = clock.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Returns the address of the page. */
  String address() {
    return address;
  }

  /** Stops gracefully: pages are told to come back, and do when a server runs here again. */
  @Override
  public void close() {
    server.close();
    clock.shutdownNow();
  }

  private void stopped(Arguments arguments, PrintStream out) {
    clock.shutdownNow();
    if (arguments.farm().countersPath().isPresent()) {
      out.println("It counted " + CountersText.of(server.counters()));
    }
  }

  /** Starts the program. */
  public static void main(String... args) {
    int status = run(System.out, System.err, args);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** If the server ends by itself, the process ends with an error, to be started again. */
  private void watch(PrintStream err) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                server.whenEnded().join();
              } catch (CompletionException e) {
                err.println("chat: " + e.getMessage());
                Runtime.getRuntime().halt(FAILED); // A failed server may hold up an exit.
              }
            },
            "chat-watch");
    watcher.start(); // No daemon: the process lives until the server has ended.
  }

  /** Returns 0 if the server runs and will stop with the program, else the exit status. */
  static int run(PrintStream out, PrintStream err, String... args) {
    if (List.of(args).contains("--help")) {
      out.println(Arguments.USAGE);
      return 0;
    }
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("chat: " + e.getMessage());
      err.println(Arguments.USAGE);
      return 2;
    }
    try {
      ChatServer chat = start(arguments);
      chat.server.stopAtExit(() -> chat.stopped(arguments, out));
      chat.watch(err);
      out.println("The chat is at " + chat.address());
      return 0;
    } catch (RuntimeException e) {
      err.println("chat: " + reason(e));
      return 1;
    }
  }

  private static String reason(RuntimeException failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return message.startsWith("cannot listen")
        ? message + "; --host and --port choose another address"
        : message;
  }

  /** An IPv6 address stands in brackets. */
  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
