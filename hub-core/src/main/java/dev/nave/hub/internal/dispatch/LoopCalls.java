package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.loop.HubLoop;
import java.util.concurrent.Executor;

/**
 * The tasks of one connection on its event loop: methods that the application has marked as {@link
 * dev.nave.hub.NonBlocking}. Those of all connections together take little time of a turn of the
 * loop, which has sockets to look at.
 */
final class LoopCalls extends QueueTask {
  private final HubLoop loop;

  LoopCalls(InvocationQueue queue, HubLoop loop) {
    super(queue);
    this.loop = loop;
  }

  @Override
  void work() {
    assert loop.executor().inLoop();
    if (loop.isUsedUp()) {
      startLater();
    } else {
      super.work();
    }
  }

  @Override
  boolean isLate() {
    return loop.isUsedUp();
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
    loop.nextTurn(this::start); // Behind what the loop has to do by then, and in a turn of its own.
  }

  @Override
  void after(Runnable rest) {
    loop.execute(rest);
  }
}
