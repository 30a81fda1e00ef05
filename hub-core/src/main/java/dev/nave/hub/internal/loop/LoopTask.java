package dev.nave.hub.internal.loop;

import org.jspecify.annotations.Nullable;

/** Something for a loop to do, linked into its queue: put into one queue, once. */
abstract class LoopTask {
  /** The next in the queue; owned by the thread that holds the task. */
  @Nullable LoopTask next;

  /** Returns how many bytes wait with the task. */
  abstract int weight();

  /** Code to run in the turn. */
  static final class Action extends LoopTask {
    private final Runnable action;

    Action(Runnable action) {
      this.action = action;
    }

    void run() {
      action.run();
    }

    @Override
    int weight() {
      return 0;
    }
  }

  /** A message to write. */
  static final class Delivery extends LoopTask {
    final Audience audience;
    final OutboundMessage message;
    private final int weight;

    Delivery(Audience audience, OutboundMessage message) {
      this.audience = audience;
      this.message = message;
      this.weight = message.weight();
    }

    @Override
    int weight() {
      return weight;
    }
  }
}
