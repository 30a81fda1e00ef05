package dev.nave.hub.internal.dispatch;

import dev.nave.hub.CancellationToken;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubUser;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.connection.HubConnection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One connection as its hub sees it, for as long as it lives. Any thread. */
public final class CallerContext implements HubCallerContext {
  private final HubConnection connection;
  private volatile ConnectionRequest request;
  private final AbortToken aborted;
  private final ConcurrentMap<Object, Object> items = new ConcurrentHashMap<>(4);

  CallerContext(HubConnection connection, ConnectionRequest request, Executor executor) {
    this.connection = connection;
    this.request = request;
    this.aborted = new AbortToken(executor);
  }

  /** The client has come back with this request, as the same user. */
  void returned(ConnectionRequest latest) {
    request = latest;
  }

  HubConnection connection() {
    return connection;
  }

  @Override
  public String connectionId() {
    return connection.id();
  }

  @Override
  public @Nullable String userId() {
    return request.userId();
  }

  @Override
  public Optional<HubUser> user() {
    return request.user();
  }

  @Override
  public ConcurrentMap<Object, Object> items() {
    return items;
  }

  @Override
  public HttpRequest request() {
    return request.httpRequest();
  }

  @Override
  public CancellationToken aborted() {
    return aborted;
  }

  @Override
  public void abort() {
    connection.abort();
  }

  void cancelAborted() {
    aborted.cancel();
  }
}
