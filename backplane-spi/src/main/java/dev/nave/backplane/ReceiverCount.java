package dev.nave.backplane;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Tells how many nodes would receive a publication, without making one. A capability: ask {@link
 * Backplane#capability} for it.
 *
 * <p>The answer is of the moment. A node that is cut off does not count, although it still wants
 * the topic and may be back a moment later. So zero means that no node can be reached, not that
 * there is none.
 */
public interface ReceiverCount {
  /**
   * Returns how many nodes are subscribed to a topic now, this one included.
   *
   * <p>Never blocks; the stage may complete on one of the backplane's threads. It completes with
   * nothing where the number is not exactly known: in a medium of several servers of which each
   * knows its own subscribers only, or when no answer came in time. It does not fail.
   */
  CompletionStage<OptionalLong> receivers(String topic);
}
