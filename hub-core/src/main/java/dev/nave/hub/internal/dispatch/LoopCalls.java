package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.loop.HubLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The tasks of one connection on its event loop: methods that the application has marked as {@link
 * dev.nave.hub.NonBlocking}. They take little time even together, since the loop has other
 * connections to serve.
 */
final class LoopCalls extends QueueTask {
  /** After so long a connection lets others have the loop. */
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final HubLoop loop;

  /** Owned by the loop. */
  private long begunAt;

  LoopCalls(InvocationQueue queue, HubLoop loop) {
    super(queue);
    this.loop = loop;
  }

  @Override
  void work() {
    assert loop.executor().inLoop();
    begunAt = loop.now();
    super.work();
  }

  @Override
  boolean isLate() {
    return loop.now() - begunAt > MAX_NANOS;
  }

  @Override
  void start() {
    loop.execute(task);
  }

  @Override
  void start(Executor way) {
    loop.execute(task);
  }

  @Override
  void startLater() {
    loop.nextTurn(task);
  }

  @Override
  void after(Runnable rest) {
    loop.execute(rest);
  }
}
