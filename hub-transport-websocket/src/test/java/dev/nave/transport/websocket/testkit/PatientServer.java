package dev.nave.transport.websocket.testkit;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose stop waits for an hour for calls; one hub, at {@code /slow}. */
public final class PatientServer implements AutoCloseable {
  private final CompletableFuture<String> gate = new CompletableFuture<>();
  private final SubmissionPublisher<Integer> numbers = new SubmissionPublisher<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final WebSocketTransport transport =
      WebSocketTransport.builder()
          .host("127.0.0.1")
          .allowedHosts(Set.of("*"))
          .port(0)
          .loops(2)
          .build();
  private final HubServer server =
      HubServer.builder()
          .transport(transport)
          .hub("/slow", SlowHub.class, SlowHub::new)
          .options(options -> options.maximumParallelInvocationsPerClient(2))
          .serverOptions(options -> options.stopGrace(Duration.ofHours(1)))
          .build();

  /** Starts one. */
  public PatientServer() {
    server.start();
  }

  /** Not static: its objects share the gate of the server. */
  public final class SlowHub extends Hub {
    /** Is answered when the test opens the gate. */
    public CompletionStage<String> whenOpen() {
      waiting.incrementAndGet();
      return gate;
    }

    /** Returns what it was given. */
    public String echo(String text) {
      return text;
    }

    /** Returns the numbers that the test gives. */
    public Flow.Publisher<Integer> numbers() {
      return numbers;
    }
  }

  /** Serves until the process is told to end; prints the port. */
  public static void main(String... args) {
    PatientServer patient = new PatientServer();
    patient.server.stopAtExit(() -> System.out.println("stopped"));
    System.out.println(patient.port());
  }

  /** Returns the port. */
  public int port() {
    return transport.port();
  }

  /** Returns the server. */
  public HubServer server() {
    return server;
  }

  /** Returns how many calls wait at the gate. */
  public int waiting() {
    return waiting.get();
  }

  /** Lets the calls go on. */
  public void open() {
    gate.complete("answered");
  }

  /** Returns what is given to those who ask for numbers. */
  public SubmissionPublisher<Integer> numbers() {
    return numbers;
  }

  @Override
  public void close() {
    open();
    numbers.close();
    server.close();
  }
}
