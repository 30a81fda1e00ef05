package dev.nave.backplane.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.backplane.directory.PageEnd;
import dev.nave.backplane.directory.SpaceCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of one {@link InMemoryCluster} know together.
 *
 * <p><b>Who raises a change:</b> the node that caused it, unless an earlier change of the same key
 * is still being raised: then the node that raises that one, so that a key's changes stay in order.
 *
 * <p>Any thread; no listener is called under the lock.
 */
final class ClusterDirectory {
  private final TimedEntries timed;
  private final String ids = UUID.randomUUID().toString().replace("-", "");

  /** By space, then by key. What is empty is not there. */
  @GuardedBy("this")
  private final Map<String, NavigableMap<String, NavigableMap<String, Owned>>> spaces =
      new HashMap<>();

  /** What each node owns, in the order in which it was written. */
  @GuardedBy("this")
  private final Map<InMemoryDirectory, Set<Place>> owned = new HashMap<>();

  @GuardedBy("this")
  private final Map<DirectoryKey, Raiser> raisers = new HashMap<>();

  /** What each node has to raise, oldest first, by the change's id. */
  @GuardedBy("this")
  private final Map<InMemoryDirectory, LinkedHashMap<String, Waiting>> raising = new HashMap<>();

  @GuardedBy("this")
  private final Set<InMemoryDirectory> present = new LinkedHashSet<>();

  /** Lost nodes that no other has replaced yet, because there was none. */
  @GuardedBy("this")
  private final Set<InMemoryDirectory> lost = new LinkedHashSet<>();

  @GuardedBy("this")
  private long changes;

  private record Owned(String value, InMemoryDirectory owner, boolean told) {}

  private record Place(DirectoryKey key, String member) {}

  private record Waiting(Change change, Instant since) {}

  /** Which node raises the changes of a key, as long as there are any. */
  private static final class Raiser {
    private InMemoryDirectory node;
    private int changes;

    Raiser(InMemoryDirectory node) {
      this.node = node;
    }
  }

  ClusterDirectory(LongSupplier nanoTime) {
    timed = new TimedEntries(nanoTime);
  }

  TimedEntries timed() {
    return timed;
  }

  void join(InMemoryDirectory node) {
    synchronized (this) {
      present.add(node);
      lost.forEach(gone -> replace(gone, node));
      lost.clear();
    }
    node.tell();
  }

  void leave(InMemoryDirectory node) {
    InMemoryDirectory heir;
    synchronized (this) {
      present.remove(node);
      heir = present.stream().findFirst().orElse(null);
      if (heir == null) {
        lost.add(node);
      } else {
        replace(node, heir);
      }
    }
    tellAll();
  }

  /** What the lost node had to raise goes first: its entries were there before they are lost. */
  @GuardedBy("this")
  private void replace(InMemoryDirectory gone, InMemoryDirectory heir) {
    Map<String, Waiting> left = raising.remove(gone);
    if (left != null) {
      for (Waiting waiting : left.values()) {
        Change change = waiting.change();
        Raiser raiser = raisers.get(change.key());
        if (raiser != null) {
          raiser.node = heir;
        }
        wait(heir, change);
      }
    }
    Set<Place> places = owned.remove(gone);
    if (places != null) {
      for (Place place : places) {
        Owned entry = take(place);
        if (entry != null && entry.told()) {
          note(heir, Change.Kind.LOST, place, entry, "");
        }
      }
    }
  }

  void put(InMemoryDirectory node, DirectoryKey key, String member, String value, boolean told) {
    synchronized (this) {
      if (!present.contains(node)) {
        return; // Closed meanwhile.
      }
      Place place = new Place(key, member);
      Owned entry = new Owned(value, node, told);
      Owned before =
          spaces
              .computeIfAbsent(key.space(), space -> new TreeMap<>())
              .computeIfAbsent(key.name(), name -> new TreeMap<>())
              .put(member, entry);
      if (before != null && before.owner() != node) {
        disown(before.owner(), place);
      }
      owned.computeIfAbsent(node, owner -> new LinkedHashSet<>()).add(place);
      if (before == null && told) {
        note(node, Change.Kind.JOINED, place, entry, "");
      }
    }
    tellAll();
  }

  void remove(InMemoryDirectory node, DirectoryKey key, String member, String reason) {
    synchronized (this) {
      Place place = new Place(key, member);
      if (disown(node, place)) {
        Owned entry = take(place);
        if (entry != null && entry.told()) {
          note(node, Change.Kind.LEFT, place, entry, reason);
        }
      }
    }
    tellAll();
  }

  @GuardedBy("this")
  private boolean disown(InMemoryDirectory node, Place place) {
    Set<Place> places = owned.get(node);
    if (places == null || !places.remove(place)) {
      return false;
    }
    if (places.isEmpty()) {
      owned.remove(node);
    }
    return true;
  }

