package dev.nave.hub;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.concurrent.CompletableFuture;

/**
 * Puts connections into groups and takes them out. A group exists while it has members, and a
 * connection leaves its groups when it ends. Names are literal and regard case. Any thread.
 *
 * <p>The futures are done when sends to the group reach, or no longer reach, the connection. Doing
 * a thing twice is the same as doing it once.
 *
 * <p>A connection on another server is changed by that server, whose answer is awaited. Over a
 * network the future fails with {@link ConnectionNotFoundException} if it is known that no server
 * has the connection at the moment, and with {@link dev.nave.backplane.BackplaneTimeoutException}
 * if none answers within {@link HubServer.Builder#groupAckTimeout}. Where all servers are in one
 * process, a connection that does not exist is nobody.
 */
public interface HubGroups {
  /** Puts a connection, wherever it is, into a group. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> add(String connectionId, String group);

  /** Takes a connection, wherever it is, out of a group. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> remove(String connectionId, String group);
}
