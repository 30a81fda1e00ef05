package dev.nave.benchmarks.servers;

import dev.nave.hub.Hub;
import java.util.concurrent.CompletableFuture;

/** The hub under load: the methods of the reference server's {@code /bench}. */
public final class BenchHub extends Hub {
  /** Sends {@code m(text)} to everybody. */
  public CompletableFuture<Void> broadcast(String text) {
    return clients().all().send("m", text);
  }

  /** Returns {@code text}. */
  public String echo(String text) {
    return text;
  }

  /**
   * Puts the caller into a group and takes it out again; returns {@code text}. There are a hundred
   * groups, of which a text chooses one.
   */
  public CompletableFuture<String> visit(String text) {
    String group = "room:" + Math.floorMod(text.hashCode(), 100);
    return groups().add(group).thenCompose(in -> groups().remove(group)).thenApply(out -> text);
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
