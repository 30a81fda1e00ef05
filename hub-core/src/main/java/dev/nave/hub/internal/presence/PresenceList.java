package dev.nave.hub.internal.presence;

import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.Page;
import dev.nave.hub.HubException;
import dev.nave.hub.HubPresence;
import dev.nave.hub.PresenceMember;
import dev.nave.hub.internal.stages.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all lists have in common: pages put together, and bad arguments. */
abstract class PresenceList implements HubPresence {
  private final PresenceRules rules;

  PresenceList(PresenceRules rules) {
    this.rules = rules;
  }

  /** Refuses a group whose members are not listed, and hands on what is thrown. */
  <T> CompletableFuture<T> ofGroup(String group, Supplier<CompletableFuture<T>> reading) {
    if (!rules.lists(Objects.requireNonNull(group, "group"))) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "the members of this group are not listed: HubSettings.presence does not name it"));
    }
    return reading(reading);
  }

  <T> CompletableFuture<T> reading(Supplier<CompletableFuture<T>> reading) {
    try {
      return reading.get();
    } catch (HubException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  static <T> CompletableFuture<List<T>> all(
      Function<@Nullable String, CompletableFuture<Page<T>>> pages) {
    return Outcomes.copy(further(pages, null, new ArrayList<>()));
  }

  private static <T> CompletableFuture<List<T>> further(
      Function<@Nullable String, CompletableFuture<Page<T>>> pages,
      @Nullable String from,
      List<T> soFar) {
    return pages
        .apply(from)
        .thenCompose(
            page -> {
              soFar.addAll(page.items());
              return page.next() == null
                  ? CompletableFuture.completedFuture(List.copyOf(soFar))
                  : further(pages, page.next(), soFar);
            });
  }

  @Override
  public CompletableFuture<List<PresenceMember>> members(String group) {
    return all(from -> members(group, from, Directory.MAX_PAGE));
  }

  @Override
  public CompletableFuture<Long> countUsers(String group) {
    return Outcomes.copy(
        members(group)
            .thenApply(
                members ->
                    members.stream()
                        .flatMap(member -> member.userId().stream())
                        .distinct()
                        .count()));
  }
}
