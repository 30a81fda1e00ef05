package dev.nave.benchmarks.servers;

import dev.nave.hub.Hub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The hub under load: the methods of the reference server's {@code /bench}. */
public final class BenchHub extends Hub {
  private static final int ROOMS = 100;
  private static final int STAY = 8;

  /** Sends {@code m(text)} to everybody. */
  public CompletableFuture<Void> broadcast(String text) {
    return clients().all().send("m", text);
  }

  /** Returns {@code text}. */
  public String echo(String text) {
    return text;
  }

  /**
   * Puts the caller into a group, and takes it out of the one that it entered eight visits ago.
   * There are a hundred groups. Returns {@code text}.
   */
  public CompletableFuture<String> visit(String text) {
    AtomicInteger visits =
        (AtomicInteger) context().items().computeIfAbsent("visits", key -> new AtomicInteger());
    int visit = visits.incrementAndGet();
    int first = context().connectionId().hashCode();
    return groups()
        .add(room(first + visit))
        .thenCompose(in -> groups().remove(room(first + visit - STAY)))
        .thenApply(out -> text);
  }

  private static String room(int number) {
    return "room:" + Math.floorMod(number, ROOMS);
  }

  /** Puts the caller into a group. */
  public CompletableFuture<Void> join(String group) {
    return groups().add(group);
  }

  /** Sends {@code m(text)} to a group. */
  public CompletableFuture<Void> toGroup(String group, String text) {
    return clients().group(group).send("m", text);
  }
}
