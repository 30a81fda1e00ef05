package dev.nave.hub;

import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** One client's connection, as a hub sees it. Any thread; may be kept. */
public interface HubCallerContext {
  /** Returns the connection's public id: 22 characters, never used again. */
  String connectionId();

  /** Returns the id of the connection's user, or null if the client is anonymous. */
  @Nullable String userId();

  /**
   * Returns who the {@link Authenticator} said the client is: when it connected, or when it was
   * authenticated anew.
   */
  Optional<HubUser> user();

  /** Returns what the application keeps with the connection, as long as it lives. */
  ConcurrentMap<Object, Object> items();

  /** Returns the HTTP request that opened the connection. */
  HttpRequest request();

  /** Returns the token that is cancelled when the connection ends. */
  CancellationToken aborted();

  /** Ends the connection; the client is told not to reconnect. Returns at once. */
  void abort();
}