  @GuardedBy("this")
  private @Nullable Owned take(Place place) {
    NavigableMap<String, NavigableMap<String, Owned>> keys = spaces.get(place.key().space());
    NavigableMap<String, Owned> members = keys == null ? null : keys.get(place.key().name());
    if (keys == null || members == null) {
      return null;
    }
    Owned taken = members.remove(place.member());
    if (members.isEmpty()) {
      keys.remove(place.key().name());
      if (keys.isEmpty()) {
        spaces.remove(place.key().space());
      }
    }
    return taken;
  }

  @GuardedBy("this")
  private void note(
      InMemoryDirectory cause, Change.Kind kind, Place place, Owned entry, String reason) {
    Raiser raiser = raisers.computeIfAbsent(place.key(), key -> new Raiser(cause));
    raiser.changes++;
    changes++;
    Change change =
        new Change(
            ids + "-" + changes,
            kind,
            place.key(),
            place.member(),
            entry.value(),
            entry.owner().node(),
            reason,
            membersOf(place.key()).size());
    wait(raiser.node, change);
  }

  @GuardedBy("this")
  private void wait(InMemoryDirectory node, Change change) {
    raising
        .computeIfAbsent(node, each -> new LinkedHashMap<>())
        .put(change.id(), new Waiting(change, Instant.now()));
    node.note(change);
  }

  /** A change was raised: it will not be told again. */
  synchronized void raised(InMemoryDirectory node, Change change) {
    LinkedHashMap<String, Waiting> left = raising.get(node);
    if (left == null || left.remove(change.id()) == null) {
      return; // Lost meanwhile: another node is told it.
    }
    if (left.isEmpty()) {
      raising.remove(node);
    }
    Raiser raiser = raisers.get(change.key());
    if (raiser != null && --raiser.changes == 0) {
      raisers.remove(change.key());
    }
  }

  private void tellAll() {
    List<InMemoryDirectory> nodes;
    synchronized (this) {
      nodes = List.copyOf(raising.keySet());
    }
    nodes.forEach(InMemoryDirectory::tell);
  }

  synchronized Page<Entry> members(DirectoryKey key, @Nullable String from, int limit) {
    return page(
        membersOf(key),
        from,
        limit,
        member ->
            new Entry(member.getKey(), member.getValue().value(), member.getValue().owner().node()),
        member -> member);
  }

  synchronized long count(DirectoryKey key) {
    return membersOf(key).size();
  }

  synchronized Page<KeyCount> keys(String space, @Nullable String from, int limit) {
    return page(
        spaces.getOrDefault(space, new TreeMap<>()),
        from,
        limit,
        key -> new KeyCount(key.getKey(), key.getValue().size()),
        key -> new PageEnd(0, key).text());
  }

  synchronized SpaceCount count(String space) {
    NavigableMap<String, NavigableMap<String, Owned>> keys =
        spaces.getOrDefault(space, new TreeMap<>());
    return new SpaceCount(keys.size(), keys.values().stream().mapToLong(NavigableMap::size).sum());
  }

  synchronized long entriesOf(InMemoryDirectory node) {
    return owned.getOrDefault(node, Set.of()).size();
  }

  synchronized long raisingOf(InMemoryDirectory node) {
    LinkedHashMap<String, Waiting> left = raising.get(node);
    return left == null ? 0 : left.size();
  }

  /** Returns since when the oldest waits of what a node has to raise. */
  synchronized @Nullable Instant raisingSince(InMemoryDirectory node) {
    LinkedHashMap<String, Waiting> left = raising.get(node);
    return left == null ? null : left.values().iterator().next().since();
  }

  @GuardedBy("this")
  private NavigableMap<String, Owned> membersOf(DirectoryKey key) {
    NavigableMap<String, NavigableMap<String, Owned>> keys = spaces.get(key.space());
    NavigableMap<String, Owned> members = keys == null ? null : keys.get(key.name());
    return members == null ? new TreeMap<>() : members;
  }

  /** The next page begins behind the last item of this one. */
  private static <V, T> Page<T> page(
      NavigableMap<String, V> all,
      @Nullable String from,
      int limit,
      Function<Map.Entry<String, V>, T> item,
      UnaryOperator<String> end) {
    NavigableMap<String, V> rest = from == null ? all : all.tailMap(from, false);
    List<T> items = new ArrayList<>();
    String last = "";
    for (Map.Entry<String, V> next : rest.entrySet()) {
      if (items.size() == limit) {
        return new Page<>(items, end.apply(last));
      }
      items.add(item.apply(next));
      last = next.getKey();
    }
    return new Page<>(items, null);
  }
}
