package dev.nave.hub;

import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is there: in the whole farm or, after {@link #local}, on this server. Needs {@link
 * HubSettings#presence}. Any thread.
 *
 * <p>A client is listed from the moment when {@code onConnected} has accepted it, within a second
 * on all servers, and until {@code onDisconnected} has run. Connections of a server that was killed
 * are listed until its lease has ended. Servers of ASP.NET Core list nothing.
 *
 * <p>While the backplane is away, the futures fail with {@link
 * dev.nave.backplane.BackplaneUnavailableException} or {@link
 * dev.nave.backplane.BackplaneTimeoutException}; {@link #local} still answers. A name with half a
 * surrogate pair fails them with {@link HubException}, and the name of a group that {@link
 * PresenceSettings#groups} does not choose with {@link IllegalStateException}.
 *
 * <p>A page has at most {@value dev.nave.backplane.directory.Directory#MAX_PAGE} items. It begins
 * at {@link Page#next} of the page before; null begins at the first.
 */
public interface HubPresence {
  /** Returns some of the members of a group. */
  CompletableFuture<Page<PresenceMember>> members(String group, @Nullable String from, int limit);

  /** Returns all members of a group, page by page. It holds all of them in memory. */
  CompletableFuture<List<PresenceMember>> members(String group);

  /** Returns how many connections are in a group. */
  CompletableFuture<Long> countMembers(String group);

  /** Returns how many different users are in a group; reads the whole list for that. */
  CompletableFuture<Long> countUsers(String group);

  /** Returns all connections of a user, with empty values. */
  CompletableFuture<List<PresenceMember>> connectionsOf(String userId);

  /** Returns whether a user has a connection. */
  CompletableFuture<Boolean> isOnline(String userId);

  /** Returns some of the users who have connections, and how many each has. */
  CompletableFuture<Page<KeyCount>> users(@Nullable String from, int limit);

  /** Returns some of the groups that have members, and how many each has. */
  CompletableFuture<Page<KeyCount>> groups(@Nullable String from, int limit);

  /** Returns some of the servers that have connections, by {@link HubServer#nodeId}. */
  CompletableFuture<Page<KeyCount>> servers(@Nullable String from, int limit);

  /** Returns how much there is of everything. */
  CompletableFuture<PresenceCounts> counts();

  /** Returns what this server alone knows, whatever the backplane does; the futures are done. */
  HubPresence local();
}
