package dev.nave.hub.transport.tck;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.NotMapped;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint with one hub at {@code /hub}, which takes every WebSocket, and answers other requests
 * at and below with what they were. Anything else is not mapped.
 */
public final class FakeEndpoint implements HttpEndpoint {
  private final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
  private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
  private volatile boolean wantsBodies;
  private volatile @Nullable String notReadyBecause;
  private volatile @Nullable String notAliveBecause;
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private volatile Consumer<FakeConnection> onConnection = connection -> {};
  private volatile Function<HttpRequest, CompletionStage<EndpointAnswer>> answers =
      request -> CompletableFuture.completedStage(respond(request));

  @Override
  public boolean wantsBody(HttpRequest request) {
    return wantsBodies;
  }

  /** Whether bodies of requests matter; not, as at first. */
  public void wantsBodies(boolean value) {
    wantsBodies = value;
  }

  @Override
  public CompletionStage<EndpointAnswer> handle(HttpRequest request, boolean webSocketUpgrade) {
    requests.add(request);
    if (webSocketUpgrade && request.path().equals("/hub")) {
      return CompletableFuture.completedStage(new Attach(newConnection()));
    }
    return answers.apply(request);
  }

  @Override
  public @Nullable String notReadyBecause() {
    return notReadyBecause;
  }

  @Override
  public @Nullable String notAliveBecause() {
    return notAliveBecause;
  }

  @Override
  public void failed(Throwable cause) {
    failures.add(cause);
  }

  /** What the transport said that has failed. */
  public List<Throwable> failures() {
    return failures;
  }

  /** Why the process is to be restarted; null if it is not, as at first. */
  public void notAliveBecause(@Nullable String reason) {
    notAliveBecause = reason;
  }

  /** Why no new clients should come; null if they should, as at first. */
  public void notReadyBecause(@Nullable String reason) {
    notReadyBecause = reason;
  }

  /** What is answered to all but the WebSockets of {@code /hub}. */
  public void answerWith(Function<HttpRequest, CompletionStage<EndpointAnswer>> function) {
    answers = function;
  }

  /** What is done to each connection before it gets its link. */
  public void onConnection(Consumer<FakeConnection> action) {
    onConnection = action;
  }

  /** Returns a connection that this endpoint watches over. */
  public FakeConnection newConnection() {
    FakeConnection connection = new FakeConnection();
    onConnection.accept(connection);
    connections.add(connection);
    return connection;
  }

  /** Returns the requests so far. */
  public List<HttpRequest> requests() {
    return requests;
  }

  /** Returns the connections so far. */
  public List<FakeConnection> connections() {
    return connections;
  }

  private static EndpointAnswer respond(HttpRequest request) {
    if (!request.path().startsWith("/hub")) {
      return new NotMapped();
    }
    return new Respond(
        200,
        Map.of("Content-Type", "text/plain"),
        (request.method() + " " + request.path()).getBytes(StandardCharsets.UTF_8));
  }
}
