package dev.nave.hub.internal.registry;

/**
 * Told which topics a node subscribes to. Any thread, but the calls for one topic come one after
 * another; must not block.
 */
public interface TopicWatcher {
  /** Watches nothing. */
  TopicWatcher NONE =
      new TopicWatcher() {
        @Override
        public Runnable subscribed(String topic) {
          return () -> {};
        }

        @Override
        public void unsubscribed(String topic) {}
      };

  /**
   * A topic will be subscribed to.
   *
   * @return what to run when the backplane has confirmed the subscription
   */
  Runnable subscribed(String topic);

  /** A topic is not subscribed to any more. */
  void unsubscribed(String topic);
}
