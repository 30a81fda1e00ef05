package dev.nave.conformance;

import static org.awaitility.Awaitility.await;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that stops when a client asks for {@code /stop}, and one after it at the same port, as
 * at a deployment. The hub at {@code /slow} has calls that run until the stop has begun.
 */
final class RestartedServer implements AutoCloseable {
  private final CompletableFuture<String> gate = new CompletableFuture<>();
  private final SubmissionPublisher<Integer> numbers = new SubmissionPublisher<>();
  private final AtomicInteger running = new AtomicInteger();
  private final WebSocketTransport transport = transport(0);
  private final HubServer first = server(transport, "first");
  private volatile HubServer serving = first;

  /** Not static: its objects share the gate of the server. */
  public final class SlowHub extends Hub {
    private final String server;

    SlowHub(String server) {
      this.server = server;
    }

    /** Does nothing. */
    public void nothing() {}

    /** Is answered when the stop has begun. */
    public CompletionStage<String> whenStopping() {
      running.incrementAndGet();
      return gate;
    }

    /** A stream that goes on for as long as it may. */
    public Flow.Publisher<Integer> numbers() {
      return numbers;
    }

    /** Gives all streams their next numbers. */
    public void next(int first, int last) {
      for (int i = first; i <= last; i++) {
        numbers.submit(i);
      }
    }

    /** Tells who answers. */
    public String server() {
      return server;
    }
  }

  RestartedServer() {
    first.start();
  }

  private WebSocketTransport transport(int port) {
    return WebSocketTransport.builder()
        .host(HubPort.HOST)
        .port(port)
        .textEndpoint("/stop", "text/plain", this::restart)
        .build();
  }

  private HubServer server(WebSocketTransport own, String name) {
    return HubServer.builder()
        .transport(own)
        .hub("/slow", SlowHub.class, () -> new SlowHub(name))
        .options(options -> options.maximumParallelInvocationsPerClient(2))
        .serverOptions(options -> options.stopGrace(Duration.ofMinutes(1)))
        .build();
  }

  /** Begins to stop. Calls that run are answered once the server is not ready any more. */
  private String restart() {
    int port = transport.port();
    int waiting = running.get();
    var unusedStart =
        first
            .stopAsync()
            .thenRun(
                () -> {
                  serving = server(transport(port), "second");
                  serving.start();
                });
    var unusedAnswer =
        CompletableFuture.runAsync(
            () -> {
              await().until(() -> !first.health().isReady());
              gate.complete("answered");
            });
    return waiting + " calls run";
  }

  String url() {
    return "http://" + HubPort.HOST + ":" + transport.port();
  }

  @Override
  public void close() {
    gate.complete("answered");
    numbers.close();
    first.close();
    serving.close();
  }
}
