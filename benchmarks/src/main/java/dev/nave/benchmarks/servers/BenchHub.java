package dev.nave.benchmarks.servers;

import dev.nave.hub.Hub;
import dev.nave.hub.NonBlocking;
import dev.nave.hub.Uploads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The hub under load: the methods of the reference server's {@code /bench}, and those of its {@code
 * /test} that loads call.
 */
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

  /** Returns {@code text}; runs on the event loop of the caller's connection. */
  @NonBlocking
  public String echoOnLoop(String text) {
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

  /** The same as {@link #echo}, by the name that the reference server's other hubs have for it. */
  public String echoString(String text) {
    return text;
  }

  /** Returns a stream of the numbers from 0 on. */
  public IntStream count(int n) {
    return IntStream.range(0, n);
  }

  /** Returns all items between two texts, when the last one has come. */
  public CompletableFuture<String> concat(
      String prefix, Flow.Publisher<String> items, String suffix) {
    StringBuilder text = new StringBuilder(prefix);
    return Uploads.forEach(items, text::append).thenApply(end -> text.append(suffix).toString());
  }

  /** Asks the caller, and returns what it answers. */
  public CompletionStage<String> ask(String question) {
    return clients()
        .caller()
        .invoke(String.class, "answer", question)
        .thenApply(answer -> "answer: " + answer);
  }
}
