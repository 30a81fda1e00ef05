package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubServer;
import dev.nave.hub.ServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real server with one hub at {@code /hostile}, and clients of it. */
public final class HostileServer implements AutoCloseable {
  /** Where its hub is. */
  public static final String HUB = "/hostile";

  private static final String END = "\u001e";

  private final BlockingQueue<Optional<Throwable>> ends = new LinkedBlockingQueue<>();
  private final Semaphore gate = new Semaphore(0);
  private final AtomicInteger blocked = new AtomicInteger();
  private final AtomicInteger floods = new AtomicInteger();
  private final List<String> noted = new CopyOnWriteArrayList<>();
  private final HubListener listener;
  private final HubServer server;

  private HostileServer(
      HubListener listener,
      Consumer<HubOptions.Builder> options,
      Consumer<ServerOptions.Builder> bounds) {
    this.listener = listener;
    server =
        HubServer.builder()
            .hub(HUB, HostileHub.class, () -> new HostileHub(this), hub -> hub.options(options))
            .serverOptions(
                own -> own.stopGrace(Duration.ofSeconds(1))) // Those who poll just vanish.
            .serverOptions(bounds)
            .transport(listener.transport())
            .build();
    listener.open(server);
    server.start();
  }

  /**
   * Starts servers.
   *
   * @param listeners makes what the next one listens with
   */
  public record Starter(Supplier<HubListener> listeners) {
    /** Starts one with these options of its hub. */
    public HostileServer start(Consumer<HubOptions.Builder> options) {
      return start(options, bounds -> {});
    }

    /** Starts one with these options of its hub and of the server. */
    public HostileServer start(
        Consumer<HubOptions.Builder> options, Consumer<ServerOptions.Builder> bounds) {
      return new HostileServer(listeners.get(), options, bounds);
    }

    /** Starts one with these options of the server. */
    public HostileServer bounded(Consumer<ServerOptions.Builder> bounds) {
      return start(options -> {}, bounds);
    }
  }

  /** Its methods. */
  public static final class HostileHub extends Hub {
    private final HostileServer test;

    HostileHub(HostileServer test) {
      this.test = test;
    }

    /** Returns what it was given. */
    public String echo(String text) {
      return text;
    }

    /** Returns how many properties a value has. */
    public int any(Map<String, Object> value) {
      return value.size();
    }

    /** Puts the caller into a group. */
    public CompletableFuture<Void> join(String group) {
      return groups().add(group);
    }

    /** Sends to a group. */
    public CompletableFuture<Void> toGroup(String group) {
      return clients().group(group).send("toGroup");
    }

    /** Streams nothing, and does not end. */
    public Flow.Publisher<String> endless() {
      return new SubmissionPublisher<>(Runnable::run, 1);
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
    return listener.port();
  }

  /** Returns the server. */
  public HubServer server() {
    return server;
  }

  /** Lets that many calls of {@code block} go on. */
  public void open(int calls) {
    gate.release(calls);
  }

  /** Returns how many calls of {@code block} have begun. */
  public int blocked() {
    return blocked.get();
  }

  /** Returns how many calls of {@code flood} have sent everything. */
  public int floods() {
    return floods.get();
  }

  /** Returns what calls of {@code note} were given, in order. */
  public List<String> noted() {
    return noted;
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

  /** Returns a client that speaks JSON and has shaken hands. */
  public RawClient client() {
    return client("json");
  }

  /** Returns a client that speaks MessagePack and has shaken hands. */
  public RawClient messagePackClient() {
    return client("messagepack");
  }

  private RawClient client(String protocol) {
    RawClient client = upgraded();
    client.send(RawClient.frame(0x81, "{\"protocol\":\"" + protocol + "\",\"version\":1}" + END));
    assertThat(client.readFrame().text()).isEqualTo("{}" + END);
    return client;
  }

  /** Returns a client that has a WebSocket and said nothing yet. */
  public RawClient upgraded() {
    RawClient client = RawClient.connect(port());
    client.upgrade(HUB);
    return client;
  }

  /** Returns a call with the id 1. */
  public static String invocation(String method, String arguments) {
    return "{\"type\":1,\"invocationId\":\"1\",\"target\":\""
        + method
        + "\",\"arguments\":["
        + arguments
        + "]}"
        + END;
  }

  /** Calls a method, and returns its completion. */
  public String call(RawClient client, String method, String arguments) {
    client.send(RawClient.frame(0x81, invocation(method, arguments)));
    return client.readFrame().text();
  }

  @Override
  public void close() {
    gate.release(1_000_000);
    server.close();
    listener.close();
  }
}
