package dev.nave.hub;

import dev.nave.hub.internal.server.ProcessEnd;
import dev.nave.hub.internal.server.ServerRuntime;
import dev.nave.hub.internal.stages.Outcomes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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
  private final List<HubInfo> hubs;
  private final ServerOptions options;

  HubServer(ServerRuntime runtime, List<HubInfo> hubs, ServerOptions options) {
    this.runtime = runtime;
    this.hubs = List.copyOf(hubs);
    this.options = options;
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
   * IllegalStateException} if the server was stopped before clients could connect. It does not end
   * on a thread of the transport or the backplane.
   */
  public CompletableFuture<Void> startAsync() {
    return runtime.start();
  }

  /**
   * Returns the paths at which hubs are mapped, in that order: for a transport that has to tell
   * them to what it stands behind. Also before the start.
   */
  public List<String> hubPaths() {
    return runtime.paths();
  }

  /** Stops and waits until everything has ended. */
  public void stop() {
    stopAsync().join();
  }

  /**
   * Stops: readiness ends at once, the rest after {@link ServerOptions#drainDelay}. There are no
   * new connections. Those that are there end in batches ({@link ServerOptions#closeBatchSize}):
   * calls that were received are answered, streams to the client end with an error behind the items
   * that they have, and then the client gets a Close that allows to reconnect. What it calls
   * meanwhile is refused. What takes longer than {@link ServerOptions#stopGrace} is not waited for:
   * its cancellation tokens are cancelled, and its client gets the Close. Then backplane and
   * transport end. The result never fails.
   *
   * <p>A second call stops at once: all waits end, but for one second for the connections to end.
   */
  public CompletableFuture<Void> stopAsync() {
    return runtime.stop();
  }

  /**
   * Stops, and waits until everything has ended; see {@link #drainAsync}.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public void drain(Duration time) {
    drainAsync(time).join();
  }

  /**
   * Stops as {@link #stopAsync} does, and spreads the Closes of the connections over that time, so
   * that the other servers get the clients little by little. It takes longer where {@link
   * ServerOptions#closeBatchSize} would be exceeded. A server that stops already goes on as it
   * does.
   *
   * @param time from the first Close to the last; zero for that of {@link #stopAsync}
   * @throws IllegalArgumentException if the time is negative
   */
  public CompletableFuture<Void> drainAsync(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "the time of a drain must not be negative but was " + time);
    }
    return runtime.stopInTime(time);
  }

  /**
   * Has the server stop when the process is told to end, by SIGTERM or Ctrl-C, or exits. The
   * process ends when the server has stopped. A second signal stops at once. For programs whose
   * main purpose is the server: it takes over the handling of these two signals. Where the JVM lets
   * no program do that, a second signal does nothing.
   *
   * @param afterwards runs when the server has stopped, and before the process ends
   */
  public void stopAtExit(Runnable afterwards) {
    ProcessEnd.stopAtExit(this::stopAsync, afterwards);
  }

  /**
   * Returns a stage that is done when the server has ended: normally after a stop, and with a
   * {@link ServerFailedException} if it ended by itself. It does so if an event loop ends outside
   * of a stop, for instance for want of memory: then the server is neither {@linkplain #health
   * ready nor alive}, and stops. A program should exit with an error then. The stage is not done on
   * a thread of the transport or the backplane.
   */
  public CompletableFuture<Void> whenEnded() {
    return runtime.whenEnded();
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

  /** Returns all hubs, in the order in which they were mapped. */
  public List<HubInfo> hubs() {
    return hubs;
  }

  /** Returns the options of the server that are in force. */
  public ServerOptions options() {
    return options;
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
