package dev.nave.hub.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.AuthenticationException;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.accept.Acceptor;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.fakes.NoLink;
import dev.nave.hub.internal.fakes.RecordingReceiver;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint with one hub at {@code /test} and one that requires a user at {@code /secure}, a
 * clock and a hub executor that are turned by hand, and an acceptor that writes down what it is
 * given.
 */
public final class TestEndpoint {
  /** The token is the user; {@code forged} is refused. */
  public static final Authenticator TOKEN_IS_USER =
      request -> {
        String token = Authenticator.bearerToken(request);
        if ("forged".equals(token)) {
          throw new AuthenticationException("not signed by us");
        }
        return token == null ? null : HubUser.of(token);
      };

  private static final Pattern FIELD =
      Pattern.compile("\"(connectionId|connectionToken)\":\"([^\"]*)\"");

  final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // The clock may wrap around.
  final Queue<Runnable> hubTasks = new ArrayDeque<>();
  final List<ConnectionRequest> accepted = new ArrayList<>();
  final List<TransportConnection> links = new ArrayList<>();
  final List<RecordingReceiver> receivers = new ArrayList<>();
  private final HubEndpoint endpoint;

  private TestEndpoint(UnaryOperator<HubEndpointBuilder> settings, HubOptions options) {
    Acceptor acceptor = this::accept;
    HubEndpointBuilder builder =
        HubEndpoint.builder(hubTasks::add)
            .nanoTime(nanos::get)
            .hub(new HubMapping("/test", options, acceptor));
    endpoint = settings.apply(builder).build();
  }

  private TransportReceiver accept(ConnectionRequest request, TransportConnection link) {
    accepted.add(request);
    links.add(link);
    RecordingReceiver receiver = new RecordingReceiver();
    receivers.add(receiver);
    return receiver;
  }

  static TestEndpoint open() {
    return with(builder -> builder);
  }

  public static TestEndpoint with(UnaryOperator<HubEndpointBuilder> settings) {
    return new TestEndpoint(settings, HubOptions.builder().build());
  }

  static TestEndpoint bounded(UnaryOperator<ServerOptions.Builder> bounds) {
    ServerOptions options = bounds.apply(ServerOptions.builder()).build();
    return with(builder -> builder.options(options));
  }

  public static TestEndpoint with(UnaryOperator<HubEndpointBuilder> settings, HubOptions options) {
    return new TestEndpoint(settings, options);
  }

  static TestEndpoint withOptions(UnaryOperator<HubOptions.Builder> options) {
    return new TestEndpoint(builder -> builder, options.apply(HubOptions.builder()).build());
  }

  static TestEndpoint authenticated() {
    HubOptions requireAuthenticatedUser =
        HubOptions.builder().requireAuthenticatedUser(true).build();
    return with(
        builder ->
            builder
                .authenticator(TOKEN_IS_USER)
                .hub(
                    new HubMapping(
                        "/secure",
                        requireAuthenticatedUser,
                        (request, link) -> new RecordingReceiver())));
  }

  public HubEndpoint endpoint() {
    return endpoint;
  }

  EndpointAnswer ask(HttpRequest.Builder request) {
    return finish(request, false);
  }

  EndpointAnswer upgrade(HttpRequest.Builder request) {
    return finish(request, true);
  }

  private EndpointAnswer finish(HttpRequest.Builder request, boolean webSocketUpgrade) {
    var answer = endpoint.handle(request.build(), webSocketUpgrade).toCompletableFuture();
    runHubTasks();
    assertThat(answer).isCompleted();
    return answer.join();
  }

  void runHubTasks() {
    for (Runnable task = hubTasks.poll(); task != null; task = hubTasks.poll()) {
      task.run();
    }
  }

  public Negotiated negotiate(String query) {
    HttpRequest.Builder request = HttpRequest.builder("POST", "/test/negotiate");
    if (!query.isEmpty()) {
      request.query("negotiateVersion", query);
    }
    Respond answer = (Respond) ask(request);
    assertThat(answer.status()).isEqualTo(200);
    return Negotiated.read(body(answer));
  }

  /** Connects with a token and returns what the engine was given. */
  ConnectionRequest connect(String token) {
    Attach attach = (Attach) upgrade(get("/test").query("id", token));
    attach(attach);
    return accepted.get(accepted.size() - 1);
  }

  void attach(Attach attach) {
    attach.connection().attach(new NoLink());
  }

  void passTime(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  static HttpRequest.Builder get(String path) {
    return HttpRequest.builder("GET", path);
  }

  static HttpRequest.Builder post(String path) {
    return HttpRequest.builder("POST", path);
  }

  static String body(EndpointAnswer answer) {
    return new String(((Respond) answer).body(), StandardCharsets.UTF_8);
  }

  /** One line per answer, as transcripts have it. */
  public static String line(EndpointAnswer answer) {
    if (!(answer instanceof Respond respond)) {
      return answer instanceof Attach
          ? "101"
          : answer instanceof Later ? "later" : answer instanceof Stream ? "stream" : "not mapped";
    }
    String type = respond.headers().get("Content-Type");
    return (respond.status() + (type == null ? "" : " " + type) + " " + body(respond)).trim();
  }

  /** An executor that takes nothing. */
  static Executor full() {
    return task -> {
      throw new java.util.concurrent.RejectedExecutionException("full");
    };
  }

  /** What negotiate says. */
  public record Negotiated(String body, String id, @Nullable String token) {
    static Negotiated read(String body) {
      String id = "";
      String token = null;
      Matcher field = FIELD.matcher(body);
      while (field.find()) {
        if (field.group(1).equals("connectionId")) {
          id = field.group(2);
        } else {
          token = field.group(2);
        }
      }
      return new Negotiated(body, id, token);
    }

    String shape() {
      String shape = body.replace(id, "<id>");
      return token == null ? shape : shape.replace(token, "<token>");
    }

    public String secret() {
      return token == null ? id : token;
    }
  }
}
