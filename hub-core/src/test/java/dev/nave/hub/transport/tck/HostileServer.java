package dev.nave.hub.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubServer;
import dev.nave.hub.ServerOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A real server with one hub at {@code /hostile}, and clients of it. */
public final class HostileServer implements AutoCloseable {
  private static final String END = "\u001e";

  private final HubListener listener;
  private final HubServer server;

  private HostileServer(
      HubListener listener,
      Consumer<HubOptions.Builder> options,
      Consumer<ServerOptions.Builder> bounds) {
    this.listener = listener;
    server =
        HubServer.builder()
            .hub("/hostile", HostileHub.class, HostileHub::new, hub -> hub.options(options))
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
  }

  /** Returns the port. */
  public int port() {
    return listener.port();
  }

  /** Returns the server. */
  public HubServer server() {
    return server;
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
    client.upgrade("/hostile");
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
    server.close();
    listener.close();
  }
}
