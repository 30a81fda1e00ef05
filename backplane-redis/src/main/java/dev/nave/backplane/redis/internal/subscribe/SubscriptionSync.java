package dev.nave.backplane.redis.internal.subscribe;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.Stages;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.report.RedisErrors;
import dev.nave.backplane.redis.internal.report.Words;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings the subscriptions of one connection to those that are desired, in batches.
 *
 * <p>A batch is done when Redis confirmed each of its channels by name, or refused it. The future
 * of a SUBSCRIBE says nothing: it is complete with the first confirmation, or with that of another
 * command. So one batch is out at a time, which also tells whose error an error is. While it is
 * out, more topics gather for the next: ten thousand joins take twenty round trips.
 *
 * <p>One channel that is not permitted fails a whole command, so a batch that is refused is halved
 * until it is known which they are; the halves wait behind everything else. What stays refused is
 * tried again regularly, all together and a few one by one, so that many of them cost little.
 *
 * <p><b>Threading.</b> The loop of the connection only.
 */
final class SubscriptionSync {
  /** For a slot that is on the move, unless it is known earlier where it went. */
  private static final Duration MOVED_RETRY = Duration.ofMillis(250);

  private static final int RETRIED_SINGLY = 8;

  /** The connection. */
  interface Connection extends Subscription.Holder {
    /** Sends one command; the stage says only whether it failed. */
    CompletionStage<Void> send(Subscription.Step step, List<byte[]> channels);

    /** Runs something later on the loop. */
    ScheduledFuture<?> later(Duration delay, Runnable work);

    /** Answers have stopped: the connection is to be given up. */
    void stalled(Throwable cause);

    /** Another server has the slot of a channel. */
    void moved();

    /** Redis refused a topic. */
    void refused(String topic, Throwable cause);
  }

  private final RedisOptions options;
  private final SubscriptionTable table;
  private final Connection connection;
  private final boolean onePerCommand;
  private final ArrayDeque<SubscribeBatch> waiting = new ArrayDeque<>();
  private @Nullable SubscribeBatch out;
  private final Set<Subscription> refused = new LinkedHashSet<>();
  private boolean retryDue;
  private long enqueued;
  private long resolved;
  private final List<Fence> fences = new ArrayList<>();

  private record Fence(long enqueued, CompletableFuture<Void> passed) {}

  /**
   * Creates the batches of a connection.
   *
   * @param onePerCommand whether each channel needs a command of its own
   */
  SubscriptionSync(
      RedisOptions options, SubscriptionTable table, Connection connection, boolean onePerCommand) {
    this.options = options;
    this.table = table;
    this.connection = connection;
    this.onePerCommand = onePerCommand;
  }

  /** Looks at topics of which it has changed whether they are desired. */
  void look(Queue<Subscription> dirty) {
    List<Subscription> wanted = new ArrayList<>();
    List<Subscription> unwanted = new ArrayList<>();
    for (Subscription next = dirty.poll(); next != null; next = dirty.poll()) {
      switch (next.nextStep(connection)) {
        case SUBSCRIBE -> add(wanted, next, Subscription.Step.SUBSCRIBE);
        case UNSUBSCRIBE -> add(unwanted, next, Subscription.Step.UNSUBSCRIBE);
        case NOTHING -> table.forgetIfIdle(next);
      }
    }
    put(Subscription.Step.SUBSCRIBE, wanted);
    put(Subscription.Step.UNSUBSCRIBE, unwanted);
    sendNext();
    passFences();
  }

  private void add(List<Subscription> list, Subscription next, Subscription.Step step) {
    enqueued++;
    list.add(next);
    if (list.size() == options.subscribeBatchSize()) {
      put(step, list);
      list.clear();
    }
  }

  private void put(Subscription.Step step, List<Subscription> topics) {
    if (!topics.isEmpty()) {
      waiting.add(new SubscribeBatch(step, SubscribeBatch.Purpose.CHANGES, topics));
    }
  }

  /** Completes the stage when all that was looked at before is confirmed or refused. */
  void fence(CompletableFuture<Void> passed) {
    fences.add(new Fence(enqueued, passed));
    passFences();
  }

  /** Fails the stages of fences. */
  void end(Throwable cause) {
    fences.forEach(fence -> fence.passed().completeExceptionally(cause));
    fences.clear();
  }

  private void passFences() {
    fences.removeIf(
        fence -> {
          boolean passes = fence.enqueued() <= resolved;
          if (passes) {
            fence.passed().complete(null);
          }
          return passes;
        });
  }

  private void sendNext() {
    while (out == null && !waiting.isEmpty() && !connection.isEnded()) {
      send(waiting.remove());
    }
  }

  private void send(SubscribeBatch batch) {
    out = batch;
    Duration limit = options.subscribeTimeout();
    batch.deadline(
        connection.later(
            limit,
            () -> {
              if (out == batch) {
                connection.stalled(
                    new BackplaneTimeoutException(
                        batch.open().size()
                            + " subscriptions were not confirmed within "
                            + Words.of(limit)));
              }
            }));
    List<Subscription> topics = batch.open();
    if (onePerCommand) {
      topics.forEach(each -> send(batch, List.of(each)));
    } else {
      send(batch, topics);
    }
  }

