package dev.nave.transport.websocket.internal;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one time-out that a connection is under at a moment. Loop only. */
final class Deadline {
  private final EventLoop eventLoop;
  private @Nullable Future<?> running;

  Deadline(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** Runs {@code expired} after {@code time} unless another call comes before. */
  void set(Duration time, Runnable expired) {
    cancel();
    running = eventLoop.schedule(expired, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  void cancel() {
    if (running != null) {
      running.cancel(false);
      running = null;
    }
  }
}
