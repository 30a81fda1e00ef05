package dev.nave.hub;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nave.hub.protocol.CloseMessage;
import java.util.concurrent.CompletableFuture;

/**
 * Ends connections, wherever they are. Any thread.
 *
 * <p>The client gets a Close with the error and {@code allowReconnect} of the message; {@code
 * onDisconnected} gets a {@link ConnectionKickedException}. What the client sent and has not begun
 * is dropped. The connection cannot be taken up again by stateful reconnect. Messages that were
 * sent to a connection of this server before arrive before the Close; of another server, where the
 * backplane keeps the order between topics, as one Redis server does.
 *
 * <p>The futures tell how many connections were ended in the whole farm; one that has ended by
 * itself does not count. Those that connect, or join the group, at the same time may be missed.
 * Servers of ASP.NET Core do not take part: their connections go on. A future fails with
 *
 * <ul>
 *   <li>{@link dev.nave.backplane.BackplaneUnavailableException} if the other servers cannot be
 *       asked. The connections of this server are ended all the same;
 *   <li>{@link dev.nave.backplane.BackplaneTimeoutException} if one of them has not answered within
 *       {@link ServerOptions#kickTimeout}. The connections of all others are ended;
 *   <li>{@link HubException} if the name has half a surrogate pair.
 * </ul>
 */
public interface HubConnections {
  /** Ends a connection; the number is 0 or 1. */
  @CanIgnoreReturnValue
  CompletableFuture<Integer> close(String connectionId, CloseMessage message);

  /** Ends all connections of a user. */
  @CanIgnoreReturnValue
  CompletableFuture<Integer> closeUser(String userId, CloseMessage message);

  /** Ends all connections that are in a group. */
  @CanIgnoreReturnValue
  CompletableFuture<Integer> closeGroup(String group, CloseMessage message);
}
