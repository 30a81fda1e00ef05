package dev.nave.hub.internal.server;

import dev.nave.backplane.TopicText;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts the envelopes that cannot be decoded, or are too large. Any publisher can send any number
 * of them, so they are logged rarely. Any thread.
 */
final class UndecodableEnvelopes {
  private static final Logger log = ServerLog.BACKPLANE;
  private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongAdder count = new LongAdder();
  private final AtomicLong nextLog;
  private final LongSupplier nanoTime;

  UndecodableEnvelopes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    nextLog = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Counts one.
   *
   * @param reason why it is skipped, for an operator
   */
  void skip(String topic, String reason, @Nullable IOException failure) {
    count.increment();
    long now = nanoTime.getAsLong();
    long due = nextLog.get();
    if (now - due >= 0 && nextLog.compareAndSet(due, now + LOG_INTERVAL_NANOS)) {
      log.warn(
          "an envelope on {} is skipped: {}; {} so far, and the next are not logged for a minute",
          TopicText.quote(topic),
          reason,
          count.sum(),
          failure);
    }
  }

  long count() {
    return count.sum();
  }
}
