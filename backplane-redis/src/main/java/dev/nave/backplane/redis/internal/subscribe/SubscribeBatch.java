package dev.nave.backplane.redis.internal.subscribe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Topics that go out together: all to be subscribed, or all to be unsubscribed. It knows its
 * channels by itself, so that a confirmation finds its topic whatever became of it meanwhile. Loop
 * only.
 */
final class SubscribeBatch {
  /** Why a batch is sent. */
  enum Purpose {
    /** What is desired has changed. */
    CHANGES,
    /** Redis refused all of these before; perhaps it takes them now. */
    RETRY
  }

  private final Subscription.Step step;
  private final Purpose purpose;
  private final Map<ByteBuffer, Subscription> open = new LinkedHashMap<>();
  private @Nullable Future<?> deadline;

  SubscribeBatch(Subscription.Step step, Purpose purpose, List<Subscription> topics) {
    this.step = step;
    this.purpose = purpose;
    topics.forEach(topic -> open.put(ByteBuffer.wrap(topic.channel()), topic));
  }

  Subscription.Step step() {
    return step;
  }

  Purpose purpose() {
    return purpose;
  }

  /** Returns the topics that Redis has neither confirmed nor refused. */
  List<Subscription> open() {
    return new ArrayList<>(open.values());
  }

  boolean isDone() {
    return open.isEmpty();
  }

  /** Takes a topic off the list; null if it is not on it. */
  @Nullable Subscription settle(byte[] channel) {
    return open.remove(ByteBuffer.wrap(channel));
  }

  void deadline(Future<?> timer) {
    deadline = timer;
  }

  void finish() {
    Future<?> timer = deadline;
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
