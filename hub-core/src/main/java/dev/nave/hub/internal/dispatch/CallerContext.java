package dev.nave.hub.internal.dispatch;

import dev.nave.hub.CancellationToken;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubUser;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.executor.CallThreads;
import dev.nave.hub.internal.executor.ConnectionThreads;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One connection as its hub sees it, for as long as it lives. Any thread. */
public final class CallerContext implements HubCallerContext {
  private final HubConnection connection;
  private volatile ConnectionRequest request;
  private final ConnectionThreads threads;
  private final Executor entrance;

  // Made when the application asks, under the lock of the connection, which it does not have: it
  // may block in a lock of this object, and the loop must not.

  private volatile @Nullable AbortToken aborted;
  private volatile @Nullable ConcurrentMap<Object, Object> items;

  CallerContext(HubConnection connection, ConnectionRequest request, CallThreads threads) {
    this.connection = connection;
    this.request = request;
    this.threads = threads.forConnection();
    this.entrance = threads.entrance();
  }

  /** The client has come back with this request, as the same user. */
  void returned(ConnectionRequest latest) {
    request = latest;
  }

  HubConnection connection() {
    return connection;
  }

  /** Returns the threads that calls of the connection may hold. */
  ConnectionThreads threads() {
    return threads;
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
    ConcurrentMap<Object, Object> made = items;
    return made != null ? made : makeItems();
  }

  private ConcurrentMap<Object, Object> makeItems() {
    synchronized (connection) {
      ConcurrentMap<Object, Object> made = items;
      if (made == null) {
        made = new ConcurrentHashMap<>(4);
        items = made;
      }
      return made;
    }
  }

  @Override
  public HttpRequest request() {
    return request.httpRequest();
  }

  @Override
  public CancellationToken aborted() {
    return abortToken();
  }

  private AbortToken abortToken() {
    AbortToken made = aborted;
    return made != null ? made : makeAbortToken();
  }

  private AbortToken makeAbortToken() {
    synchronized (connection) {
      AbortToken made = aborted;
      if (made == null) {
        made = new AbortToken(entrance);
        aborted = made;
      }
      return made;
    }
  }

  @Override
  public void abort() {
    connection.abort();
  }

  void cancelAborted() {
    abortToken().cancel();
  }
}
