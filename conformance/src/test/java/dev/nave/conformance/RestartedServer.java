package dev.nave.conformance;

import static org.awaitility.Awaitility.await;

import dev.nave.conformance.Arguments.Transport;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
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
  private final Transport transport;
  private final Running first;
  private volatile Running serving;
  private volatile CompletableFuture<Void> restarted = CompletableFuture.completedFuture(null);

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

  /** A hub server, and where it listens. */
  private record Running(HubPort port, HubServer server) implements AutoCloseable {
    @Override
    public void close() {
      server.close();
      port.close();
    }
  }

  /** Starts the first of two of a kind. */
  RestartedServer(Transport transport) {
    this.transport = transport;
    first = start(0, "first");
    serving = first;
  }

  private Running start(int port, String name) {
    TextPage stop = new TextPage("/stop", "text/plain", this::restart);
    HubPort listening = HubPort.of(transport, port, stop, settings -> {});
    HubServer server =
        HubServer.builder()
            .transport(listening.transport())
            .hub("/slow", SlowHub.class, () -> new SlowHub(name))
            .options(options -> options.maximumParallelInvocationsPerClient(2))
            .serverOptions(options -> options.stopGrace(Duration.ofMinutes(1)))
            .build();
    listening.open(server);
    server.start();
    return new Running(listening, server);
  }

  /** Begins to stop. Calls that run are answered once the server is not ready any more. */
  private String restart() {
    int port = first.port().port();
    int waiting = running.get();
    restarted =
        first
            .server()
            .stopAsync()
            .toCompletableFuture()
            .thenRunAsync(
                () -> {
                  first.port().close();
                  serving = start(port, "second");
                });
    var unusedAnswer =
        CompletableFuture.runAsync(
            () -> {
              await().until(() -> !first.server().health().isReady());
              gate.complete("answered");
            });
    return waiting + " calls run";
  }

  String url() {
    return "http://" + HubPort.HOST + ":" + serving.port().port();
  }

  @Override
  public void close() {
    gate.complete("answered");
    numbers.close();
    restarted.join();
    serving.close();
  }
}
