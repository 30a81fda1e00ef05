package dev.nave.hub.internal.presence;

import dev.nave.backplane.directory.DirectoryLimits;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.hub.HubPresence;
import dev.nave.hub.PresenceCounts;
import dev.nave.hub.PresenceMember;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.HubRegistry.Present;
import dev.nave.hub.internal.registry.MembershipWatcher.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What this server's registry knows of one hub: a look at all of its connections. Any thread. */
public final class LocalPresence extends PresenceList {
  private final PresenceRules rules;
  private final HubRegistry registry;
  private final String nodeId;

  public LocalPresence(PresenceRules rules, HubRegistry registry, String nodeId) {
    super(rules);
    this.rules = rules;
    this.registry = registry;
    this.nodeId = nodeId;
  }

  /** Pages are in the order of the names; each begins behind the last name of the one before. */
  private static <T> CompletableFuture<Page<T>> page(
      Stream<T> all, Function<T, String> name, @Nullable String from, int limit) {
    DirectoryLimits.checkPage(limit);
    List<T> further =
        all.sorted((one, other) -> name.apply(one).compareTo(name.apply(other)))
            .filter(each -> from == null || name.apply(each).compareTo(from) > 0)
            .limit(limit + 1L)
            .toList();
    Page<T> page =
        further.size() <= limit
            ? new Page<>(further, null)
            : new Page<>(further.subList(0, limit), name.apply(further.get(limit - 1)));
    return CompletableFuture.completedFuture(page);
  }

  private PresenceMember member(Present present, long sinceMillis, String value) {
    return new PresenceMember(
        present.connectionId(),
        Optional.ofNullable(present.userId()),
        nodeId,
        Instant.ofEpochMilli(sinceMillis),
        value);
  }

  private Stream<PresenceMember> inGroup(String group) {
    return registry.present().stream()
        .flatMap(
            present -> {
              Place place = present.groups().get(group);
              return place == null
                  ? Stream.empty()
                  : Stream.of(member(present, place.sinceMillis(), place.value()));
            });
  }

  private Map<String, Long> counted(Function<Present, Stream<String>> names) {
    return registry.present().stream()
        .flatMap(names)
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  private Map<String, Long> usersHere() {
    return counted(present -> Stream.ofNullable(present.userId()));
  }

  private Map<String, Long> groupsHere() {
    return counted(present -> present.groups().keySet().stream().filter(rules::lists));
  }

  private static Stream<KeyCount> keys(Map<String, Long> counts) {
    return counts.entrySet().stream().map(each -> new KeyCount(each.getKey(), each.getValue()));
  }

  @Override
  public CompletableFuture<Page<PresenceMember>> members(
      String group, @Nullable String from, int limit) {
    return ofGroup(group, () -> page(inGroup(group), PresenceMember::connectionId, from, limit));
  }

  @Override
  public CompletableFuture<Long> countMembers(String group) {
    return ofGroup(group, () -> CompletableFuture.completedFuture(inGroup(group).count()));
  }

  @Override
  public CompletableFuture<List<PresenceMember>> connectionsOf(String userId) {
    return CompletableFuture.completedFuture(
        registry.present().stream()
            .filter(present -> userId.equals(present.userId()))
            .map(present -> member(present, present.sinceMillis(), ""))
            .toList());
  }

  @Override
  public CompletableFuture<Boolean> isOnline(String userId) {
    return connectionsOf(userId).thenApply(connections -> !connections.isEmpty());
  }

  @Override
  public CompletableFuture<Page<KeyCount>> users(@Nullable String from, int limit) {
    return page(keys(usersHere()), KeyCount::name, from, limit);
  }

  @Override
  public CompletableFuture<Page<KeyCount>> groups(@Nullable String from, int limit) {
    return page(keys(groupsHere()), KeyCount::name, from, limit);
  }

  @Override
  public CompletableFuture<Page<KeyCount>> servers(@Nullable String from, int limit) {
    return page(keys(counted(present -> Stream.of(nodeId))), KeyCount::name, from, limit);
  }

  @Override
  public CompletableFuture<PresenceCounts> counts() {
    long connections = registry.present().size();
    Map<String, Long> groups = groupsHere();
    return CompletableFuture.completedFuture(
        new PresenceCounts(
            connections == 0 ? 0 : 1,
            connections,
            usersHere().size(),
            groups.size(),
            groups.values().stream().mapToLong(Long::longValue).sum()));
  }

  @Override
  public HubPresence local() {
    return this;
  }
}
