package dev.nave.hub.internal.registry;

import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.registry.HubRegistry.Present;
import dev.nave.hub.internal.registry.MembershipWatcher.Place;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher is told of one connection: nothing before the hub has accepted it, and a group
 * when what is sent to the group reaches the connection.
 *
 * <p><b>Threading.</b> The connection's loop; any thread may look who is {@link #present}.
 */
final class WatchedMember {
  private final MembershipWatcher watcher;
  private final HubConnection connection;
  private final @Nullable String userId;

  /** The groups of which the watcher was told, or is when the connection is accepted. */
  private final Map<String, Place> places = new ConcurrentHashMap<>(4);

  /** The groups whose subscription is not confirmed yet. */
  private final Map<String, Joining> joining = new HashMap<>(0);

  /** When the hub accepted the connection, in milliseconds; 0 before. */
  private volatile long sinceMillis;

  /** One or more joins of a group that wait for the same subscription; the last value counts. */
  private static final class Joining {
    @Nullable String value;
    CompletableFuture<Void> told = new CompletableFuture<>();

    Joining(@Nullable String value) {
      this.value = value;
    }
  }

  WatchedMember(MembershipWatcher watcher, HubConnection connection, @Nullable String userId) {
    this.watcher = watcher;
    this.connection = connection;
    this.userId = userId;
  }

  void accepted() {
    sinceMillis = System.currentTimeMillis();
    watcher.connected(connection.id(), userId, sinceMillis);
    places.forEach((group, place) -> watcher.joined(connection.id(), userId, group, place));
  }

  /**
   * The connection joins a group, perhaps again. The watcher is told once the group is subscribed
   * to: what is sent to the group because of the join is to reach the connection, too.
   *
   * @param value null leaves that which the connection has in the group
   * @param subscribed the stage of the subscription, which never fails
   * @return done when the watcher was told
   */
  CompletableFuture<Void> join(
      String group, @Nullable String value, CompletableFuture<Void> subscribed) {
    Joining underWay = joining.get(group);
    if (underWay != null) {
      underWay.value = value == null ? underWay.value : value;
      return underWay.told;
    }
    if (subscribed.isDone()) {
      tell(group, value);
      return subscribed;
    }
    Joining begun = new Joining(value);
    joining.put(group, begun);
    begun.told =
        subscribed.thenRunAsync(
            () -> {
              if (joining.remove(
                  group, begun)) { // Else it has left since, and joined anew perhaps.
                tell(group, begun.value);
              }
            },
            connection.loop()::execute);
    return begun.told;
  }

  private void tell(String group, @Nullable String value) {
    Place known = places.get(group);
    if (known == null || (value != null && !value.equals(known.value()))) {
      long since = known == null ? System.currentTimeMillis() : known.sinceMillis();
      Place place = new Place(since, value == null ? "" : value);
      places.put(group, place);
      if (sinceMillis != 0) {
        watcher.joined(connection.id(), userId, group, place);
      }
    }
  }

  void leave(String group) {
    leave(group, false);
  }

  private void leave(String group, boolean ended) {
    joining.remove(group);
    if (places.remove(group) != null && sinceMillis != 0) {
      watcher.left(connection.id(), group, ended);
    }
  }

  /** The connection has ended: it leaves its groups. */
  void end() {
    joining.clear();
    List.copyOf(places.keySet()).forEach(group -> leave(group, true));
    if (sinceMillis != 0) {
      watcher.ended(connection.id(), userId);
    }
  }

  /** Any thread. Returns the connection once the hub has accepted it. */
  Stream<Present> present() {
    return sinceMillis == 0
        ? Stream.empty()
        : Stream.of(
            new Present(connection.id(), userId, sinceMillis, Collections.unmodifiableMap(places)));
  }
}
