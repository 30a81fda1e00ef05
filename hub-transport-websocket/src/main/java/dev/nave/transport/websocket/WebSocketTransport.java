package dev.nave.transport.websocket;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.websocket.internal.NettyServer;
import dev.nave.transport.websocket.internal.NettyVersion;
import dev.nave.transport.websocket.internal.TransportSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves hubs over HTTP and WebSockets on one port.
 *
 * <pre>{@code
 * WebSocketTransport transport = WebSocketTransport.builder().port(8080).build();
 * }</pre>
 *
 * <p>Belongs to one server, and is started and stopped once: another start needs another instance.
 * All methods may be called from any thread and none blocks.
 */
public final class WebSocketTransport implements ServerTransport {
  private final TransportSettings settings;
  private final String options;
  private final String changedOptions;
  private @Nullable CompletableFuture<NettyServer> started;
  private boolean stopped;

  WebSocketTransport(TransportSettings settings, String options, String changedOptions) {
    this.settings = settings;
    this.options = options;
    this.changedOptions = changedOptions;
  }

  /** Begins a transport with all defaults. */
  public static WebSocketTransportBuilder builder() {
    return new WebSocketTransportBuilder();
  }

  /**
   * Returns the port that is listened on: the one that was set or, where that was 0, the one that
   * the operating system chose.
   *
   * @throws IllegalStateException before the start is complete
   */
  public synchronized int port() {
    if (started == null || !started.isDone() || started.isCompletedExceptionally()) {
      throw new IllegalStateException("the transport has no port before it has started");
    }
    return started.join().port();
  }

  /**
   * Begins to listen. The stage is done when clients can connect.
   *
   * <p>Fails with {@link java.net.BindException} if the address is taken or not allowed, with
   * {@link java.net.UnknownHostException} if the host is not known, with another {@link
   * java.io.IOException} if there can be no socket for another reason; with {@link
   * IllegalStateException} if the back end is not available, if the class path has no Netty or one
   * that is too old, and at a second call; with {@link IllegalArgumentException} if the certificate
   * or its key cannot be used. The message says why.
   */
  @Override
  public synchronized CompletionStage<Void> start(HttpEndpoint endpoint) {
    if (started != null || stopped) {
      return CompletableFuture.failedStage(
          new IllegalStateException("a transport can be started once only; build another one"));
    }
    try {
      NettyVersion.check(WebSocketTransport.class.getClassLoader());
    } catch (IllegalStateException e) {
      return CompletableFuture.failedStage(e);
    }
    started = NettyServer.start(settings, endpoint);
    CompletableFuture<Void> listening = new CompletableFuture<>();
    var unusedFuture =
        started.whenComplete(
            (server, failure) -> {
              if (failure == null) {
                listening.complete(null);
              } else {
                listening.completeExceptionally(unwrapped(failure));
              }
            });
    return listening;
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /**
   * Stops to listen; WebSockets stay. Idempotent.
   *
   * <p>HTTP connections end with the response to the request that they are at.
   */
  @Override
  public CompletionStage<Void> stopAccepting() {
    return whenStarted(NettyServer::stopAccepting);
  }

  /**
   * Ends all connections and threads, within a few seconds. Idempotent.
   *
   * <p>Open WebSockets are closed with code 1001, without waiting for the client.
   */
  @Override
  public CompletionStage<Void> stop() {
    return whenStarted(NettyServer::stop);
  }

  private synchronized CompletionStage<Void> whenStarted(
      Function<NettyServer, CompletionStage<Void>> action) {
    if (started == null) {
      stopped = true;
      return CompletableFuture.completedStage(null);
    }
    return started
        .handle((server, failure) -> failure == null ? server : null)
        .thenCompose(
            server ->
                server == null ? CompletableFuture.completedStage(null) : action.apply(server));
  }

  @Override
  public String changedOptions() {
    return changedOptions;
  }

  /** Returns all options in force that have a text, {@code name=value, name=value}. */
  @Override
  public String toString() {
    return options;
  }
}
