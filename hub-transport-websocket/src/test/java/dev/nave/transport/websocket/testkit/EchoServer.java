package dev.nave.transport.websocket.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real hub server on a free port with two loops, and one hub at {@code /echo}. */
public final class EchoServer implements AutoCloseable {
  /** Where its hub is. */
  public static final String HUB = "/echo";

  private final BlockingQueue<Optional<Throwable>> ends = new LinkedBlockingQueue<>();
  private final Semaphore gate = new Semaphore(0);
  private final AtomicInteger blocked = new AtomicInteger();
  private final AtomicInteger floods = new AtomicInteger();
  private final List<String> noted = new CopyOnWriteArrayList<>();
  private final WebSocketTransport transport;
  private final HubServer server;

  private EchoServer(Consumer<WebSocketTransportBuilder> http, Consumer<HubOptions.Builder> hub) {
    WebSocketTransportBuilder builder =
        WebSocketTransport.builder().host("127.0.0.1").allowedHosts(Set.of("*")).port(0).loops(2);
    http.accept(builder);
    transport = builder.build();
    server =
        HubServer.builder()
            .hub(HUB, EchoHub.class, () -> new EchoHub(this), each -> each.options(hub))
            .transport(transport)
            .serverOptions(
                options ->
                    options.stopGrace(
                        Duration.ofSeconds(1))) // Clients of tests that poll just vanish.
            .build();
    server.start();
  }

  /** Starts one with these settings. */
  public static EchoServer start(
      Consumer<WebSocketTransportBuilder> http, Consumer<HubOptions.Builder> hub) {
    return new EchoServer(http, hub);
  }

  /** Starts one with these options of its hub. */
  public static EchoServer start(Consumer<HubOptions.Builder> hub) {
    return start(http -> {}, hub);
  }

  /** Starts one with defaults. */
  public static EchoServer start() {
    return start(hub -> {});
  }

  /** Its methods. */
  public static final class EchoHub extends Hub {
    private final EchoServer test;

    EchoHub(EchoServer test) {
      this.test = test;
    }

    /** Returns what it was given. */
    public String echo(String text) {
      return text;
    }

    /** Notes what it was given, and returns it. */
    public String note(String text) {
      test.noted.add(text);
      return text;
    }

    /** Sends to all but the caller. */
    public void tell(String text) {
      var unusedFuture = clients().others().send("told", text);
    }

    /** Sends that many texts of that length to the caller. */
    public void flood(int count, int length) {
      for (int i = 0; i < count; i++) {
        var unusedFuture = clients().caller().send("told", "x".repeat(length));
      }
      test.floods.incrementAndGet();
    }

    /** Waits until the test opens the gate. */
    public void block(String ballast) throws InterruptedException {
      test.blocked.incrementAndGet();
      assertThat(ballast).isNotNull();
      test.gate.acquire();
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      test.ends.add(Optional.ofNullable(cause));
    }
  }

  /** Returns the port. */
  public int port() {
    return transport.port();
  }

  /** Returns the server. */
  public HubServer server() {
    return server;
  }

  /** Lets that many calls of {@code block} go on. */
  public void open(int calls) {
    gate.release(calls);
  }

  /** Returns how many calls of {@code flood} have sent everything. */
  public int floods() {
    return floods.get();
  }

  /** Returns what calls of {@code note} were given, in order. */
  public List<String> noted() {
    return noted;
  }

  /** Returns how many calls of {@code block} have begun. */
  public int blocked() {
    return blocked.get();
  }

  /** Waits for the end of a connection and returns its cause. */
  public Optional<Throwable> nextEnd() throws InterruptedException {
    Optional<Throwable> end = ends.poll(30, TimeUnit.SECONDS);
    assertThat(end).as("the end of a connection within 30 s").isNotNull();
    return end;
  }

  /** Returns whether no connection has ended that was not asked for. */
  public boolean noEnd() {
    return ends.isEmpty();
  }

  @Override
  public void close() {
    gate.release(1_000_000);
    server.close();
  }
}
