package dev.nave.hub;

import dev.nave.hub.internal.server.ServerRuntime;
import dev.nave.hub.internal.stages.Outcomes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A server of hubs: what clients connect to. Any thread.
 *
 * <p>It is started once and stopped once; every further call of {@link #start} or {@link #stop}
 * returns the outcome of the first. A second call of {@code stop} makes the first one hurry.
 */
public final class HubServer implements AutoCloseable {
  private final ServerRuntime runtime;

  HubServer(ServerRuntime runtime) {
    this.runtime = runtime;
  }

  /** Begins a server. */
  public static HubServerBuilder builder() {
    return new HubServerBuilder();
  }

  /**
   * Starts and waits until clients can connect.
   *
   * <p>If it cannot be started, it is stopped, and what made it fail is thrown: an unchecked
   * exception as it is, an {@link java.io.IOException}, such as a {@link java.net.BindException},
   * in an {@link UncheckedIOException} with the same message.
   */
  public void start() {
    try {
      startAsync().join();
    } catch (CompletionException e) {
      throw uncheckedCauseOf(e);
    }
  }

  private static RuntimeException uncheckedCauseOf(CompletionException wrapper) {
    Throwable cause = Outcomes.unwrap(wrapper);
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof IOException failed) {
      return new UncheckedIOException(failed.getMessage(), failed);
    }
    return cause instanceof RuntimeException unchecked ? unchecked : wrapper;
  }

  /**
   * Starts; the result is done when clients can connect. It fails with what made the start fail, as
   * it is: an {@link java.io.IOException} of the transport, a {@link
   * dev.nave.backplane.BackplaneException} of a backplane that gave up, or an {@link
   * IllegalStateException} if the server was stopped. It does not end on a thread of the transport
   * or the backplane.
   */
  public CompletableFuture<Void> startAsync() {
    return runtime.start();
  }

  /** Stops and waits until everything has ended. */
  public void stop() {
    stopAsync().join();
  }

  /**
   * Stops: readiness ends at once, the rest after {@link ServerOptions#drainDelay}: no new
   * connections, a Close that allows to reconnect for those that are there ({@link
   * ServerOptions#closeBatchSize}), a grace period for what still runs ({@link
   * ServerOptions#stopGrace}), then the end of backplane and transport. The result never fails.
   *
   * <p>A second call is for those who cannot wait: the delay, the pauses between batches and the
   * wait for polls end.
   */
  public CompletableFuture<Void> stopAsync() {
    return runtime.stop();
  }

  /** Stops, as {@link #stop} does. */
  @Override
  public void close() {
    stop();
  }

  /**
   * Returns the clients and groups of a hub.
   *
   * @throws IllegalArgumentException if the class is not mapped, or under several names
   */
  public <H extends AbstractHub> HubContext<H> hubContext(Class<H> hub) {
    return runtime.hubContext(hub);
  }

  /**
   * Returns the clients and groups of a hub, the clients through its interface.
   *
   * @throws IllegalArgumentException if the class is not mapped, or under several names
   */
  public <H extends TypedHub<C>, C> TypedHubContext<H, C> typedHubContext(Class<H> hub) {
    return new TypedHubContext<>(hubContext(hub), hub);
  }

  /**
   * Returns the clients and groups of a hub.
   *
   * @throws IllegalArgumentException if there is no hub of that name
   */
  public HubContext<?> hubContext(String hubName) {
    return runtime.hubContext(hubName);
  }

  /** Returns how the server is now, and whether a load balancer should send clients to it. */
  public ServerHealth health() {
    return runtime.health();
  }

  /** Returns the id under which the other servers know this one: another for each built server. */
  public String nodeId() {
    return runtime.nodeId();
  }

  /**
   * Returns the connections of all hubs that are on this server now, in no order. The list is a
   * copy; each connection is shown as it was when it was looked at. Never blocks. With many
   * thousands of connections and groups it is work for the calling thread: call it when an operator
   * asks, not for each message.
   */
  public List<ConnectionInfo> connections() {
    return runtime.connections();
  }

  /** Returns what became of the messages of all hubs. */
  public HubCounters counters() {
    return runtime.counters();
  }

  /**
   * Returns what became of the messages of a hub.
   *
   * @throws IllegalArgumentException if there is no hub of that name
   */
  public HubCounters counters(String hubName) {
    return runtime.counters(hubName);
  }
}
