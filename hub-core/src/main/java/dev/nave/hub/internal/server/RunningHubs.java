package dev.nave.hub.internal.server;

import dev.nave.backplane.directory.Change;
import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubCounters;
import dev.nave.hub.internal.methods.WrittenHub;
import dev.nave.hub.internal.presence.PresenceEvents;
import dev.nave.hub.internal.presence.PresenceKeys;
import dev.nave.hub.internal.presence.UnheardChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hubs of one server, by name and by class. Any thread, once all are added. */
final class RunningHubs {
  private final Map<String, RunningHub> byName = new LinkedHashMap<>();
  private final Map<Class<? extends AbstractHub>, List<String>> namesByType = new LinkedHashMap<>();

  private final UnheardChanges unheard;

  /**
   * Begins without hubs.
   *
   * @param unheard takes the changes that no hub here can raise
   */
  RunningHubs(UnheardChanges unheard) {
    this.unheard = unheard;
  }

  void add(Class<? extends AbstractHub> type, RunningHub hub) {
    byName.put(hub.name(), hub);
    namesByType.computeIfAbsent(type, unused -> new ArrayList<>()).add(hub.name());
  }

  Stream<RunningHub> stream() {
    return byName.values().stream();
  }

  /** Returns a stage that is done when that of each hub is. */
  CompletableFuture<Void> all(Function<RunningHub, CompletableFuture<Void>> step) {
    return CompletableFuture.allOf(stream().map(step).toArray(CompletableFuture<?>[]::new));
  }

  @Nullable RunningHub find(String name) {
    return byName.get(name);
  }

  /**
   * Hands a change of the directory to the hub that it concerns, or to all; done when the
   * application was told of it.
   */
  CompletableFuture<Void> changed(Change change) {
    if (change.kind() == Change.Kind.RESET) {
      return all(
          hub -> {
            PresenceEvents events = hub.directory().events();
            return events == null
                ? CompletableFuture.completedFuture(null)
                : events.changed(change);
          });
    }
    RunningHub hub = find(PresenceKeys.hubOf(change.key().space()));
    PresenceEvents events = hub == null ? null : hub.directory().events();
    return events == null ? unheard.hold(change) : events.changed(change);
  }

  /** Once per second, where there is a directory. */
  void tickDirectory() {
    unheard.tick();
    stream().forEach(hub -> hub.directory().tick());
  }

  /**
   * Returns the hub of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  RunningHub get(String name) {
    RunningHub hub = find(name);
    if (hub == null) {
      throw new IllegalArgumentException(
          "no hub is named \"" + name + "\"; there are " + byName.keySet());
    }
    return hub;
  }

  /**
   * Returns the hub of that class.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  RunningHub get(Class<? extends AbstractHub> type) {
    List<String> names = namesByType.getOrDefault(WrittenHub.of(type), List.of());
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          names.isEmpty()
              ? "no hub of class " + type.getName() + "; there are " + byName.keySet()
              : "class " + type.getName() + " is mapped as " + names + ": ask for one by its name");
    }
    return get(names.get(0));
  }

  HubCounters counters() {
    return stream().map(RunningHub::counters).reduce(HubCounters::plus).orElseThrow();
  }
}