  private void send(SubscribeBatch batch, List<Subscription> topics) {
    List<byte[]> channels = topics.stream().map(Subscription::channel).toList();
    var unusedStage =
        connection
            .send(batch.step(), channels)
            .whenComplete(
                (unused, failure) -> {
                  if (failure != null) {
                    var unusedTimer =
                        connection.later(
                            Duration.ZERO, () -> failed(batch, topics, Stages.unwrap(failure)));
                  }
                });
  }

  /** Redis confirmed a subscription. */
  void confirmed(byte[] channel) {
    Subscription subscription = settled(channel, Subscription.Step.SUBSCRIBE);
    if (subscription == null) {
      return; // Not asked for, or given up.
    }
    SubscriptionTable.complete(subscription.present(connection));
    if (refused.remove(subscription) && !refused.isEmpty()) { // The others may be permitted, too.
      retryAll();
    }
    if (!subscription.isDesired()) { // It changed while the command was out.
      connection.enqueue(subscription);
    }
    finishIfDone();
  }

  /** Redis ended a subscription, asked or not. */
  void ended(byte[] channel) {
    Subscription asked = settled(channel, Subscription.Step.UNSUBSCRIBE);
    Subscription subscription = asked != null ? asked : table.ofChannel(channel);
    if (subscription == null || !subscription.isAt(connection)) {
      finishIfDone();
      return;
    }
    SubscriptionTable.complete(subscription.absent(connection));
    table.forgetIfIdle(subscription);
    if (asked != null) {
      connection.enqueue(subscription); // It may have changed while the command was out.
    } else {
      connection.moved();
      againLater(subscription);
    }
    finishIfDone();
  }

  private @Nullable Subscription settled(byte[] channel, Subscription.Step step) {
    SubscribeBatch batch = out;
    Subscription subscription =
        batch != null && batch.step() == step ? batch.settle(channel) : null;
    if (subscription != null) {
      resolve(batch);
    }
    return subscription;
  }

  private void resolve(@Nullable SubscribeBatch batch) {
    if (batch != null && batch.purpose() == SubscribeBatch.Purpose.CHANGES) {
      resolved++;
    }
  }

  private void finishIfDone() {
    SubscribeBatch batch = out;
    if (batch != null && batch.isDone()) {
      batch.finish();
      out = null;
      sendNext();
      passFences();
    }
  }

  private void failed(SubscribeBatch batch, List<Subscription> asked, Throwable cause) {
    if (connection.isEnded()) {
      return;
    }
    if (!(cause instanceof RedisCommandExecutionException)) { // It is not a refusal of Redis.
      connection.stalled(cause);
      return;
    }
    List<Subscription> still = new ArrayList<>();
    for (Subscription each : asked) {
      if (batch.settle(each.channel()) != null) {
        still.add(each);
      }
    }
    if (still.size() == 1) {
      resolve(batch);
      refuse(still.get(0), cause);
    } else if (batch.purpose() == SubscribeBatch.Purpose.RETRY) {
      still.forEach(each -> refuse(each, cause));
    } else if (!still.isEmpty()) {
      int half = still.size() / 2;
      waiting.add(new SubscribeBatch(batch.step(), batch.purpose(), still.subList(0, half)));
      waiting.add(
          new SubscribeBatch(batch.step(), batch.purpose(), still.subList(half, still.size())));
    }
    finishIfDone();
  }

  private void refuse(Subscription subscription, Throwable cause) {
    SubscriptionTable.complete(subscription.absent(connection));
    if (RedisErrors.isMoved(cause)) {
      connection.moved();
      againLater(subscription);
      return;
    }
    if (!subscription.isDesired()) {
      table.forgetIfIdle(subscription);
      return;
    }
    if (subscription.isFirstRefusal()) {
      connection.refused(subscription.topic(), cause);
    }
    refused.add(subscription);
    if (!retryDue) {
      retryDue = true;
      var unusedTimer = connection.later(options.subscribeRetryInterval(), this::retry);
    }
  }

  private void againLater(Subscription subscription) {
    var unusedTimer =
        connection.later(
            MOVED_RETRY,
            () -> {
              if (!connection.isEnded() && subscription.isAt(connection)) {
                connection.enqueue(subscription);
              }
            });
  }

  /** Tries what is refused again: all of it at once, and the first few singly. */
  private void retry() {
    retryDue = false;
    refused.removeIf(each -> each.nextStep(connection) != Subscription.Step.SUBSCRIBE);
    List<Subscription> all = new ArrayList<>(refused);
    int singly = Math.min(RETRIED_SINGLY, all.size());
    for (Subscription each : all.subList(0, singly)) {
      refused.remove(each); // To the end, so that others have their turn.
      refused.add(each);
      putRetry(List.of(each));
    }
    for (int from = singly; from < all.size(); from += options.subscribeBatchSize()) {
      putRetry(all.subList(from, Math.min(all.size(), from + options.subscribeBatchSize())));
    }
    sendNext();
  }

  private void putRetry(List<Subscription> topics) {
    waiting.add(
        new SubscribeBatch(Subscription.Step.SUBSCRIBE, SubscribeBatch.Purpose.RETRY, topics));
  }

  /** One of the refused was taken: the others are asked for as if they were new. */
  private void retryAll() {
    refused.forEach(connection::enqueue);
    refused.clear();
  }
}
