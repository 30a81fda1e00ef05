package dev.nave.hub.internal.registry;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.ReceiverCount;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Finds out that no node has a connection from whose node an answer is awaited: that node is
 * subscribed to the connection's topic for as long as it has the connection. One look is not
 * enough, since the connection may be ending, and its node unsubscribing or dying, at that moment.
 *
 * <p><b>Threading.</b> Any thread; never blocks.
 */
public final class AbsenceWatch {
  private static final long FIRST_DELAY_MILLIS = 250;
  private static final long LONGEST_DELAY_MILLIS = 4_000;

  private final Backplane backplane;
  private final TopicNames names;
  private final Duration grace;

  /**
   * Creates the watch.
   *
   * @param grace how long after a look that finds no node something may still arrive that counts,
   *     sent by a node that had the connection a moment ago; zero if nothing would
   */
  public AbsenceWatch(Backplane backplane, TopicNames names, Duration grace) {
    this.backplane = backplane;
    this.names = names;
    this.grace = grace;
  }

  /**
   * Looks now and, at intervals of 0.25 s that double up to 4 s, for as long as an answer is
   * awaited. Where the backplane does not know the number of receivers, it looks no further; a look
   * that fails says nothing, and the next one follows.
   *
   * @param awaited whether there is still a reason to look
   * @param absent run once if no node has the connection, after the grace; on a thread of the
   *     backplane or a timer
   */
  public void watch(String connectionId, BooleanSupplier awaited, Runnable absent) {
    backplane
        .capability(ReceiverCount.class)
        .ifPresent(
            count ->
                look(count, names.connection(connectionId), awaited, absent, FIRST_DELAY_MILLIS));
  }

  private void look(
      ReceiverCount count,
      String topic,
      BooleanSupplier awaited,
      Runnable absent,
      long delayMillis) {
    if (!awaited.getAsBoolean()) {
      return;
    }
    var unusedStage =
        count
            .receivers(topic)
            .whenComplete(
                (receivers, failure) -> {
                  if (failure != null || receivers.orElse(0) > 0) {
                    long next = Math.min(2 * delayMillis, LONGEST_DELAY_MILLIS);
                    after(delayMillis, () -> look(count, topic, awaited, absent, next));
                  } else if (receivers.isPresent() && grace.isZero()) {
                    absent.run();
                  } else if (receivers.isPresent()) {
                    after(grace.toMillis(), absent);
                  }
                });
  }

  private static void after(long millis, Runnable work) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run).execute(work);
  }
}
