package dev.nave.hub.internal.presence;

import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.directory.KeyCount;
import dev.nave.backplane.directory.Page;
import dev.nave.backplane.directory.SpaceCount;
import dev.nave.hub.HubPresence;
import dev.nave.hub.PresenceCounts;
import dev.nave.hub.PresenceMember;
import dev.nave.hub.internal.stages.Outcomes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the directory knows of one hub. Any thread; stages complete on the executor. */
public final class FarmPresence extends PresenceList {
  private final PresenceKeys keys;
  private final Directory directory;
  private final HubPresence local;
  private final Executor executor;

  public FarmPresence(
      PresenceKeys keys,
      PresenceRules rules,
      Directory directory,
      HubPresence local,
      Executor executor) {
    super(rules);
    this.keys = keys;
    this.directory = directory;
    this.local = local;
    this.executor = executor;
  }

  private <T> CompletableFuture<T> here(CompletionStage<T> stage) {
    return Outcomes.on(executor, stage.toCompletableFuture());
  }

  @Override
  public CompletableFuture<Page<PresenceMember>> members(
      String group, @Nullable String from, int limit) {
    return ofGroup(group, () -> members(keys.group(group), from, limit));
  }

  private CompletableFuture<Page<PresenceMember>> members(
      DirectoryKey key, @Nullable String from, int limit) {
    return here(directory.members(key, from, limit).thenApply(FarmPresence::read));
  }

  private static Page<PresenceMember> read(Page<Entry> page) {
    return new Page<>(
        page.items().stream()
            .map(entry -> PresenceKeys.read(entry.member(), entry.node(), entry.value()))
            .toList(),
        page.next());
  }

  @Override
  public CompletableFuture<Long> countMembers(String group) {
    return ofGroup(group, () -> here(directory.count(keys.group(group))));
  }

  @Override
  public CompletableFuture<List<PresenceMember>> connectionsOf(String userId) {
    return reading(
        () -> {
          DirectoryKey user = keys.user(userId);
          return all(from -> members(user, from, Directory.MAX_PAGE));
        });
  }

  @Override
  public CompletableFuture<Boolean> isOnline(String userId) {
    return reading(
        () -> here(directory.count(keys.user(userId)).thenApply(connections -> connections > 0)));
  }

  @Override
  public CompletableFuture<Page<KeyCount>> users(@Nullable String from, int limit) {
    return here(directory.keys(keys.users(), from, limit));
  }

  @Override
  public CompletableFuture<Page<KeyCount>> groups(@Nullable String from, int limit) {
    return here(directory.keys(keys.groups(), from, limit));
  }

  @Override
  public CompletableFuture<Page<KeyCount>> servers(@Nullable String from, int limit) {
    return here(directory.keys(keys.servers(), from, limit));
  }

  @Override
  public CompletableFuture<PresenceCounts> counts() {
    CompletableFuture<SpaceCount> servers = count(keys.servers());
    CompletableFuture<SpaceCount> users = count(keys.users());
    CompletableFuture<SpaceCount> groups = count(keys.groups());
    return here(
        servers.thenCombine(
            users.thenCombine(groups, Both::new),
            (connected, both) ->
                new PresenceCounts(
                    connected.keys(),
                    connected.members(),
                    both.users().keys(),
                    both.groups().keys(),
                    both.groups().members())));
  }

  private record Both(SpaceCount users, SpaceCount groups) {}

  private CompletableFuture<SpaceCount> count(String space) {
    return directory.count(space).toCompletableFuture();
  }

  @Override
  public HubPresence local() {
    return local;
  }
}
