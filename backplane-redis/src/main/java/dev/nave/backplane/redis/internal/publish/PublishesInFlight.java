package dev.nave.backplane.redis.internal.publish;

import dev.nave.backplane.redis.RedisOptions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Bounds how many publications wait for Redis on one connection, and their bytes. Any thread. */
final class PublishesInFlight {
  private final RedisOptions options;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  PublishesInFlight(RedisOptions options) {
    this.options = options;
  }

  /** Takes a place. Returns why there is none; null if there was one. */
  @Nullable String take() {
    if (count.incrementAndGet() <= options.maxPublishesInFlight()) {
      return null;
    }
    count.decrementAndGet();
    return options.maxPublishesInFlight()
        + " publications wait for Redis, as many as maxPublishesInFlight allows";
  }

  /**
   * Takes the bytes of a publication that has a place.
   *
   * @return why there are too many, and then its place is given back; null if there are not
   */
  @Nullable String takeBytes(int size) {
    if (bytes.addAndGet(size) <= options.maxPublishBytesInFlight()) {
      return null;
    }
    giveBack(size);
    return "more than "
        + options.maxPublishBytesInFlight()
        + " bytes would wait for Redis, which is maxPublishBytesInFlight";
  }

  /** Takes a place with its bytes, whether there is room or not. */
  void takeAnyway(int size) {
    count.incrementAndGet();
    bytes.addAndGet(size);
  }

  /** Gives back a place, with so many bytes. */
  void giveBack(int size) {
    count.decrementAndGet();
    bytes.addAndGet(-size);
  }
}
