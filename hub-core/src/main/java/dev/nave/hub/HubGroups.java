package dev.nave.hub;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Puts connections into groups and takes them out. A group exists while it has members, and a
 * connection leaves its groups when it ends. Names are literal and regard case. Any thread.
 *
 * <p>The futures are done when sends to the group reach, or no longer reach, the connection. Doing
 * a thing twice is the same as doing it once.
 *
 * <p>A change for a connection that no server has does nothing; it is not an error, on one server
 * and on many. Over a network that is a connection for which no server is subscribed: a server that
 * is cut off from the backplane at that moment does not get the change, as it gets no messages.
 *
 * <p>A connection on another server is changed by that server, whose answer is awaited: the future
 * fails with {@link dev.nave.backplane.BackplaneTimeoutException} if it does not come within {@link
 * ServerOptions#groupAckTimeout}. A name that is longer than {@link HubOptions#maxGroupNameLength},
 * or with half a surrogate pair, which no server could tell from others, fails the future with
 * {@link HubException}: it may come from a client as it is.
 */
public interface HubGroups {
  /** Puts a connection, wherever it is, into a group. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> add(String connectionId, String group);

  /**
   * Puts a connection, wherever it is, into a group, with a value for those who list its members;
   * gives it another value if it is in the group. Without {@link HubSettings#presence} the value
   * has no effect.
   *
   * @param value at most {@link HubOptions#maxPresenceValueLength} characters
   */
  @CanIgnoreReturnValue
  CompletableFuture<Void> addWithValue(String connectionId, String group, String value);

  /** Takes a connection, wherever it is, out of a group. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> remove(String connectionId, String group);

  /**
   * Puts a user into a group for {@link HubOptions#userGroupTime}; else as {@link #addUser(String,
   * String, Duration)}.
   */
  @CanIgnoreReturnValue
  CompletableFuture<Void> addUser(String userId, String group);

  /**
   * Puts a user into a group: all connections on every server, and those to come, also if there is
   * none now. It lasts until {@link #removeUser} or until its time is over; another call begins a
   * new time. A connection leaves the group then, also if it has joined it by itself. Needs {@link
   * HubOptions#usersInGroups}; else the future fails with {@link IllegalStateException}. It fails
   * with a {@link dev.nave.backplane.BackplaneException} if the backplane cannot be reached, and
   * with {@link HubException} if the time is longer than {@link HubOptions#maxUserGroupTime}.
   */
  @CanIgnoreReturnValue
  CompletableFuture<Void> addUser(String userId, String group, Duration time);

  /** Takes a user out of a group, with all connections on every server. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> removeUser(String userId, String group);
}
