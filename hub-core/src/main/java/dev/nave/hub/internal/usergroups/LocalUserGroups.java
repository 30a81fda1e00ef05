package dev.nave.hub.internal.usergroups;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.TimedEntry;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.codec.Names;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.envelope.UserGroupCodec.UserGroup;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connections of this node in the groups of their users, and out of those that are over.
 *
 * <p><b>Threading.</b> Any thread; never blocks. What is held of a user changes under the user's
 * lock in the map, connections join and leave on their loops.
 */
public final class LocalUserGroups {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.SERVER);

  /** How long a read that failed waits, at least, before it is made again. */
  private static final long RETRY_MILLIS = 1_000;

  private final TopicNames names;
  private final HubRegistry registry;
  private final Directory directory;
  private final DirectoryOutages outages;
  private final UserGroupReads reads;
  private final Duration wait;
  private final LongSupplier nanoTime;
  private final LineLimit lines = new LineLimit(1, Duration.ofMinutes(1), System::nanoTime);

  /** Until when each user with connections here is in which groups, by {@code nanoTime}. */
  private final ConcurrentMap<String, Map<String, Long>> held = new ConcurrentHashMap<>();

  /** What is being read; a change that comes meanwhile counts more. */
  private final Set<Reading> readings = ConcurrentHashMap.newKeySet();

  /** The users who could not be read and are read again soon. */
  private final Set<String> retried = ConcurrentHashMap.newKeySet();

  /** A read of a user's groups. */
  private static final class Reading {
    final String userId;

    /** The groups that were held when it began. */
    final Set<String> before;

    /** Whether what it does not find is over. */
    final boolean settled;

    /** The groups that changed since. */
    final Set<String> changed = ConcurrentHashMap.newKeySet();

    /** The groups that it found and that did not change since; empty before it has ended. */
    volatile Set<String> found = Set.of();

    Reading(String userId, Set<String> before, boolean settled) {
      this.userId = userId;
      this.before = before;
      this.settled = settled;
    }
  }

  /**
   * Follows the groups of a hub's users from now on.
   *
   * @param wait how long a connection waits for them before it opens
   */
  LocalUserGroups(
      TopicNames names,
      HubRegistry registry,
      Directory directory,
      UserGroupReads reads,
      Duration wait,
      LongSupplier nanoTime) {
    this.names = names;
    this.registry = registry;
    this.directory = directory;
    outages = new DirectoryOutages(directory::health);
    this.reads = reads;
    this.wait = wait;
    this.nanoTime = nanoTime;
    registry.whenRegistered(this::arrived);
  }

  static DirectoryKey key(TopicNames names, String userId) {
    return new DirectoryKey(names.hub() + ":usergroups", userId);
  }

  private DirectoryKey key(String userId) {
    return key(names, userId);
  }

  /** Follows a change; the stage never fails. */
  CompletableFuture<Integer> followed(UserGroup change) {
    String userId = change.userId();
    Names.check("a user id", userId); // Before anything is held of a user who is none.
    for (Reading reading : readings) {
      if (reading.userId.equals(userId)) {
        reading.changed.add(change.group());
      }
    }
    if (change.millis() <= 0) {
      directory.forgetTimed(key(userId), change.group());
      drop(userId, change.group());
      return leave(userId, change.group());
    }
    held.compute(
        userId,
        (user, known) -> {
          Map<String, Long> groups = known == null ? new ConcurrentHashMap<>() : known;
          groups.put(change.group(), inMillis(change.millis()));
          return groups;
        });
    if (registry.hasUser(userId)) {
      reconcile(userId); // Who has read an entry writes it again if the directory loses it.
    }
    return join(userId, change.group());
  }

  private long inMillis(long millis) {
    return nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void drop(String userId, String group) {
    held.computeIfPresent(
        userId,
        (user, groups) -> {
          groups.remove(group);
          return groups;
        });
  }

  private Set<String> groupsOf(String userId) {
    return held.getOrDefault(userId, Map.of()).keySet();
  }

  private CompletableFuture<Integer> join(String userId, String group) {
    List<CompletableFuture<Void>> joins = new CopyOnWriteArrayList<>();
    return registry
        .count(
            names.user(userId),
            connection -> {
              joins.add(joinOnLoop(connection, userId, group));
              return true;
            })
        .thenCompose(
            found ->
                CompletableFuture.allOf(joins.toArray(CompletableFuture<?>[]::new))
                    .thenApply(done -> found));
  }

  /** Joins, unless the user has been taken out of the group since; the leave is behind then. */
  private CompletableFuture<Void> joinOnLoop(
      HubConnection connection, String userId, String group) {
    if (groupsOf(userId).contains(group)) {
      try {
        return registry.join(connection, group);
      } catch (HubException e) { // It is in as many groups as it may be.
        warn(connection, group, e);
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  private void warn(HubConnection connection, String group, Throwable failure) {
    String earlier = lines.next();
    if (earlier != null) {
      log.warn(
          "{} is not in group {} of its user: {}{}",
          connection,
          TopicText.quote(group),
          failure.getMessage(),
          earlier);
    }
  }

  private CompletableFuture<Integer> leave(String userId, String group) {
    return registry.count(
        names.user(userId),
        connection -> {
          var unusedFuture = registry.leave(connection, group);
          return true;
        });
  }

  /**
   * A connection is registered; it does not open before the groups of its user are read, or the
   * wait for that is over. On its loop.
   */
  private CompletableFuture<Void> arrived(HubConnection connection, String userId) {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    reads.now(
        () -> {
          CompletableFuture<Reading> read = read(userId);
          var unusedFuture =
              read.thenCompose(reading -> joinAll(connection, reading))
                  .whenComplete(
                      (done, failure) -> {
                        if (failure != null) {
                          retry(userId);
                        }
                        joined.complete(null);
                      });
          return read;
        });
    return joined.completeOnTimeout(null, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<Void> joinAll(HubConnection connection, Reading reading) {
    Set<String> groups = reading.found;
    if (groups.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> joined = new CompletableFuture<>();
    connection
        .loop()
        .execute(
            () -> {
              CompletableFuture<?>[] joins =
                  groups.stream()
                      .map(group -> joinOnLoop(connection, reading.userId, group))
                      .toArray(CompletableFuture<?>[]::new);
              var unusedFuture =
                  CompletableFuture.allOf(joins)
                      .whenComplete((done, failure) -> joined.complete(null));
            });
    return joined;
  }

  /** While the directory is away, a user's groups are read later, as long as the user is here. */
  private void retry(String userId) {
    if (retried.add(userId)) {
      reads.after(
          RETRY_MILLIS,
          () -> {
            retried.remove(userId);
            if (registry.hasUser(userId)) {
              reconcile(userId);
            }
          });
    }
  }

  /** Reads the groups of a user, and holds them but for those that change meanwhile. */
  private CompletableFuture<Reading> read(String userId) {
    Reading reading = new Reading(userId, Set.copyOf(groupsOf(userId)), outages.areSettled());
    readings.add(reading);
    return directory
        .timed(key(userId))
        .toCompletableFuture()
        .thenApply(
            entries -> {
              hold(reading, entries);
              return reading;
            })
        .whenComplete((found, failure) -> readings.remove(reading));
  }

  /** A change that comes meanwhile is noted first: either it is seen here, or it goes on top. */
  private void hold(Reading reading, List<TimedEntry> entries) {
    Map<String, Long> found = new HashMap<>();
    entries.forEach(entry -> found.put(entry.member(), inMillis(entry.remaining().toMillis())));
    held.compute(
        reading.userId,
        (user, known) -> {
          Map<String, Long> groups = known == null ? new ConcurrentHashMap<>() : known;
          found.keySet().removeAll(reading.changed);
          groups.putAll(found);
          return groups.isEmpty() ? null : groups;
        });
    reading.found = Set.copyOf(found.keySet());
  }

  /** Makes the groups of a user what the directory says; it is asked again where it cannot be. */
  private void reconcile(String userId) {
    reads.again(
        key(userId),
        () ->
            read(userId)
                .whenComplete(
                    (reading, failure) -> {
                      if (failure != null) {
                        retry(userId);
                      } else {
                        apply(reading);
                      }
                    }));
  }

  private void apply(Reading reading) {
    String userId = reading.userId;
    for (String group : reading.found) {
      var unusedJoin = join(userId, group);
    }
    long now = nanoTime.getAsLong();
    for (String group : reading.before) {
      Long until = held.getOrDefault(userId, Map.of()).get(group);
      boolean isOver = reading.settled || until == null || until - now <= 0;
      if (isOver && !reading.found.contains(group) && !reading.changed.contains(group)) {
        drop(userId, group);
        var unusedLeave = leave(userId, group);
      }
    }
  }

  /** The link to the other nodes is back: changes may have been missed. */
  public void restored() {
    outages.linkRestored();
    reads.after(0, () -> registry.users().forEach(this::reconcile));
  }

  /**
   * Once per second, by the timer: looks whose time is over and what was lost, and forgets users
   * who are not here any more.
   */
  public void tick() {
    long now = nanoTime.getAsLong();
    held.forEach(
        (userId, groups) -> {
          if (!registry.hasUser(userId)) { // Or comes now; then the entry stays, or is made anew.
            held.computeIfPresent(userId, (user, known) -> registry.hasUser(user) ? known : null);
          } else if (groups.values().stream().anyMatch(until -> until - now <= 0)) {
            reconcile(userId);
          }
        });
    if (outages.tick()) {
      registry.users().forEach(this::reconcile);
    }
  }
}
